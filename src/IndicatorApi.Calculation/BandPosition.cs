using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Where an actual stands to a band; it has meaning also of bounds that leave no percent.</summary>
public enum BandPosition
{
    /// <summary>Below the lower bound.</summary>
    [JsonStringEnumMemberName("below")] Below,
    /// <summary>From the lower bound to the upper, both included.</summary>
    [JsonStringEnumMemberName("inside")] Inside,
    /// <summary>Above the upper bound.</summary>
    [JsonStringEnumMemberName("above")] Above,
}
