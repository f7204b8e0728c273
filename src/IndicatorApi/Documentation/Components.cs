using System.Text.Json.Nodes;
using IndicatorApi.Calculation;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>What the components of the document are made to look like once all of them are there.</summary>
internal static class Components
{
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal) { "orgUnit", "indicator", "resolution", "parent", "scope", "group",
        "weightIndicator" };

    private const string Prefix = "#/components/schemas/";

    /// <summary>The forms of a period, as <see cref="Period.TryParse(string, IFormatProvider, out Period)"/> reads them.</summary>
    public const string PeriodPattern =
        "^[12][0-9]{3}(-S[12]|-Q[1-4]|-(0[1-9]|1[0-2])|-[12][0-9]{3}|-[0-9]{2}-[0-9]{2}(--|/)[12][0-9]{3}-[0-9]{2}-[0-9]{2})?$";

    /// <summary>The form of a code, as <see cref="Http.Text.IsCode"/> reads it.</summary>
    public const string CodePattern = "^[a-z0-9][a-z0-9-]{0,63}$";

    /// <summary>An example of a comment is a sentence: it belongs to the description, and an object has no example of text.</summary>
    public static void TellExamples(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
        {
            if (schema.Examples is null || schema.Type?.HasFlag(JsonSchemaType.Object) != true) continue;
            foreach (var sentence in schema.Examples.OfType<JsonValue>()) schema.Description = $"{schema.Description} {sentence}".Trim();
            schema.Examples = null;
        }
    }

    /// <summary>Says the form of every code, and writes a period that may be missing where it stands: of a choice between nothing and a text some generators
    /// make a class.</summary>
    public static void SayForms(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            // What DHIS2 sends is only found to be a code when it is read.
            if (name.StartsWith("DataValue", StringComparison.Ordinal)) continue;
            foreach (var members in ((IEnumerable<IOpenApiSchema>)[schema, .. schema.AllOf ?? []]).Select(part => part.Properties).OfType<IDictionary<string,
                IOpenApiSchema>>())
            {
                foreach (var (member, found) in members.ToList())
                {
                    if (found is not OpenApiSchema plain) continue;
                    // Generators send false for a flag that nobody set.
                    if (member == "applicable" && name.EndsWith("Body", StringComparison.Ordinal)) plain.Default = true;
                    if ((Codes.Contains(member) || (member == "code" && name.EndsWith("Body", StringComparison.Ordinal)))
                        && plain.Type?.HasFlag(JsonSchemaType.String) == true && plain.Format is null) plain.Pattern = CodePattern;
                    if (plain.OneOf?.OfType<OpenApiSchemaReference>().SingleOrDefault() is { Reference.Id: nameof(Period) } reference)
                        members[member] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.String | JsonSchemaType.Null,
                            Pattern = PeriodPattern,
                            Description = plain.Description ?? reference.Description
                        };
                }
            }
        }
    }

    /// <summary>Takes out what nothing points at, until everything is pointed at.</summary>
    public static async Task RemoveUnusedAsync(Microsoft.OpenApi.OpenApiDocument document, CancellationToken cancellationToken)
    {
        while (true)
        {
            var used = new HashSet<string>(StringComparer.Ordinal);
            Collect(JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken))!, used);
            var unused = document.Components!.Schemas!.Keys.Where(name => !used.Contains(name)).ToList();
            if (unused.Count == 0) return;
            foreach (var name in unused) document.Components.Schemas.Remove(name);
        }
    }

    private static void Collect(JsonNode node, HashSet<string> used)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members) if (member is not null) Collect(member, used);
                break;
            case JsonArray items:
                foreach (var item in items) if (item is not null) Collect(item, used);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith(Prefix, StringComparison.Ordinal):
                used.Add(text[Prefix.Length..]);
                break;
        }
    }
}
