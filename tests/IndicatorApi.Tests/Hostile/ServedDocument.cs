using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Hostile;

/// <summary>The OpenAPI document as the server gives it: tests that walk it pick up new routes by themselves.</summary>
internal sealed class ServedDocument
{
    private ServedDocument(JsonElement root)
    {
        Root = root;
        Operations = [.. from path in root.GetProperty("paths").EnumerateObject()
                         from operation in path.Value.EnumerateObject()
                         select new ServedOperation(this, operation.Name.ToUpperInvariant(), path.Name, operation.Value)];
    }

    public JsonElement Root { get; }

    public IReadOnlyList<ServedOperation> Operations { get; }

    public static async Task<ServedDocument> ReadAsync(ApiServer api) => new(await api.GetAsync("/openapi/v1.json"));

    /// <summary>A document that lies somewhere else.</summary>
    public static ServedDocument Of(JsonElement root) => new(root);

    /// <summary>The operation of this method at this path, if there is one.</summary>
    public ServedOperation? Find(string method, string path) => Operations.FirstOrDefault(operation => operation.Method == method && operation.Path == path);

    /// <summary>The schema that a reference means.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var found = Root;
            foreach (var step in reference.GetString()!.Split('/')[1..])
                found = found.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            schema = found;
        }
        return schema;
    }

    /// <summary>The alternatives of a schema without null; the schema alone where it has none.</summary>
    public IReadOnlyList<JsonElement> Alternatives(JsonElement schema)
    {
        var resolved = Resolve(schema);
        if (resolved.TryGetProperty("discriminator", out var kinds)) return [.. kinds.GetProperty("mapping").EnumerateObject()
            .Select(kind => Kind(kinds.GetProperty("propertyName").GetString()!, kind.Name, kind.Value.GetString()!))];
        if (!resolved.TryGetProperty("oneOf", out var list) && !resolved.TryGetProperty("anyOf", out list)) return [resolved];
        return [.. list.EnumerateArray().Select(Resolve).Where(one => Types(one) is not ["null"])];
    }

    // A kind is made of its base and its own members; together they are one object whose kind is one word.
    private JsonElement Kind(string property, string word, string reference)
    {
        var members = new JsonObject { [property] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(word) } };
        var required = new JsonArray(property);
        var kind = Resolve(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = reference }));
        foreach (var part in kind.TryGetProperty("allOf", out var parts) ? parts.EnumerateArray().Select(Resolve) : [kind])
        {
            if (part.TryGetProperty("properties", out var own)) foreach (var member in own.EnumerateObject()) members.TryAdd(
                member.Name, JsonNode.Parse(member.Value.GetRawText()));
            if (part.TryGetProperty("required", out var names)) foreach (
                var name in names.EnumerateArray().Select(name => name.GetString()!).Where(name => name != property)) required.Add(name);
        }
        return JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "object", ["required"] = required, ["properties"] = members });
    }

    /// <summary>The JSON types that a schema takes.</summary>
    public static string[] Types(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? schema.TryGetProperty("properties", out _) ? ["object"] : []
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [.. type.EnumerateArray().Select(one => one.GetString()!)];
}

/// <summary>One method at one path.</summary>
internal sealed partial record ServedOperation(ServedDocument Document, string Method, string Path, JsonElement Element)
{
    public string Name => $"{Method} {Path}";

    public IReadOnlyList<ServedParameter> Parameters { get; } = !Element.TryGetProperty("parameters", out var parameters) ? []
        : [.. parameters.EnumerateArray().Select(one => new ServedParameter(
            one.GetProperty("name").GetString()!, one.GetProperty("in").GetString()!, one.GetProperty("schema"))
        {
            IsRequired = one.TryGetProperty("required", out var required) && required.GetBoolean(),
            Example = one.TryGetProperty("example", out var example) ? example : null,
        })];

    /// <summary>The schema of a JSON body; null where none is taken.</summary>
    public JsonElement? Body { get; } = Element.TryGetProperty("requestBody", out var body)
        && body.GetProperty("content").TryGetProperty("application/json", out var json)
        ? json.GetProperty("schema") : null;

    /// <summary>Whether a table is taken as the body.</summary>
    public bool TakesFile { get; } = Element.TryGetProperty("requestBody", out var file) && file.GetProperty("content").TryGetProperty("text/csv", out _);

    /// <summary>The media types of an answer of this status, empty for one without a body; null where the status is not documented.</summary>
    public IReadOnlyList<string>? MediaTypes(int status) =>
        !Element.GetProperty("responses").TryGetProperty($"{status}", out var response) ? null
        : response.TryGetProperty("content", out var content) ? [.. content.EnumerateObject().Select(one => one.Name)] : [];

    /// <summary>Where in the document the schema of an answer stands.</summary>
    public string SchemaOf(int status, string mediaType) =>
        $"/paths/{Step(Path)}/{Method.ToLowerInvariant()}/responses/{status}/content/{Step(mediaType)}/schema";

    /// <summary>The address with these values in place of its names.</summary>
    public string Fill(Func<string, string> value) =>
        NamedPart().Replace(Path, match => Uri.EscapeDataString(value(match.Groups[1].Value)));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex NamedPart();

    private static string Step(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>A parameter of an operation.</summary>
internal sealed record ServedParameter(string Name, string In, JsonElement Schema)
{
    public bool IsRequired { get; init; }

    public JsonElement? Example { get; init; }
}
