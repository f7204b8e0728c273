using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How often the target is asked for inside its period.</summary>
public enum Recurrence
{
    /// <summary>Once, for the whole period.</summary>
    [JsonStringEnumMemberName("once")] Once,
    /// <summary>In each year of the period (mỗi năm, hằng năm).</summary>
    [JsonStringEnumMemberName("eachYear")] EachYear,
}
