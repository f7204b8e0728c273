using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Why a figure is not compared with an earlier one, or why the change has no percent.</summary>
public enum ComparisonReason
{
    /// <summary>The period asked for has no figure.</summary>
    [JsonStringEnumMemberName("figureMissing")] FigureMissing,
    /// <summary>The earlier period has no figure.</summary>
    [JsonStringEnumMemberName("earlierMissing")] EarlierMissing,
    /// <summary>The figures cover different shares of their periods: half a year is not set against a year.</summary>
    [JsonStringEnumMemberName("shareOfTimeDiffers")] ShareOfTimeDiffers,
    /// <summary>The standard changed in between; <see cref="Comparison.Break"/> names it.</summary>
    [JsonStringEnumMemberName("seriesBreak")] SeriesBreak,
    /// <summary>The period is longer than a year, so that the one a year earlier would overlap it.</summary>
    [JsonStringEnumMemberName("longerThanAYear")] LongerThanAYear,
    /// <summary>The earlier value is zero, negative or a step of a scale: there is a change and no percent of it.</summary>
    [JsonStringEnumMemberName("noPercent")] NoPercent,
    /// <summary>The numbers are too large for an exact decimal result.</summary>
    [JsonStringEnumMemberName("outOfRange")] OutOfRange,
}
