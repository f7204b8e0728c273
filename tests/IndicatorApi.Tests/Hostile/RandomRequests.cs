using System.Globalization;
using System.Text.Json;

namespace IndicatorApi.Tests.Hostile;

/// <summary>A request made by chance.</summary>
internal sealed record RandomRequest(ServedOperation Operation, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body,
    string MediaType)
{
    /// <summary>The request as a command that anyone can repeat.</summary>
    public string Curl =>
        $"curl -sX {Operation.Method} \"$SERVER{Address}\"{string.Concat(Headers.Select(header => $" -H '{header.Name}: {Shell(header.Value)}'"))}" +
        (Body is null ? "" : $" -H 'Content-Type: {MediaType}' --data-binary '{(Body.Length > 2000
            ? $"({Body.Length} characters, beginning with) {Shell(Body[..200])}" : Shell(Body))}'");

    private static string Shell(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);
}

/// <summary>Requests that follow the document, and that break it, from a seed: the same seed and number make the same request.</summary>
internal sealed class RandomRequests(ServedDocument document, IReadOnlyDictionary<string, string[]> known, string key, int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "x", "Phường Đống Đa", "e\u0301", "a\u202Eb", "a\u200Bb", "a\0b",
            "\t", "a\nb", "'; DROP TABLE actual--", "%", "_", "\\", "{0}", "null", "0", "-1",
            "1e400", "NaN", "../..", "..%2F", "2022", "2022-13",
        "2022-Q3", "9999-S2", "0001-01", "2020-2025", "2025-2020", "2022-01-01--2022-12-31", "9999-12-31", "0001-01-01", "2022-02-30", "2022-01-01T00:00:00Z",
            "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00",
        "true", "WyJhIl0", "00000000-0000-0000-0000-000000000000", "https://example.org/", "javascript:alert(1)", "\uD83D\uDE00", "ﬁ", "ẞ", "İ",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "7", "0.5", "100", "1e3", "1E-8", "0.00000001", "0.000000001", "1e400", "1e-400", "999999999999999.99999999",
            "-999999999999999.99999999", "1000000000000000", "2147483647", "2147483648",
        "9223372036854775808", "1234567890123456789012345678901234", "0.1234567890123456789012345678901234",
    ];

    private static readonly string[] Others = ["null", "true", "\"1.862\"", "\"12,5\"", "\"x\"", "[]", "{}", "[1]", "{\"x\":1}", "3"];

    private readonly string _long = new('x', 5000);

    public RandomRequest Make(int number)
    {
        var chance = new Random(unchecked((seed * 1_000_003) + number));
        var operation = document.Operations[number % document.Operations.Count];
        // The web server itself refuses a NUL in a path, with an empty answer, before anything of ours is asked.
        var address = operation.Fill(name => Value(chance, operation, name).Replace("\0", "", StringComparison.Ordinal));
        var query = operation.Parameters.Where(parameter => parameter.In == "query"
            && chance.Next(100) < (parameter.Name is "period" or "orgUnit" or "indicator" ? 70 : 20))
            .Select(parameter => (parameter.Name, Value: Value(chance, operation, parameter.Name, parameter.Schema))).ToList();
        if (chance.Next(25) == 0) query.Add(("unknown", "1"));
        if (chance.Next(40) == 0 && query.Count > 0) query.Add(query[0]);
        if (query.Count > 0) address += "?" + string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        var body = operation.Body is { } schema ? Body(chance, schema) : operation.TakesFile ? Table(chance) : null;
        var mediaType = operation.TakesFile ? "text/csv" : "application/json";
        return new(operation, address, [.. Headers(chance, operation)], body, chance.Next(30) == 0
            ? Pick(chance, "text/plain", "application/xml", "text/csv", "application/json; charset=utf-16") : mediaType);
    }

    private string Value(Random chance, ServedOperation operation, string name, JsonElement? schema = null)
    {
        if (chance.Next(100) < 15) return chance.Next(20) == 0 ? _long[..chance.Next(4000)] : Pick(chance, Texts) is { Length: > 0 } text ? text : "x";
        var before = operation.Path.IndexOf($"/{{{name}}}", StringComparison.Ordinal);
        var noun = before < 0 ? "" : operation.Path[(operation.Path.LastIndexOf('/', before - 1) + 1)..before];
        if (known.TryGetValue($"{noun}/{name}", out var values) || known.TryGetValue(name, out values)) return Pick(chance, values);
        if (schema is { } one && ServedDocument.Types(one).Contains("integer")) return chance.Next(-1, 1002).ToString(CultureInfo.InvariantCulture);
        return Pick(chance, Texts) is { Length: > 0 } any ? any : "x";
    }

    private IEnumerable<(string, string)> Headers(Random chance, ServedOperation operation)
    {
        switch (chance.Next(20))
        {
            case 0: break;
            case 1: yield return ("X-Api-Key", Pick(chance, "wrong", _long[..250], " ")); break;
            default: yield return ("X-Api-Key", key); break;
        }
        if (operation.Method is "PUT" or "DELETE" && chance.Next(10) < 7)
            yield return ("If-Match", Pick(chance, "*", "*", "\"1\"", "W/\"1\"", "\"1\", \"2\"", "1", "\"", ",", "x"));
        if (operation.Method == "GET" && chance.Next(10) == 0) yield return ("If-None-Match", Pick(chance, "*", "\"1\"", "W/\"x\", \"y\"", "\""));
        if (chance.Next(10) < (operation.Method == "POST" ? 4 : 1))
            yield return ("Idempotency-Key", Pick(chance, "one", "two", $"new-{chance.Next()}", "has blank", _long[..201], "\"quoted\""));
        if (chance.Next(5) == 0) yield return ("Accept-Language", Pick(chance, "vi", "en", "vi-VN,en;q=0.1", "q=;,", "x-klingon"));
        if (chance.Next(8) == 0)
            yield return ("Accept", Pick(chance, "text/csv", "application/x-ndjson", "application/json", "image/png", "*/*;q=x", "text/html, text/csv;q=0.1"));
    }

    private string Body(Random chance, JsonElement schema) => chance.Next(40) switch
    {
        0 => "",
        1 => Pick(chance, Others),
        2 => string.Concat(Enumerable.Repeat("[", 10_000)),
        3 => string.Concat(Enumerable.Repeat("{\"items\":", 200)) + "1" + new string('}', 200),
        4 => Json(chance, schema, "") is { Length: > 1 } whole ? whole[..chance.Next(1, whole.Length)] : "{",
        5 => Json(chance, schema, "") + Pick(chance, "}", ",", " 1", "\u0000", "/* */"),
        _ => Json(chance, schema, ""),
    };

    private string Table(Random chance)
    {
        var separator = Pick(chance, ",", ";", "\t");
        string Line(params string[] cells) => string.Join(separator, cells) + Pick(chance, "\n", "\r\n");
        var table = Pick(chance, "", "Biểu tổng hợp\n")
            + Line("orgUnit", Pick(chance, "indicator", "Mã chỉ tiêu", "unknown"), "period", Pick(chance, "value", "Kết quả thực hiện", "value (%)"));
        for (var rows = chance.Next(4); rows > 0; rows--)
            table += Line(Pick(chance, known["orgUnit"]), Pick(chance, known["indicator"]), Pick(chance, known["period"]), chance.Next(3) == 0
                ? Pick(chance, Texts) : Pick(chance, Numbers));
        return chance.Next(20) == 0 ? table + "\"" : table;
    }

    private string Json(Random chance, JsonElement schema, string name)
    {
        if (chance.Next(50) == 0) return Pick(chance, Others);
        var one = Pick(chance, [.. document.Alternatives(schema)]);
        if (one.TryGetProperty("enum", out var words))
            return chance.Next(20) == 0 ? Quote(Pick(chance, Texts)) : words[chance.Next(words.GetArrayLength())].GetRawText();
        var types = ServedDocument.Types(one);
        if (types.Contains("null") && chance.Next(6) == 0) return "null";
        switch (types.FirstOrDefault(type => type != "null"))
        {
            case "object" when one.TryGetProperty("properties", out var members):
                return Whole(chance, one, members);
            case "array":
                return $"[{string.Join(',', Enumerable.Range(0, chance.Next(4)).Select(_ => Json(chance, one.GetProperty("items"), name)))}]";
            case "boolean":
                return Pick(chance, "true", "false");
            case "integer":
                return chance.Next(4) == 0 ? Pick(chance, Numbers) : chance.Next(9).ToString(CultureInfo.InvariantCulture);
            case "number":
                return Pick(chance, Numbers);
            case "string":
                if (chance.Next(100) < 80 && known.TryGetValue(name, out var values)) return Quote(Pick(chance, values));
                var format = one.TryGetProperty("format", out var kind) ? kind.GetString() : "";
                return Quote(format is "date" && chance.Next(4) > 0 ? $"20{chance.Next(10, 40)}-0{chance.Next(1, 10)}-1{chance.Next(10)}" : chance.Next(50) == 0
                    ? _long : Pick(chance, Texts));
            default:
                return Pick(chance, Others);
        }
    }

    private string Whole(Random chance, JsonElement schema, JsonElement members)
    {
        var required = schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(member => member.GetString()!).ToHashSet() : [];
        var parts = new List<string>();
        foreach (var member in members.EnumerateObject())
        {
            if (chance.Next(100) < (required.Contains(member.Name) || member.Name is "value" or "kind" ? 97 : 25))
                parts.Add($"{Quote(member.Name)}:{Json(chance, member.Value, member.Name)}");
        }
        if (chance.Next(40) == 0) parts.Add("\"unknown\":1");
        if (chance.Next(50) == 0 && parts.Count > 0) parts.Add(parts[0]);
        return $"{{{string.Join(',', parts)}}}";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static T Pick<T>(Random chance, params T[] from) => from[chance.Next(from.Length)];
}
