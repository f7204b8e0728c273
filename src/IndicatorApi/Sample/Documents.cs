using System.Text.Json.Nodes;

namespace IndicatorApi.Sample;

/// <summary>The eight units of five real documents.</summary>
internal sealed class Documents : ISampleSet
{
    public JsonArray? Read(string kind) => Parse(kind);

    /// <summary>The items of one embedded file.</summary>
    public static JsonArray Parse(string file)
    {
        using var stream = typeof(Documents).Assembly.GetManifestResourceStream($"Sample/{file}.json")
            ?? throw new InvalidOperationException($"There is no Sample/{file}.json.");
        return JsonNode.Parse(stream)!["items"]!.AsArray();
    }
}
