using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Hostile;

/// <summary>Every string of the Big List of Naughty Strings, and every text of every body and every parameter.</summary>
/// <remarks>All texts pass one door, so each place takes one string of 24, its neighbour the next ones; with <c>NAUGHTY_STRINGS=all</c> each takes all of
/// them, for a quarter of an hour.</remarks>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class NaughtyStringTests(PostgresFixture postgres)
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly int Shares = Environment.GetEnvironmentVariable("NAUGHTY_STRINGS") == "all" ? 1 : 24;

    private readonly ConcurrentQueue<string> _found = new();
    private int _stored;
    private int _refused;

    [Fact]
    public async Task Body_WithANaughtyStringAsAnyText_StoresItComposedOrRefusesIt()
    {
        var strings = Strings();
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var places = new List<(ServedOperation Operation, string Place, int Number)>();
        foreach (var operation in document.Operations.Where(operation => operation.Body is not null))
        {
            var requests = await WorkingRequests.StartAsync(api, document);
            await requests.RenewAsync(operation);
            var answer = await SendAsync(api, operation, requests, requests.Body(operation));
            if (answer.Status >= 300) _found.Enqueue($"{operation.Name}: no body that works is known, see {nameof(WorkingRequests)}: {answer.Text}");
            // Data values pass over what they cannot take; DataValueSetTests has each way.
            if (operation.Path == "/api/v1/dhis2/dataValueSets") continue;
            // Of one and many the many are sent, through the same code: they replace what is there, so that one row takes text after text.
            if (document.Find("POST", operation.Path + "/batch") is not null && operation.Method == "POST") continue;
            foreach (var (place, _) in requests.Texts(operation)) places.Add((operation, place, places.Count));
        }
        places.Count.ShouldBeGreaterThan(50);
        // Codes last: some of these strings are codes, and what is then called so would be found by the others.
        foreach (var some in places.GroupBy(place => place.Place.EndsWith("code", StringComparison.Ordinal)).OrderBy(some => some.Key))
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (place, _) => await TryAsync(api, document, place.Operation, place.Place, Share(strings, place.Number)));
        _found.ShouldBeEmpty(string.Join('\n', _found.Take(20)));
        _stored.ShouldBeGreaterThan(strings.Length * 20 / Shares);
        _refused.ShouldBeGreaterThan(strings.Length * 20 / Shares);
    }

    [Fact]
    public async Task Address_WithANaughtyStringAsAnyParameter_IsAnsweredOrRefused()
    {
        var strings = Strings();
        await using var api = await ApiServer.StartAsync(postgres);
        var document = await ServedDocument.ReadAsync(api);
        var requests = await WorkingRequests.StartAsync(api, document);
        var places = document.Operations.SelectMany(operation => operation.Parameters.Where(parameter => parameter.In is "query" or "path")
            .Select(parameter => (operation, parameter))).Select((place, number) => (place.operation, place.parameter, number)).ToList();
        places.Count.ShouldBeGreaterThan(100);
        foreach (var operation in document.Operations.Where(operation => operation.Path.Contains("/{id}", StringComparison.Ordinal)))
            await requests.RenewAsync(operation);
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (place, _) =>
        {
            var (operation, parameter, number) = place;
            foreach (var text in Share(strings, number))
            {
                // Without a name in it, it is another address.
                if (parameter.In == "path" && text.Length == 0) continue;
                var path = operation.Fill(name => name == parameter.Name ? text : requests.Value(operation, name) ?? Guid.Empty.ToString());
                var query = operation.Parameters.Where(one => one.In == "query")
                    .Select(one => (one.Name, Value: one.Name == parameter.Name ? text : one.Name is "orgUnit" or "indicator" or "period"
                    ? requests.Value(operation, one.Name) : null))
                    .Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}");
                var body = operation.TakesFile ? Calls.Body(requests.Table, "text/csv") : operation.Body is null ? null
                    : Calls.Body(requests.Body(operation).ToJsonString(AsItIs));
                Judge(await api.Client.CallAsync(new HttpMethod(operation.Method), $"{path}?{string.Join('&', query)}", body), operation, parameter.Name, text);
            }
        });
        _found.ShouldBeEmpty(string.Join('\n', _found.Take(20)));
    }

    private async Task TryAsync(ApiServer api, ServedDocument document, ServedOperation operation, string place, string[] strings)
    {
        var requests = await WorkingRequests.StartAsync(api, document);
        var with = requests.Texts(operation).First(text => text.Place == place).With;
        var noun = operation.Path.Split('/')
            .Last(part => !part.StartsWith('{')
                && document.Operations.Any(source => source.Method == "GET" && $"{source.Path}/".Contains($"/{part}/", StringComparison.Ordinal)));
        var sources = document.Operations.Where(source => source.Method == "GET" && $"{source.Path}/".Contains($"/{noun}/", StringComparison.Ordinal))
            // Who asks for more than what was sent shows something else.
            .Where(source => !source.Parameters.Any(parameter => parameter is { In: "query", IsRequired: true }))
            .OrderByDescending(source => source.Path == operation.Path).ThenBy(source => source.Path.Length).ToList();
        // Others write at the same time: what is stored is a row of this world, unless its own code is what is sent.
        var isNamed = place.EndsWith("code", StringComparison.Ordinal)
            || !$"{operation.Fill(name => requests.Value(operation, name) ?? "")}{with("")}".Contains(requests.Mark, StringComparison.Ordinal);
        foreach (var text in strings)
        {
            if (EndsOnce(operation)) await requests.RenewAsync(operation);
            var answer = await SendAsync(api, operation, requests, with(text));
            if (!Judge(answer, operation, place, text)) continue;
            if (answer.Status >= 300) Interlocked.Increment(ref _refused);
            else if (StoresNothing(operation)) continue;
            else if (await FindAsync(api, sources, requests, !isNamed, text.Normalize(NormalizationForm.FormC).Trim())) Interlocked.Increment(ref _stored);
            else _found.Enqueue($"{operation.Name} {place} took {JsonSerializer.Serialize(text)} and nothing shows it");
        }
    }

    // A new resource is asked for in its list, a changed one at its own address, and what only history keeps in its history.
    private static async Task<bool> FindAsync(ApiServer api, List<ServedOperation> sources, WorkingRequests requests, bool isMarked, string text)
    {
        foreach (var source in sources)
        {
            var query = source.Parameters.Where(parameter => parameter.In == "query"
                && (parameter.Name == "limit" || (isMarked && parameter.Name == "orgUnit")))
                .Select(parameter => parameter.Name == "limit" ? "limit=1000" : $"orgUnit={requests.Value(source, "orgUnit")}");
            var answer = await api.ReadAsync($"{requests.Address(source)}?{string.Join('&', query)}");
            if (answer.Status == 404) continue;
            var json = answer.With(200).Json;
            var rows = json.TryGetProperty("items", out var items) ? items.EnumerateArray().ToList() : [json];
            if (rows.Any(row => (!isMarked || row.GetRawText().Contains(requests.Mark, StringComparison.Ordinal)) && Holds(row, text))) return true;
        }
        return false;
    }

    private static string[] Share(string[] strings, int place) => [.. strings.Where((_, number) => number % Shares == place % Shares)];

    private static bool StoresNothing(ServedOperation operation) => operation.Path == "/api/v1/targets/understanding";

    private static bool EndsOnce(ServedOperation operation) => operation.Method == "POST" && operation.Path.Contains("/{id}/", StringComparison.Ordinal);

    private static bool Holds(JsonElement element, string text) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => Holds(member.Value, text)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Holds(item, text)),
        JsonValueKind.String => element.GetString() == text,
        _ => false,
    };

    private static Task<Answer> SendAsync(ApiServer api, ServedOperation operation, WorkingRequests requests, JsonNode body) =>
        api.Client.CallAsync(new HttpMethod(operation.Method), requests.Address(operation), Calls.Body(body.ToJsonString(AsItIs)), operation.Method == "PUT"
            ? [("If-Match", "*")] : []);

    private bool Judge(Answer answer, ServedOperation operation, string place, string text)
    {
        var wrong = answer.Status >= 500 ? "the server failed"
            : answer.Status >= 400 && answer.ContentType != "application/problem+json" ? "the refusal is no problem"
            : answer.Status >= 400 && answer["code"].GetString() is not { Length: > 0 } ? "the refusal has no code"
            : answer.Status < 300 && answer.Status != 204 && answer.Text.Length == 0 && answer.ContentType == "application/json" ? "the answer is empty"
            : null;
        if (wrong is not null) _found.Enqueue($"{operation.Name} {place} = {JsonSerializer.Serialize(text)}: {wrong}: {answer.Status} {answer.Text}");
        return wrong is null;
    }

    private static string[] Strings() =>
        [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(TestTools.File("blns/resources/blns.json")))!.Distinct(StringComparer.Ordinal)];
}
