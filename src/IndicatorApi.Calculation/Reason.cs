using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Why <see cref="Achievement.Percent"/> is null, or why a verdict is not what a reader may expect.</summary>
public enum Reason
{
    /// <summary>The period is due and no figure was reported.</summary>
    [JsonStringEnumMemberName("actualMissing")] ActualMissing,
    /// <summary>No figure yet, and the period has not ended.</summary>
    [JsonStringEnumMemberName("notDue")] NotDue,
    /// <summary>The number to reach, or the change that is asked, is zero: nothing to divide by.</summary>
    [JsonStringEnumMemberName("targetZero")] TargetZero,
    /// <summary>The formula needs the value at the start and there is none; of one year of several that is the value of the year before.</summary>
    [JsonStringEnumMemberName("baselineMissing")] BaselineMissing,
    /// <summary>The target gives a direction, or a number that is not known; no percent exists.</summary>
    [JsonStringEnumMemberName("noNumericTarget")] NoNumericTarget,
    /// <summary>A target that must hold every year lacks the figure of a due year.</summary>
    [JsonStringEnumMemberName("dueYearMissing")] DueYearMissing,
    /// <summary>The figures may not be combined: the indicator declares it, or the units are not asked alike.</summary>
    [JsonStringEnumMemberName("notCombinable")] NotCombinable,
    /// <summary>The number below the line is zero: the denominator of a ratio, or the actual of an inverse ratio.</summary>
    [JsonStringEnumMemberName("denominatorZero")] DenominatorZero,
    /// <summary>The level reported is not on the indicator's scale.</summary>
    [JsonStringEnumMemberName("levelUnknown")] LevelUnknown,
    /// <summary>The target does not apply to this unit or to the year asked for.</summary>
    [JsonStringEnumMemberName("notApplicable")] NotApplicable,
    /// <summary>The numbers are too large for an exact decimal result.</summary>
    [JsonStringEnumMemberName("outOfRange")] OutOfRange,
    /// <summary>The formula has no meaning for these numbers: a ratio of a negative ceiling, growth of a negative level.</summary>
    [JsonStringEnumMemberName("noMeaning")] NoMeaning,
    /// <summary>Figures that add up do not cover every day yet, and a part of a total is never compared with a whole.</summary>
    [JsonStringEnumMemberName("periodIncomplete")] PeriodIncomplete,
    /// <summary>The kind has a verdict and never a percent: a point with two sides, a rank, several measures together.</summary>
    [JsonStringEnumMemberName("kindHasNoPercent")] KindHasNoPercent,
    /// <summary>The answer is made of others, and one of those that it needs has no verdict yet.</summary>
    [JsonStringEnumMemberName("partMissing")] PartMissing,
    /// <summary>A yearly average is judged over the years together, never by one of them.</summary>
    [JsonStringEnumMemberName("judgedOverYears")] JudgedOverYears,
    /// <summary>A person sets the verdict and has not done so.</summary>
    [JsonStringEnumMemberName("judgementMissing")] JudgementMissing,
    /// <summary>The period was closed before the target was set: the closed answer does not have it.</summary>
    [JsonStringEnumMemberName("setAfterClosing")] SetAfterClosing,
}
