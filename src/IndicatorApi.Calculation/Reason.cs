using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Why <see cref="Achievement.Percent"/> is null, or why a verdict is not what a reader may expect.</summary>
public enum Reason
{
    /// <summary>The period is due and no figure was reported.</summary>
    [JsonStringEnumMemberName("actualMissing")] ActualMissing,
    /// <summary>No figure yet, and the period has not ended.</summary>
    [JsonStringEnumMemberName("notDue")] NotDue,
    /// <summary>The target is zero: nothing to divide by.</summary>
    [JsonStringEnumMemberName("targetZero")] TargetZero,
    /// <summary>The formula needs the value at the start and there is none.</summary>
    [JsonStringEnumMemberName("baselineMissing")] BaselineMissing,
    /// <summary>The target gives a direction, or a number that is not known; no percent exists.</summary>
    [JsonStringEnumMemberName("noNumericTarget")] NoNumericTarget,
    /// <summary>A target that must hold every year lacks the figure of a due year.</summary>
    [JsonStringEnumMemberName("dueYearMissing")] DueYearMissing,
    /// <summary>The indicator declares that its observations do not combine over time.</summary>
    [JsonStringEnumMemberName("notCombinable")] NotCombinable,
    /// <summary>The denominator of the ratio is zero.</summary>
    [JsonStringEnumMemberName("denominatorZero")] DenominatorZero,
    /// <summary>The level reported is not on the indicator's scale.</summary>
    [JsonStringEnumMemberName("levelUnknown")] LevelUnknown,
    /// <summary>The target does not apply to this unit.</summary>
    [JsonStringEnumMemberName("notApplicable")] NotApplicable,
    /// <summary>The numbers are too large for an exact decimal result.</summary>
    [JsonStringEnumMemberName("outOfRange")] OutOfRange,
}
