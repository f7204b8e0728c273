using System.Text.Json;

namespace IndicatorApi.Features.Web;

/// <summary>The outlines of units that the operator loads, for the map of the dashboard; without a file there are none and the map is of tiles.</summary>
public static class Boundaries
{
    /// <summary>Where the dashboard reads them.</summary>
    public const string Address = "/boundaries.json";

    /// <summary>The most bytes of the file: every visitor loads it.</summary>
    public const int MostBytes = 8_000_000;

    private static readonly byte[] None = """{"type":"FeatureCollection","features":[]}"""u8.ToArray();

    /// <summary>The file's content, read once at start; every mistake is said and how to mend it.</summary>
    public static byte[] From(string? path, ICollection<string> mistakes)
    {
        if (path is null) return None;
        try
        {
            if (new FileInfo(path).Length > MostBytes) mistakes.Add(Says($"is larger than {MostBytes} bytes: simplify the outlines"));
            else if (File.ReadAllBytes(path) is var content && WhatIsWrong(content) is { } wrong) mistakes.Add(Says(wrong));
            else return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            mistakes.Add(Says($"cannot be read: {exception.Message}"));
        }
        return None;

        string Says(string what) => $"Boundaries__File '{path}' {what}.";
    }

    private static string? WhatIsWrong(byte[] content)
    {
        using var document = JsonDocument.Parse(content);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("features", out var features)
            || features.ValueKind != JsonValueKind.Array) return "is no GeoJSON FeatureCollection";
        var place = 0;
        foreach (var feature in features.EnumerateArray())
        {
            if (!IsOfAUnit(feature)) return $"has no properties.code, the code of a unit, in feature {place}, or no Polygon or MultiPolygon";
            place++;
        }
        return null;
    }

    private static bool IsOfAUnit(JsonElement feature) => feature.ValueKind == JsonValueKind.Object
        && feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
        && feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object
        && geometry.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is ("Polygon" or "MultiPolygon");
}
