using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Hostile;

/// <summary>A small world of its own, and requests that work in it, made from the schemas of the document.</summary>
internal sealed class WorkingRequests
{
    /// <summary>Members that need not be given but without which nothing would be stored.</summary>
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal) { "value", "percent", "resolution", "indicator", "wording" };

    /// <summary>What else a member needs to be taken.</summary>
    private static readonly Dictionary<string, (string Member, string Value)> Companions = new(StringComparer.Ordinal) { ["levels"] = ("valueType", "level") };

    private readonly ApiServer _api;
    private readonly ServedDocument _document;
    private readonly Dictionary<string, string> _known;
    private int _number = 100;
    private HttpClient? _clerk;

    private WorkingRequests(ApiServer api, ServedDocument document, string mark, string target)
    {
        _api = api;
        _document = document;
        Mark = mark;
        _known = new(StringComparer.Ordinal)
        {
            ["organisation-units/{code}"] = mark + "unit",
            ["indicators/{code}"] = mark + "other",
            ["resolutions/{code}"] = mark + "resolution",
            ["targets/{id}"] = target,
            ["scoring-schemes/{code}"] = mark + "scheme",
            ["code"] = mark + "new",
            ["orgUnit"] = mark + "unit",
            ["predecessor"] = mark + "old",
            ["successor"] = mark + "next",
            ["scope"] = mark + "unit",
            ["indicator"] = mark + "indicator",
            ["resolution"] = mark + "resolution",
            ["period"] = "2022",
            ["term"] = "2020-2025",
            ["sourceUrl"] = "https://example.org/",
            ["url"] = "https://127.0.0.1:1/",
        };
    }

    /// <summary>What every code of this world begins with.</summary>
    public string Mark { get; }

    public static async Task<WorkingRequests> StartAsync(ApiServer api, ServedDocument document)
    {
        var mark = Calls.NewCode("w") + "-";
        await MakeAsync("organisation-units", new { code = mark + "unit", name = "Phường", level = "ward" });
        foreach (var name in (string[])["old", "next", "gone", "come"])
            await MakeAsync("organisation-units", new { code = mark + name, name = "Phường", level = "ward" });
        // One with figures, and one that may still become anything.
        foreach (var name in (string[])["indicator", "other"])
            await MakeAsync("indicators", new { code = mark + name, name = "Chỉ tiêu", measure = "hộ", valueType = "number", overTime = "sum" });
        await MakeAsync("resolutions",
            new { code = mark + "resolution", orgUnit = mark + "unit", issuer = "congress", title = "Nghị quyết", term = "2020-2025" });
        var target = await MakeAsync($"resolutions/{mark}resolution/targets",
            new { indicator = mark + "indicator", rule = new { kind = "atLeast", value = 1 } });
        await api.ActualAsync(mark + "unit", mark + "indicator", "2022", 1);
        await MakeAsync("scoring-schemes", new
        {
            code = mark + "scheme",
            title = "Thang điểm",
            validFrom = "2022-01-01",
            criteria = new[] { new { indicator = mark + "indicator", points = 100 } },
            grades = new[] { new { name = "Tốt", from = 70 } },
        });
        var remedy = await MakeAsync($"targets/{target["id"].GetString()}/remedies", new { question = "Vì sao chưa đạt?" });
        var requests = new WorkingRequests(api, document, mark, target["id"].GetString()!);
        requests._known["remedies/{id}"] = remedy["id"].GetString()!;
        var succession = await MakeAsync("organisation-units/successions",
            new { from = "2025-07-01", reason = "Sắp xếp", parts = new[] { new { predecessor = mark + "gone", successor = mark + "come" } } });
        requests._known["successions/{id}"] = succession["id"].GetString()!;
        return requests;

        async Task<Answer> MakeAsync(string kind, object body) => (await api.PostJsonAsync($"/api/v1/{kind}", body)).With(201);
    }

    /// <summary>The value of a name in this operation's address or query that leads to something; null where none is known.</summary>
    public string? Value(ServedOperation operation, string name)
    {
        if (operation.Path == "/api/v1/targets/{id}/judgements" && _known.TryGetValue("judged", out var judged)) return judged;
        // What is stored there is of units of its own.
        if (operation.Path == "/api/v1/organisation-units/successions" && name == "orgUnit") return Mark + "next";
        var before = operation.Path.IndexOf($"/{{{name}}}", StringComparison.Ordinal);
        var noun = before < 0 ? "" : operation.Path[(operation.Path.LastIndexOf('/', before - 1) + 1)..before];
        return _known.GetValueOrDefault($"{noun}/{{{name}}}") ?? _known.GetValueOrDefault(name);
    }

    /// <summary>The address of an operation in this world.</summary>
    public string Address(ServedOperation operation) => operation.Fill(name => Value(operation, name) ?? Guid.Empty.ToString());

    /// <summary>Makes anew what an operation ends: a closure and a submission end once.</summary>
    public async Task RenewAsync(ServedOperation operation)
    {
        if (operation.Path.Contains("/closures/{id}", StringComparison.Ordinal))
            _known["closures/{id}"] =
                (await _api.PostJsonAsync("/api/v1/closures", new { orgUnit = Mark + "unit", period = NewPeriod(), reason = "Đã kiểm tra" })).With(201)["id"]
                .GetString()!;
        if (operation.Path.Contains("/submissions/{id}", StringComparison.Ordinal))
        {
            _clerk ??= await ClerkAsync();
            // Who submits withdraws, another decides.
            var client = operation.Path.EndsWith("/withdrawal", StringComparison.Ordinal) ? _api.Client : _clerk;
            _known["submissions/{id}"] = (await client.PutAsync($"/api/v1/actuals/{Mark}review/{Mark}indicator/{NewPeriod()}", new { value = ++_number }))
                .With(202)["id"].GetString()!;
        }
        if (operation.Path.Contains("/judgements", StringComparison.Ordinal))
        {
            _clerk ??= await ClerkAsync();
            // Under four eyes: one judges, another decides.
            _known["judged"] = _known.GetValueOrDefault("judged") ?? await JudgedAsync();
            _known["judgements/{id}"] = (await _clerk.CallAsync(HttpMethod.Post, $"/api/v1/targets/{_known["judged"]}/judgements",
                Calls.Body(new { verdict = "met", on = "2023-06-30", why = "Ổn định", evidence = "Báo cáo" }))).With(201)["id"].GetString()!;
        }
        if (operation.Path.Contains("/remedies/{id}", StringComparison.Ordinal))
            _known["remedies/{id}"] =
                (await _api.PostJsonAsync($"/api/v1/targets/{_known["targets/{id}"]}/remedies", new { question = "Vì sao chưa đạt?" })).With(201)["id"]
                    .GetString()!;
        if (operation.Path.Contains("/webhooks/{id}", StringComparison.Ordinal))
            _known["webhooks/{id}"] = (await _api.PostJsonAsync("/api/v1/webhooks",
                new { name = "x", url = "https://127.0.0.1:1/", period = "2022", everything = false })).With(201)["id"].GetString()!;
        if (operation.Path.Contains("/imports/{id}", StringComparison.Ordinal))
            _known["imports/{id}"] = (await _api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true", Calls.Body(Table, "text/csv")))
                .With(202)["id"].GetString()!;
    }

    /// <summary>A file that works.</summary>
    public string Table => $"orgUnit,indicator,period,value\n{Mark}unit,{Mark}indicator,2022,1\n";

    private async Task<HttpClient> ClerkAsync()
    {
        (await _api.PostJsonAsync("/api/v1/organisation-units", new { code = Mark + "review", name = "Phường", level = "ward", review = "fourEyes" }))
            .With(201);
        return _api.ClientWith((await _api.PostJsonAsync("/api/v1/keys", new { name = Mark, role = "reporter", orgUnit = Mark + "review" })).With(201)["key"]
            .GetString());
    }

    private async Task<string> JudgedAsync()
    {
        (await _api.PostJsonAsync("/api/v1/resolutions",
            new { code = Mark + "judging", orgUnit = Mark + "review", issuer = "congress", title = "Nghị quyết", term = "2020-2025" })).With(201);
        return (await _api.PostJsonAsync($"/api/v1/resolutions/{Mark}judging/targets", new { indicator = Mark + "indicator", rule = new { kind = "judged" } }))
            .With(201)["id"].GetString()!;
    }

    private string NewPeriod() => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(1900, 1, 1).AddDays(++_number):yyyy-MM-dd}--1999-12-31");

    /// <summary>A body that works, new with each call.</summary>
    public JsonNode Body(ServedOperation operation) => Settle(operation, Example(Whole(operation), ""));

    /// <summary>Every text in the body of an operation: its place, and the body with another text there.</summary>
    public IEnumerable<(string Place, Func<string, JsonNode> With)> Texts(ServedOperation operation) => Members(operation, IsText);

    /// <summary>Every member in the body of an operation that is of this kind: its place, and the body with this text there.</summary>
    public IEnumerable<(string Place, Func<string, JsonNode> With)> Members(ServedOperation operation, Func<JsonElement, bool> isWanted) =>
        Members(Whole(operation), "", isWanted).Select(text => (text.Place,
            (Func<string, JsonNode>)(value => Settle(operation, text.With(value), text.Place))));

    private static bool IsText(JsonElement one) =>
        ServedDocument.Types(one).Contains("string") && !one.TryGetProperty("enum", out _) && !one.TryGetProperty("format", out _);

    private JsonElement Whole(ServedOperation operation) => _document.Alternatives(operation.Body!.Value)[0];

    // The code in a body is the one in its address.
    private JsonNode Settle(ServedOperation operation, JsonNode body, string place = "")
    {
        if (body is JsonObject members && place != "code" && members.ContainsKey("code")
            && operation.Path.Contains("{code}", StringComparison.Ordinal)) members["code"] = Value(operation, "code");
        // What is there already cannot be made again.
        if (body is JsonObject one && place != "group" && operation is
            {
                Method: "POST",
                Path: "/api/v1/actuals" or "/api/v1/targets" or "/api/v1/resolutions/{code}/targets"
            })
            one["group"] = string.Create(CultureInfo.InvariantCulture, $"group-{++_number}");
        // A rule is tried in the place of a wording.
        if (body is JsonObject clause && place.StartsWith("rule", StringComparison.Ordinal) && operation.Path == "/api/v1/targets/understanding")
            clause.Remove("wording");
        // Achievements are followed in a period.
        if (body is JsonObject hook && operation.Path.StartsWith("/api/v1/webhooks", StringComparison.Ordinal) && hook.ContainsKey("url"))
            hook["period"] ??= "2022";
        // Who takes whose place does so on a day; what takes a succession back is tried in another body.
        if (body is JsonObject succession && operation.Path == "/api/v1/organisation-units/successions"
            && !place.StartsWith("undoes", StringComparison.Ordinal))
        {
            if (place != "kind") succession.Remove("kind");
            succession.Remove("undoes");
            succession["from"] ??= "2025-07-01";
            succession["parts"] ??= new JsonArray(new JsonObject { ["predecessor"] = Mark + "old", ["successor"] = Mark + "next" });
        }
        // What is closed cannot be closed again.
        if (body is JsonObject closure && place != "period" && operation.Path == "/api/v1/closures") closure["period"] = NewPeriod();
        return body;
    }

    // A rule may hold rules, without end: those inside are the same code again. So is what kinds have of their base, which is tried in one of them.
    private IEnumerable<(string Place, Func<string, JsonNode> With)> Members(
        JsonElement schema, string name, Func<JsonElement, bool> isWanted, bool isInRule = false)
    {
        if (name == "rule" && isInRule) yield break;
        HashSet<string> tried = [];
        foreach (var one in _document.Alternatives(schema))
        {
            var types = ServedDocument.Types(one);
            if (isWanted(one)) yield return ("", text => JsonValue.Create(text));
            if (types.Contains("array"))
            {
                foreach (var inner in Members(one.GetProperty("items"), name, isWanted, isInRule))
                    yield return ($"[0]{(inner.Place.Length > 0 ? "." : "")}{inner.Place}", text => new JsonArray(inner.With(text)));
            }
            if (!one.TryGetProperty("properties", out var members)) continue;
            foreach (var member in members.EnumerateObject().Where(member => tried.Add(member.Name)))
            {
                foreach (var inner in Members(member.Value, member.Name, isWanted, isInRule || name == "rule"))
                {
                    var place = inner.Place.Length == 0 || inner.Place[0] == '[' ? member.Name + inner.Place : $"{member.Name}.{inner.Place}";
                    yield return (place, text => ExampleWith(one, name, member.Name, inner.With(text)));
                }
            }
        }
    }

    private JsonObject ExampleWith(JsonElement schema, string name, string member, JsonNode value)
    {
        var whole = (JsonObject)Example(schema, name);
        whole[member] = value;
        if (Companions.TryGetValue(member, out var companion)) whole[companion.Member] = companion.Value;
        return whole;
    }

    private JsonNode Example(JsonElement schema, string name)
    {
        var one = _document.Alternatives(schema)[0];
        if (one.TryGetProperty("enum", out var words)) return JsonValue.Create(words[0].GetString())!;
        switch (ServedDocument.Types(one).FirstOrDefault(type => type != "null"))
        {
            case "object":
                var required = one.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(member => member.GetString()!).ToHashSet() : [];
                var whole = new JsonObject();
                foreach (var member in one.GetProperty("properties").EnumerateObject())
                {
                    if (required.Contains(member.Name) || Wanted.Contains(member.Name) || member.Name == "kind")
                        whole[member.Name] = Example(member.Value, member.Name);
                }
                return whole;
            case "array":
                return new JsonArray(Example(one.GetProperty("items"), name));
            case "boolean":
                return JsonValue.Create(false);
            case "number" or "integer":
                // Another each time: writing what is there already stores nothing.
                return JsonValue.Create(++_number);
            default:
                var format = one.TryGetProperty("format", out var kind) ? kind.GetString() : "";
                return JsonValue.Create(_known.GetValueOrDefault(name) ?? format switch
                {
                    "date" => "2022-01-01",
                    "date-time" => "2099-01-01T00:00:00Z",
                    "uuid" => Guid.Empty.ToString(),
                    _ => string.Create(CultureInfo.InvariantCulture, $"Văn bản {++_number}"),
                });
        }
    }
}
