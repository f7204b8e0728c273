using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Hostile;

/// <summary>No text, number or time of a caller is answered with a failure of the server, wherever the document lets it stand: nor is the next
/// caller's.</summary>
/// <remarks>
/// Each place gets the first of the values and every fourth of the others, another fourth than the place before; HOSTILE_VALUES=all gives each all.
/// A NUL in a parameter went to the database, which refused it, and the connection then answered somebody else with 500; the largest number in a rule
/// was multiplied until it was none.
/// </remarks>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class HostileValueTests(PostgresFixture postgres)
{
    private const string Mark = "@@mark@@";

    /// <summary>As they stand in an address.</summary>
    private static readonly string[] Encoded =
    [
        "%00", "a%00b", "%ED%A0%80", "a%ED%B0%80", "%FF", "%C0%80", "e%CC%81", "%E2%80%AE", "%F0%9F%98%80", "-1", "0", "9223372036854775808", "1e400",
        "79228162514264337593543950335", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999%2B14:00", "0001-01-01T00:00:00-14:00", "9999", "0000",
        "9999-S2", "0001-01-01--9999-12-31", "%0A", "%20", "%27%3B--",
    ];

    /// <summary>As they stand in JSON.</summary>
    private static readonly string[] Texts =
    [
        @"""\u0000""", @"""a\u0000b""", @"""\ud800""", @"""a\udc00b""", @"""\ud800\ud800""", @"""e\u0301""", @"""\u202e""", @"""\uffff""", @"""9999-12-31""",
        @"""0001-01-01""", @"""0001-01-01--9999-12-31""", @"""9999-12-31T23:59:59.9999999+14:00""", @"""0001-01-01T00:00:00-14:00""", "0", "{}", "[]", "null",
    ];

    private static readonly string[] Numbers =
    [
        "999999999999999.99999999", "-999999999999999.99999999", "999999999999999", "0.00000001", "-0.00000001", "0", "-1", "1e308", "1E-28",
        "79228162514264337593543950335", "-79228162514264337593543950335", "2147483647", "-2147483648", "9223372036854775807", "1e99999", @"""1""", "null",
    ];

    private static readonly bool AreAll = Environment.GetEnvironmentVariable("HOSTILE_VALUES") == "all";

    private readonly ConcurrentQueue<string> _found = new();
    private int _asked;
    private int _place;

    [Fact]
    public async Task Parameters_AndCursors_WithWhatNoTextHolds_AreRefused_AndSpoilNothingForOthers()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var requests = await WorkingRequests.StartAsync(api, document);
        foreach (var operation in document.Operations)
        {
            var content = operation.Body is null ? null : requests.Body(operation).ToJsonString();
            foreach (var name in operation.Parameters.Where(parameter => parameter.In == "path").Select(parameter => parameter.Name))
            {
                foreach (var value in Some(Encoded))
                    await AskAsync(api, operation, Raw(operation, requests, name, value), content);
            }
            foreach (var name in operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name))
            {
                foreach (var value in Some(name == "cursor" ? [.. Encoded, .. Cursors(requests.Address(operation))] : Encoded))
                    await AskAsync(api, operation, $"{requests.Address(operation)}?{Others(operation, requests, name)}{name}={value}", content);
                if (operation.Method != "GET") continue;
                await AskAsync(api, operation, $"{requests.Address(operation)}?{name}={new string('x', 1 << 20)}", content);
            }
            if (operation.Method == "GET")
            {
                foreach (var header in (string[])["Accept", "Accept-Language", "If-None-Match", "Prefer", "Accept-Encoding", "traceparent"])
                {
                    foreach (var value in (string[])[new string('x', 4000), "\"\ud83d\ude00\"", "é", ";;,,q=", "*/*;q=1e400", "00-0-0-00"])
                        await AskAsync(api, operation, requests.Address(operation), null, (header, value));
                }
            }
        }
        await JudgeAsync(api, requests);
    }

    [Fact]
    public async Task Members_WithTheEndsOfTextNumberAndTime_AreStoredOrRefused()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var requests = await WorkingRequests.StartAsync(api, document);
        foreach (var operation in document.Operations.Where(operation => operation.Body is not null))
        {
            foreach (var (kind, values) in new[] { ("string", Texts), ("number", Numbers), ("integer", Numbers) })
            {
                foreach (var (_, with) in requests.Members(operation, one => ServedDocument.Types(one).Contains(kind)))
                {
                    foreach (var value in Some(values))
                        await AskAsync(api, operation, requests.Address(operation), with(Mark).ToJsonString().Replace($"\"{Mark}\"", value,
                            StringComparison.Ordinal), ("If-Match", "*"));
                }
            }
        }
        await JudgeAsync(api, requests);
    }

    /// <summary>Each rule with each of the largest and smallest numbers, against each baseline, and what is then worked out of them.</summary>
    [Fact]
    public async Task Rules_WithTheLargestAndSmallestNumbers_AreStoredOrRefused_AndWorkedOut()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var requests = await WorkingRequests.StartAsync(api, document);
        var operation = document.Find("POST", "/api/v1/resolutions/{code}/targets").ShouldNotBeNull();
        string[] numbers = ["999999999999999.99999999", "-999999999999999.99999999", "0.00000001", "999999999999999", "100", "0"];
        string[] baselines = ["999999999999999.99999999", "0.00000001", "-999999999999999", "1"];
        var rules = document.Alternatives(document.Root.GetProperty("components").GetProperty("schemas").GetProperty("TargetRule"));
        foreach (var (order, rule) in rules.Index())
        {
            var kind = rule.GetProperty("properties").GetProperty("kind").GetProperty("enum")[0].GetString();
            var members = rule.GetProperty("properties").EnumerateObject().Where(member => document.Alternatives(member.Value)
                .Any(one => ServedDocument.Types(one).Intersect(["number", "integer"]).Any())).Select(member => member.Name).ToList();
            foreach (var number in numbers)
            {
                foreach (var baseline in baselines.Where((_, i) => AreAll || (i + order) % 2 == 0))
                {
                    foreach (var chosen in members.Select(member => (string[])[member]).Append([.. members.Where(member => member is "lower" or "upper")]))
                    {
                        var given = string.Concat(chosen.Select(member => $",\"{member}\":{number}"));
                        var group = Calls.NewCode("g");
                        await AskAsync(api, operation, requests.Address(operation),
                            $"{{\"indicator\":\"{requests.Mark}indicator\",\"group\":\"{group}\",\"recurrence\":\"{(number == "100" ? "once" : "eachYear")}\","
                            + $"\"rule\":{{\"kind\":\"{kind}\"{given}}},\"baseline\":{{\"value\":{baseline},\"on\":\"2019-12-31\"}}}}");
                    }
                }
            }
        }
        foreach (var value in numbers)
        {
            await PutAsync("2023", value);
            foreach (var address in (string[])["achievements?limit=1000&period=2020-2025&orgUnit=", "achievements?limit=1000&period=2023&format=csv&orgUnit=",
                "achievements/summary?period=2020-2025&under=", "quality/warnings?orgUnit="])
                await AskAsync(api, operation with { Method = "GET" }, $"/api/v1/{address}{requests.Mark}unit", null);
        }
        await JudgeAsync(api, requests);

        async Task PutAsync(string period, string value)
        {
            var targets = await api.WalkAsync($"/api/v1/resolutions/{requests.Mark}resolution/targets?limit=1000");
            foreach (var target in targets.Where((_, i) => AreAll || i % 6 == 0))
            {
                var group = target.GetProperty("group").GetString();
                await AskAsync(api, document.Find("POST", "/api/v1/actuals")!, "/api/v1/actuals",
                    $"{{\"orgUnit\":\"{requests.Mark}unit\",\"indicator\":\"{requests.Mark}indicator\",\"group\":{JsonSerializer.Serialize(group)},"
                    + $"\"period\":\"{period}\",\"value\":{value}}}");
            }
        }
    }

    [Fact]
    public async Task Cells_WithTheEndsOfTextNumberAndTime_AreStoredOrRefusedByLine()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var requests = await WorkingRequests.StartAsync(api, document);
        string[] cells =
        [
            "a\0b", "\ud83d\ude00", "\u202e", "e\u0301", "9999-12-31", "0001-01-01", "0001-01-01--9999-12-31", "9999", "999999999999999.99999999", "1e400",
            "79228162514264337593543950335", "-0", "٣", new string('9', 4000), "=1+1", "\uffff",
        ];
        List<string> ended = [];
        for (var column = 0; column < 4; column++)
        {
            foreach (var cell in Some(cells))
            {
                string[] line = [requests.Mark + "unit", requests.Mark + "indicator", "2022", "1"];
                line[column] = cell;
                var sent = await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
                    Calls.Body($"orgUnit,indicator,period,value\n{string.Join(',', line)}\n", "text/csv"), ("Prefer", "wait=30"));
                if (sent.Status != 202) sent.Problem(415);
                else ended.Add(sent["id"].GetString()!);
            }
        }
        foreach (var id in ended)
        {
            var job = await Eventually.SeenAsync(TimeSpan.FromMinutes(1), () => api.GetAsync($"/api/v1/imports/{id}"),
                job => job.GetProperty("state").GetString() is "succeeded" or "failed");
            if (job.GetProperty("state").GetString() == "failed")
                (await api.GetAsync($"/api/v1/imports/{id}/errors")).GetProperty("items")[0].GetProperty("code").GetString().ShouldNotBe("internal");
        }
        await JudgeAsync(api, requests);
    }

    private IEnumerable<string> Some(IEnumerable<string> values)
    {
        var place = _place++;
        return values.Where((_, i) => AreAll || i == 0 || (i + place) % 4 == 0);
    }

    private static string Raw(ServedOperation operation, WorkingRequests requests, string name, string value) =>
        requests.Address(operation with { Path = operation.Path.Replace($"{{{name}}}", Mark, StringComparison.Ordinal) })
            .Replace(Mark, value, StringComparison.Ordinal);

    private static string Others(ServedOperation operation, WorkingRequests requests, string but) => string.Concat(operation.Parameters
        .Where(parameter => parameter.In == "query" && parameter.IsRequired && parameter.Name != but)
        .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(requests.Value(operation, parameter.Name) ?? "2022")}&"));

    private static IEnumerable<string> Cursors(string path)
    {
        foreach (var part in (string[])[@"""\u0000""", @"""\ud800""", "null", "1", @"""-1""", @"""99999999999999999999""", @"""9223372036854775807""",
            @"""3155378975999999999""", @"""00000000-0000-0000-0000-000000000000""", @"""x\u0000""", "{}"])
        {
            for (var parts = 1; parts <= 5; parts++)
                yield return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"[\"{path}\",{string.Join(',', Enumerable.Repeat(part, parts))}]"));
        }
    }

    private async Task AskAsync(ApiServer api, ServedOperation operation, string address, string? body, params (string, string)[] headers)
    {
        _asked++;
        try
        {
            var answer = await api.Client.CallAsync(new HttpMethod(operation.Method), address,
                operation.TakesFile ? Calls.Body("orgUnit\n", "text/csv") : body is null ? null : Calls.Body(body), headers);
            var wrong = answer.Status >= 500 ? "the server failed"
                : answer.Status >= 400 && answer.ContentType is "application/problem+json" && answer["code"].GetString() == "internal" ? "internal" : null;
            if (wrong is not null)
                _found.Enqueue($"{wrong}: {operation.Name} {(address.Length > 300 ? address[..300] : address)} {body} {answer.Status} {answer.Text}");
        }
        catch (HttpRequestException)
        {
            // The line of the request was longer than any: the server closed it.
        }
    }

    private async Task JudgeAsync(ApiServer api, WorkingRequests requests)
    {
        for (var i = 0; i < 20; i++)
        {
            (await api.ReadAsync($"/api/v1/actuals?orgUnit={requests.Mark}unit&limit=1")).With(200);
            (await api.ReadAsync($"/api/v1/achievements?orgUnit={requests.Mark}unit&period=2022&limit=1")).With(200);
            (await api.ReadAsync("/api/v1/organisation-units?q=phuong&limit=1")).With(200);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{_asked} requests");
        _found.Count.ShouldBe(0, string.Join('\n', _found.DistinctBy(found => found[..Math.Min(found.Length, 60)]).Take(20)));
    }
}
