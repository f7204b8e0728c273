using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>What looks wrong about a figure. A warning never blocks a write and never changes a number.</summary>
public enum QualityKind
{
    /// <summary>Outside the indicator's plausible limits; income of 10 billion.</summary>
    [JsonStringEnumMemberName("outsideLimits")] OutsideLimits,
    /// <summary>Outside the limits by about a power of a thousand: the unit is probably another.</summary>
    [JsonStringEnumMemberName("unitSuspect")] UnitSuspect,
    /// <summary>Far from the unit's own figure before it.</summary>
    [JsonStringEnumMemberName("jump")] Jump,
    /// <summary>Far from what other units of its kind report.</summary>
    [JsonStringEnumMemberName("farFromPeers")] FarFromPeers,
    /// <summary>The quarters of a year do not add up to the year.</summary>
    [JsonStringEnumMemberName("partsOfTimeDisagree")] PartsOfTimeDisagree,
    /// <summary>The classes of a whole do not add up to it; 3,573 of 3,577 households.</summary>
    [JsonStringEnumMemberName("partsOfWholeDisagree")] PartsOfWholeDisagree,
    /// <summary>A printed rate differs from the one that its counts make.</summary>
    [JsonStringEnumMemberName("rateDisagrees")] RateDisagrees,
    /// <summary>The standard changed between this figure and the one before: they do not compare.</summary>
    [JsonStringEnumMemberName("seriesBreak")] SeriesBreak,
}
