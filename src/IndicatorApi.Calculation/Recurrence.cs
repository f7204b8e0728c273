using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How often the target is asked for inside its period.</summary>
public enum Recurrence
{
    /// <summary>Once, for the whole period.</summary>
    [JsonStringEnumMemberName("once")] Once,
    /// <summary>In each year of the period (mỗi năm, hằng năm).</summary>
    [JsonStringEnumMemberName("eachYear")] EachYear,
    /// <summary>On average over the years of the period (bình quân mỗi năm): for amounts that add up and for changes, judged to date and never by one
    /// year.</summary>
    [JsonStringEnumMemberName("perYearAverage")] PerYearAverage,
}
