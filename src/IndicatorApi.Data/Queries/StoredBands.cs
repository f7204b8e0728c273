using System.Text.Json;
using System.Text.Json.Serialization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Schemes of colours as the database keeps them: as they were sent, so that the same scheme is the same text.</summary>
public static class StoredBands
{
    /// <summary>What the column says.</summary>
    internal const string Comment = "{measure, bands: [{name, from, text, shape}]}: the colours that stand beside verdicts, best first.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>What is stored; null for none.</summary>
    public static string? ToJson(ColourBands? colours) => colours is null ? null : JsonSerializer.Serialize(colours, Json);

    /// <summary>The stored scheme.</summary>
    public static ColourBands? Of(string? json) => json is null ? null : JsonSerializer.Deserialize<ColourBands>(json, Json);
}
