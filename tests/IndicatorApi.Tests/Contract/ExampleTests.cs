using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>Every parameter and every body of the document has an example, and each works on a server with the sample data.</summary>
public sealed class ExampleTests(PostgresFixture postgres)
{
    private static int _closures;

    /// <summary>What a parameter is only taken with.</summary>
    private static readonly Dictionary<string, string> Companions =
        new(StringComparer.Ordinal) { ["separator"] = "format=csv", ["bom"] = "format=csv", ["locale"] = "format=csv", ["fields"] = "" };

    [Fact]
    public async Task Parameters_AndBodies_HaveExamples()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        List<string> missing = [];
        foreach (var operation in document.Operations)
        {
            missing.AddRange(operation.Parameters.Where(parameter => parameter.Example is null).Select(parameter => $"{operation.Name}: {parameter.Name}"));
            foreach (var parameter in operation.Parameters)
            {
                if (parameter.Example is not { } example) continue;
                if (parameter.Schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(example.ToString(), pattern.GetString()!)) missing.Add(
                    $"{operation.Name}: {parameter.Name} is not of its own pattern");
                if (parameter.Schema.TryGetProperty("enum", out var words)
                    && words.EnumerateArray().All(word => word.ToString() != example.ToString())) missing.Add(
                    $"{operation.Name}: {parameter.Name} is no word of its own list");
            }
            if (operation.Body is not null && Body(operation) is null) missing.Add($"{operation.Name}: body");
        }
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_WithEachExample_Answer()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var document = await ServedDocument.ReadAsync(api);
        var made = await MakeAsync(api);
        List<string> failed = [];
        // A stream of an import ends with the import, and is asked elsewhere.
        foreach (var operation in document.Operations.Where(
            operation => operation.Method == "GET" && !operation.Path.EndsWith("/events", StringComparison.Ordinal)))
        {
            var required = operation.Parameters.Where(parameter => parameter is { In: "query", IsRequired: true })
                .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Example!.Value.ToString())}").ToList();
            await AskAsync(operation, required, "");
            foreach (var parameter in operation.Parameters.Where(parameter => parameter is { In: "query", IsRequired: false }))
            {
                // Of other lists another cursor is good; a group is one of a unit that reports by groups, an office one of targets that name theirs, and
                // a target one of a place that has several.
                if (parameter.Name is "cursor" or "after" or "target" || (
                    parameter.Name is "group" or "lead" && (operation.Path.Contains("{indicator}", StringComparison.Ordinal)
                    || operation.Path.EndsWith("/series", StringComparison.Ordinal)))) continue;
                List<string> query = [.. required, $"{parameter.Name}={Uri.EscapeDataString(Value(parameter))}"];
                if (Companions.TryGetValue(parameter.Name, out var companion) && companion.Length > 0) query.Add(companion);
                await AskAsync(operation, query, parameter.Name);
            }
        }
        failed.ShouldBeEmpty();

        async Task AskAsync(ServedOperation operation, List<string> query, string what)
        {
            var path = Fill(operation, made) + (query.Count > 0 ? "?" + string.Join('&', query) : "");
            var answer = await api.ReadAsync(path);
            if (answer.Status is < 200 or > 299) failed.Add(
                $"{operation.Name} {what}: {answer.Status} {path} {answer.Text[..Math.Min(answer.Text.Length, 300)]}");
        }
    }

    [Fact]
    public async Task ClosedWords_AreExactlyThoseThatAreTaken()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var document = await ServedDocument.ReadAsync(api);
        var made = await MakeAsync(api);
        List<string> failed = [];
        foreach (var operation in document.Operations.Where(
            operation => operation.Method == "GET" && !operation.Path.EndsWith("/events", StringComparison.Ordinal)))
        {
            var required = string.Concat(operation.Parameters.Where(parameter => parameter is { In: "query", IsRequired: true })
                .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Example!.Value.ToString())}&"));
            foreach (var parameter in operation.Parameters.Where(
                parameter => parameter is { In: "query", IsRequired: false } && ServedDocument.Types(parameter.Schema) is ["string"]))
            {
                var answer = await api.ReadAsync($"{Fill(operation, made)}?{required}{parameter.Name}=zzz");
                var isClosed = answer.Text.Contains("unknown_word", StringComparison.Ordinal) || answer.Text.Contains("'zzz'", StringComparison.Ordinal)
                    && answer.Status == 400 && !parameter.Schema.TryGetProperty("pattern", out _) && !parameter.Schema.TryGetProperty("format", out _);
                if (isClosed && !parameter.Schema.TryGetProperty("enum", out _) && !parameter.Schema.TryGetProperty("pattern", out _)) failed.Add(
                    $"{operation.Name}: {parameter.Name} is a closed list and does not say so");
                if (!parameter.Schema.TryGetProperty("enum", out var words)) continue;
                if (!isClosed) failed.Add($"{operation.Name}: {parameter.Name} says that it is a closed list and takes others");
                foreach (var word in words.EnumerateArray())
                {
                    var companions = Companions.TryGetValue(parameter.Name, out var companion) ? companion + "&" : "";
                    var known = await api.ReadAsync(
                        $"{Fill(operation, made)}?{required}{companions}{parameter.Name}={Uri.EscapeDataString(word.ToString())}");
                    if (known.Status is < 200 or > 299) failed.Add($"{operation.Name}: {parameter.Name}={word} is {known.Status} {known.Text}");
                }
            }
        }
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Writes_WithTheirExamples_AreTaken()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var document = await ServedDocument.ReadAsync(api);
        List<string> failed = [];
        foreach (var operation in document.Operations.Where(
            operation => operation.Method is "POST" or "PUT" && operation.Element.TryGetProperty("requestBody", out _))
            .OrderBy(operation => operation.Method, StringComparer.Ordinal))
        {
            var address = Fill(operation, await MakeAsync(api, operation));
            foreach (var (mediaType, example) in Bodies(operation))
            {
                var tag = operation.Method == "PUT" ? (await api.ReadAsync(address)).With(200).ETag : null;
                var text = example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();
                var answer = await api.Client.CallAsync(new HttpMethod(operation.Method), address, Calls.Body(text, mediaType),
                    tag is null ? [] : [("If-Match", tag)]);
                if (answer.Status is < 200 or > 299) failed.Add($"{operation.Name} {mediaType}: {answer.Status} {answer.Text}");
            }
        }
        failed.ShouldBeEmpty();
    }

    private static IEnumerable<(string MediaType, JsonElement Example)> Bodies(ServedOperation operation) =>
        operation.Element.GetProperty("requestBody").GetProperty("content").EnumerateObject().Where(media => media.Value.TryGetProperty("example", out _))
            .Select(media => (media.Name, media.Value.GetProperty("example")));

    private static JsonElement? Body(ServedOperation operation) =>
        Bodies(operation).Where(body => body.MediaType == "application/json").Select(body => (JsonElement?)body.Example).FirstOrDefault();

    // At the instant of the example this server, which was made just now, knew nothing.
    private static string Value(ServedParameter parameter) => parameter.Name == "asOf" && parameter.Schema.GetProperty("format").GetString() == "date-time"
        ? TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture) : parameter.Example!.Value.ToString();

    // An id is made by the server: no example of one can work.
    private static string Fill(ServedOperation operation, Dictionary<string, string> made) => operation.Fill(name =>
        name == "id" ? made[operation.Path.Split('/')[3]] : operation.Parameters.Single(
            parameter => parameter.Name == name && parameter.In == "path").Example!.Value.ToString());

    /// <summary>Ids of one thing of each kind, by its noun; what an operation ends is new.</summary>
    private static async Task<Dictionary<string, string>> MakeAsync(ApiServer api, ServedOperation? operation = null)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["targets"] = (await api.GetAsync("/api/v1/resolutions/tra-vinh-phuong-4-2020/targets")).GetProperty("items")[0].GetProperty("id").GetString()!,
            ["closures"] = (await api.PostJsonAsync("/api/v1/closures",
                new
                {
                    orgUnit = "vinh-hung",
                    // A month that none was closed for yet.
                    period = new DateOnly(1900, 1, 1).AddMonths(Interlocked.Increment(ref _closures)).ToString("yyyy-MM", CultureInfo.InvariantCulture),
                    reason = "x"
                })).With(201)["id"].GetString()!,
            ["imports"] = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true",
                Calls.Body("orgUnit,indicator,period,value\ntra-vinh-phuong-4,new-members,2024,6\n", "text/csv"), ("Prefer", "wait=60"))).With(202)["id"]
                .GetString()!,
        };
        if (operation is null || operation.Path.EndsWith("/successions", StringComparison.Ordinal))
        {
            // What takes the place of others is there before.
            foreach (var code in (string[])["phuong-tra-vinh", "phuong-cu", "phuong-moi"])
                (await api.PostJsonAsync("/api/v1/organisation-units", new { code, name = "Phường", level = "ward" })).With(201);
            made["organisation-units"] = (await api.PostJsonAsync("/api/v1/organisation-units/successions", new
            {
                from = "2025-07-01",
                reason = "x",
                parts = new[] { new { predecessor = "phuong-cu", successor = "phuong-moi" } },
            })).With(201)["id"].GetString()!;
        }
        if (operation is null || operation.Path.StartsWith("/api/v1/submissions/", StringComparison.Ordinal))
        {
            var unit = Calls.NewCode("reviewed");
            (await api.PostJsonAsync("/api/v1/organisation-units", new { code = unit, name = "Phường", level = "ward", review = "fourEyes" })).With(201);
            using var clerk = api.ClientWith((await api.PostJsonAsync("/api/v1/keys", new { name = unit, role = "reporter", orgUnit = unit })).With(201)["key"]
                .GetString());
            // Who submits withdraws, another decides.
            var client = operation?.Path.EndsWith("/withdrawal", StringComparison.Ordinal) == true ? api.Client : clerk;
            made["submissions"] = (await client.CallAsync(HttpMethod.Put, $"/api/v1/actuals/{unit}/new-members/2022", Calls.Body(new { value = 1 })))
                .With(202)["id"].GetString()!;
        }
        made["webhooks"] = (await api.PostJsonAsync("/api/v1/webhooks", new { name = "x", url = "https://127.0.0.1:1/", period = "2022" })).With(201)["id"]
            .GetString()!;
        made["remedies"] = (await api.PostJsonAsync($"/api/v1/targets/{made["targets"]}/remedies", new { question = "Vì sao?" })).With(201)["id"].GetString()!;
        if (operation is null || operation.Path.Contains("/judgements", StringComparison.Ordinal)) await JudgeAsync(api, operation, made);
        if (operation is null)
        {
            var (criteria, grades) = (new[] { new { indicator = "new-members", points = 100 } }, new[] { new { name = "tốt", from = 70 } });
            (await api.PostJsonAsync("/api/v1/scoring-schemes",
                new
                {
                    code = "xep-loai-nam",
                    title = "x",
                    validFrom = "2020-01-01",
                    criteria,
                    deductions = new[] { new { code = "late", title = "x", points = 1 } },
                    grades
                }))
                .With(201);
        }
        return made;
    }

    // One judges, another decides.
    private static async Task JudgeAsync(ApiServer api, ServedOperation? operation, Dictionary<string, string> made)
    {
        var unit = Calls.NewCode("judging");
        (await api.PostJsonAsync("/api/v1/organisation-units", new { code = unit, name = "Phường", level = "ward", review = "fourEyes" })).With(201);
        var target = (await api.TargetAsync(await api.ResolutionAsync(unit), "new-members", new { kind = "judged" }))["id"].GetString()!;
        using var clerk = api.ClientWith((await api.PostJsonAsync("/api/v1/keys", new { name = unit, role = "reporter", orgUnit = unit })).With(201)["key"]
            .GetString());
        made["judgements"] = (await clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{target}/judgements",
            Calls.Body(new { verdict = "met", on = "2023-06-30", why = "x", evidence = "x" }))).With(201)["id"].GetString()!;
        if (operation?.Path.StartsWith("/api/v1/targets/", StringComparison.Ordinal) == true) made["targets"] = target;
    }
}
