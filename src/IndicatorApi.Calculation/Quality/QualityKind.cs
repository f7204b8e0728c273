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
    /// <summary>The parts of a figure that cover all its days do not make it: quarters that do not add up to their year.</summary>
    [JsonStringEnumMemberName("partsOfTimeDisagree")] PartsOfTimeDisagree,
    /// <summary>The classes of a whole do not add up to it; 3,573 of 3,577 households.</summary>
    [JsonStringEnumMemberName("partsOfWholeDisagree")] PartsOfWholeDisagree,
    /// <summary>Shares of one whole, reported or asked for, do not add up to 100 percent.</summary>
    [JsonStringEnumMemberName("sharesDisagree")] SharesDisagree,
    /// <summary>A printed rate differs from the one that its counts make.</summary>
    [JsonStringEnumMemberName("rateDisagrees")] RateDisagrees,
    /// <summary>A figure is longer than the days it is counted for: 15 months that stand for a year.</summary>
    [JsonStringEnumMemberName("figureLongerThanWindow")] FigureLongerThanWindow,
    /// <summary>A ratio of nothing: 0 of 0 says neither how much nor how little.</summary>
    [JsonStringEnumMemberName("denominatorZero")] DenominatorZero,
    /// <summary>The standard changed between this figure and the one before: they do not compare.</summary>
    [JsonStringEnumMemberName("seriesBreak")] SeriesBreak,
}
