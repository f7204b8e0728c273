using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>A reported figure that is only a bound ("trên 276 tỷ"); carried to the percent, never shown as exact.</summary>
public enum Bound
{
    /// <summary>At least this much (trên, hơn).</summary>
    [JsonStringEnumMemberName("atLeast")] AtLeast,
    /// <summary>At most this much (dưới, gần).</summary>
    [JsonStringEnumMemberName("atMost")] AtMost,
    /// <summary>About this much (khoảng, ước).</summary>
    [JsonStringEnumMemberName("about")] About,
}
