using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The shape of the expected path from baseline to target; always named in the answer.</summary>
public enum PathModel
{
    /// <summary>A straight line by days.</summary>
    [JsonStringEnumMemberName("linear")] Linear,
    /// <summary>Compound growth by days.</summary>
    [JsonStringEnumMemberName("cagr")] Cagr,
}
