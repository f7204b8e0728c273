using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>How often an indicator is reported; coverage is counted in these periods.</summary>
public enum Frequency
{
    /// <summary>Every month.</summary>
    [JsonStringEnumMemberName("month")] Month,
    /// <summary>Every quarter.</summary>
    [JsonStringEnumMemberName("quarter")] Quarter,
    /// <summary>Every half-year (6 tháng).</summary>
    [JsonStringEnumMemberName("halfYear")] HalfYear,
    /// <summary>Every year.</summary>
    [JsonStringEnumMemberName("year")] Year,
    /// <summary>No fixed rhythm; coverage is null.</summary>
    [JsonStringEnumMemberName("irregular")] Irregular,
}
