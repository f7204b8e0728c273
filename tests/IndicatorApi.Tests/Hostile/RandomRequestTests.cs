using System.Globalization;
using System.Text;
using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Hostile;

/// <summary>Whatever is asked, the answer is one that the document describes.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class RandomRequestTests(PostgresFixture postgres)
{
    private static readonly int Requests = FromEnvironment("RANDOM_REQUESTS", 4000);
    private static readonly int Seed = FromEnvironment("RANDOM_SEED", 20261122);

    [Fact]
    public async Task Ask_AtRandom_IsAnsweredAsTheDocumentSays()
    {
        TestTools.File("ajv/package.json");
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var document = await ServedDocument.ReadAsync(api);
        var random = new RandomRequests(document, await KnownAsync(api), ApiServer.AdministratorKey, Seed);
        List<(string Kind, string Case)> wrong = [];
        List<(string Case, string Line)> bodies = [];
        var statuses = new SortedDictionary<int, int>();
        for (var number = 0; number < Requests; number++)
        {
            var request = random.Make(number);
            var content = request.Body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            content?.Headers.TryAddWithoutValidation("Content-Type", request.MediaType);
            var answer = await api.Anonymous.CallAsync(new HttpMethod(request.Operation.Method), request.Address, content, [.. request.Headers]);
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            var said = answer.Text.Length > 600 ? answer.Text[..600] : answer.Text;
            var name = $"seed {Seed}, request {number}, {request.Operation.Name}: {answer.Status}\n  {request.Curl}\n  {said}";
            if (Mistake(request.Operation, answer) is { } mistake) wrong.Add(($"{mistake}: {request.Operation.Name} {answer.Status}", name));
            else if (answer.ContentType is "application/json" or "application/problem+json")
            {
                bodies.Add((name, JsonSerializer.Serialize(new
                {
                    schema = request.Operation.SchemaOf(answer.Status, answer.ContentType),
                    // Of what `fields` does not name nothing is written.
                    partial = request.Address.Contains("fields=", StringComparison.Ordinal),
                    body = answer.Json,
                })));
            }
        }
        wrong.AddRange(await UndescribedAsync(document, bodies));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}")));
        // The same mistake comes again and again: one case of each will do.
        wrong.Count.ShouldBe(0, string.Join("\n", wrong.DistinctBy(found => found.Kind).Take(20).Select(found => $"{found.Kind}: {found.Case}")));
        // Chance must reach the good answers too, or it shows little.
        foreach (var status in (int[])[200, 201, 204, 400, 401, 404, 412, 422, 428]) statuses.ShouldContainKey(status);
    }

    private static string? Mistake(ServedOperation operation, Answer answer)
    {
        if (answer.Status >= 500) return "The server failed";
        if (operation.MediaTypes(answer.Status) is not { } mediaTypes) return "The status is not documented";
        if (mediaTypes.Count == 0) return answer.Text.Length > 0 ? "There is a body where none is documented" : null;
        return mediaTypes.Contains(answer.ContentType) ? null : $"The media type {answer.ContentType} is not documented";
    }

    private static async Task<IEnumerable<(string Kind, string Case)>> UndescribedAsync(ServedDocument document, List<(string Case, string Line)> bodies)
    {
        var folder = Directory.CreateTempSubdirectory("random-requests-");
        try
        {
            string description = Path.Combine(folder.FullName, "document.json"), answers = Path.Combine(folder.FullName, "answers.ndjson");
            await File.WriteAllTextAsync(description, document.Root.GetRawText());
            await File.WriteAllLinesAsync(answers, bodies.Select(body => body.Line));
            var found = await TestTools.RunAsync("answers.mjs", description, answers);
            return found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            {
                var number = int.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
                return ($"The schema does not describe it,{line[line.IndexOf(' ', StringComparison.Ordinal)..]}", bodies[number].Case);
            });
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static async Task<Dictionary<string, string[]>> KnownAsync(ApiServer api)
    {
        var (units, indicators, resolutions) = (await CodesAsync("organisation-units"), await CodesAsync("indicators"), await CodesAsync("resolutions"));
        var targets = (await Task.WhenAll(resolutions.Select(code => api.WalkAsync($"/api/v1/resolutions/{code}/targets")))).SelectMany(list => list)
            .Select(target => target.GetProperty("id").GetString()!).ToArray();
        var headings = (await api.WalkAsync("/api/v1/indicators")).Select(indicator => indicator.GetProperty("group").GetString()!)
            .Where(group => group is not null).Distinct().ToArray();
        return new(StringComparer.Ordinal)
        {
            ["organisation-units/code"] = units,
            ["indicators/code"] = indicators,
            ["resolutions/code"] = resolutions,
            ["targets/id"] = targets,
            ["target"] = targets,
            ["code"] = [.. units.Take(2), .. indicators.Take(2), .. resolutions.Take(2), .. Enumerable.Range(0, 30).Select(number => $"new-{number}")],
            ["orgUnit"] = units,
            ["parent"] = units,
            ["under"] = units,
            ["scope"] = units,
            ["indicator"] = indicators,
            ["weightIndicator"] = indicators,
            ["partOf"] = indicators,
            ["resolution"] = resolutions,
            ["group"] = [.. headings, "men", "women"],
            ["period"] = ["2020-2025", "2015-2020", "2022", "2022-S1", "2020-05-20--2022-12-31", "2025"],
            ["term"] = ["2020-2025", "2015-2020", "2025-2030"],
            ["format"] = ["json", "ndjson", "csv"],
            ["fields"] = ["orgUnit,indicator,percent", "percent", "rule,pace,claim"],
            ["asOf"] = ["2026-01-31T00:00:00Z", "2030-01-31T00:00:00Z", "2022-01-31"],
            ["against"] = ["original", "revised"],
            ["by"] = ["orgUnit", "indicator", "group", "percent", "pace", "level"],
            ["verdict"] = ["met", "exceeded,met", "noData"],
            ["level"] = ["ward", "commune", "province"],
            ["status"] = ["final", "provisional"],
            ["from"] = ["2020-01-01"],
            ["to"] = ["2025-12-31"],
            ["limit"] = ["1", "2", "100", "1000"],
            ["sourceUrl"] = ["https://example.org/"],
        };

        async Task<string[]> CodesAsync(string kind) => [.. (await api.WalkAsync($"/api/v1/{kind}")).Select(item => item.GetProperty("code").GetString()!)];
    }

    private static int FromEnvironment(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
}
