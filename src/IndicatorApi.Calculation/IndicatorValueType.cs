using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What a figure of an indicator is.</summary>
public enum IndicatorValueType
{
    /// <summary>A number in the indicator's unit.</summary>
    [JsonStringEnumMemberName("number")] Number,
    /// <summary>A numerator over a denominator, times the factor (100 for %).</summary>
    [JsonStringEnumMemberName("ratio")] Ratio,
    /// <summary>A step on an ordered scale.</summary>
    [JsonStringEnumMemberName("level")] Level,
    /// <summary>Reached or not: the scale "no", "yes".</summary>
    [JsonStringEnumMemberName("yesNo")] YesNo,
}
