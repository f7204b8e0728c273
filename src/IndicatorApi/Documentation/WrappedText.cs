using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace IndicatorApi.Documentation;

/// <summary>Joins the lines of comments: where a line of source is full says nothing to a reader of the document.</summary>
internal static partial class WrappedText
{
    /// <summary>Joins them in the whole document; empty lines between paragraphs stay.</summary>
    public static void Join(Microsoft.OpenApi.OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            operation.Summary = Joined(operation.Summary);
            operation.Description = Joined(operation.Description);
            foreach (var parameter in operation.Parameters ?? []) parameter.Description = Joined(parameter.Description);
        }
        foreach (var schema in document.Components?.Schemas?.Values ?? Enumerable.Empty<IOpenApiSchema>()) Join(schema);
    }

    private static void Join(IOpenApiSchema? schema)
    {
        // A reference has a text of its own, or shows that of what it names.
        if (schema is OpenApiSchemaReference named) named.Reference.Description = Joined(named.Reference.Description);
        if (schema is not OpenApiSchema plain) return;
        plain.Description = Joined(plain.Description);
        Join(plain.Items);
        Join(plain.AdditionalProperties);
        IEnumerable<IOpenApiSchema> below = [.. plain.Properties?.Values ?? [], .. plain.OneOf ?? [], .. plain.AllOf ?? [], .. plain.AnyOf ?? []];
        foreach (var one in below) Join(one);
    }

    private static string? Joined(string? text) => text is null ? null : Break().Replace(text, " ");

    [GeneratedRegex(@"(?<!\n)[ \t\r]*\n[ \t]*(?![\s])")]
    private static partial Regex Break();
}
