using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Which way better lies. It comes from the target rule, never from a word such as "vượt".</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    [JsonStringEnumMemberName("up")] Up,
    /// <summary>Less is better.</summary>
    [JsonStringEnumMemberName("down")] Down,
    /// <summary>Staying inside two bounds is better.</summary>
    [JsonStringEnumMemberName("within")] Within,
}

/// <summary>The judgement on the exact value, before any rounding (đánh giá).</summary>
public enum Verdict
{
    /// <summary>Strictly better than asked (vượt).</summary>
    [JsonStringEnumMemberName("exceeded")] Exceeded,
    /// <summary>Exactly as asked, or inside the band (đạt).</summary>
    [JsonStringEnumMemberName("met")] Met,
    /// <summary>Worse than asked, by however little (chưa đạt).</summary>
    [JsonStringEnumMemberName("notMet")] NotMet,
    /// <summary>No figure to judge (chưa có số liệu).</summary>
    [JsonStringEnumMemberName("noData")] NoData,
    /// <summary>The target does not apply to this unit; left out of every count.</summary>
    [JsonStringEnumMemberName("notAssessable")] NotAssessable,
}

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
    /// <summary>The kind has a verdict and never a percent: a point with two sides, a rank, several measures together.</summary>
    [JsonStringEnumMemberName("kindHasNoPercent")] KindHasNoPercent,
    /// <summary>The answer is made of others, and one of those that it needs has no verdict yet.</summary>
    [JsonStringEnumMemberName("partMissing")] PartMissing,
    /// <summary>A yearly average is judged over the years together, never by one of them.</summary>
    [JsonStringEnumMemberName("judgedOverYears")] JudgedOverYears,
    /// <summary>A person sets the verdict and has not done so.</summary>
    [JsonStringEnumMemberName("judgementMissing")] JudgementMissing,
}

/// <summary>How observations of one unit combine over time; an indicator declares it, no query overrides it.</summary>
public enum TimeCombining
{
    /// <summary>Flows add up (new members, revenue).</summary>
    [JsonStringEnumMemberName("sum")] Sum,
    /// <summary>Levels: the latest counts (income, poor households).</summary>
    [JsonStringEnumMemberName("last")] Last,
    /// <summary>Rates averaged over the observations of the window.</summary>
    [JsonStringEnumMemberName("average")] Average,
    /// <summary>Only an observation of exactly the window counts.</summary>
    [JsonStringEnumMemberName("none")] None,
}

/// <summary>How figures of several organisation units combine.</summary>
public enum UnitCombining
{
    /// <summary>Counts add up.</summary>
    [JsonStringEnumMemberName("sum")] Sum,
    /// <summary>Sum of numerators over sum of denominators.</summary>
    [JsonStringEnumMemberName("ratioOfSums")] RatioOfSums,
    /// <summary>Mean weighted by a named indicator (population, households).</summary>
    [JsonStringEnumMemberName("weightedAverage")] WeightedAverage,
    /// <summary>Plain mean.</summary>
    [JsonStringEnumMemberName("average")] Average,
    /// <summary>May not be combined; a roll-up is refused with the reason.</summary>
    [JsonStringEnumMemberName("none")] None,
}

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

/// <summary>What a figure of an indicator is.</summary>
public enum IndicatorValueType
{
    /// <summary>A number in the indicator's unit.</summary>
    [JsonStringEnumMemberName("number")] Number,
    /// <summary>A numerator over a denominator, times the factor (100 for %).</summary>
    [JsonStringEnumMemberName("ratio")] Ratio,
    /// <summary>A step on an ordered scale.</summary>
    [JsonStringEnumMemberName("level")] Level,
    /// <summary>Reached or not: the scale "no", "yes".</summary>
    [JsonStringEnumMemberName("yesNo")] YesNo,
}

/// <summary>How often the target is asked for inside its period.</summary>
public enum Recurrence
{
    /// <summary>Once, for the whole period.</summary>
    [JsonStringEnumMemberName("once")] Once,
    /// <summary>In each year of the period (mỗi năm, hằng năm).</summary>
    [JsonStringEnumMemberName("eachYear")] EachYear,
    /// <summary>On average over the years of the period (bình quân mỗi năm): for amounts that add up and for changes, judged to date and never by one year.</summary>
    [JsonStringEnumMemberName("perYearAverage")] PerYearAverage,
}

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

/// <summary>Is it on the way? Judged on the exact index; a met target outranks them all.</summary>
public enum PaceClass
{
    /// <summary>Already met.</summary>
    [JsonStringEnumMemberName("met")] Met,
    /// <summary>Index 1 or more.</summary>
    [JsonStringEnumMemberName("ahead")] Ahead,
    /// <summary>Index 0.95 or more.</summary>
    [JsonStringEnumMemberName("onTrack")] OnTrack,
    /// <summary>Index 0.60 or more.</summary>
    [JsonStringEnumMemberName("behind")] Behind,
    /// <summary>Index 0 or more.</summary>
    [JsonStringEnumMemberName("farBehind")] FarBehind,
    /// <summary>Index below 0: it moves the wrong way.</summary>
    [JsonStringEnumMemberName("movingAway")] MovingAway,
}
