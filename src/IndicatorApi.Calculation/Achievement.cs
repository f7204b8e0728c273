namespace IndicatorApi.Calculation;

/// <summary>The answer: how much of one target one unit has achieved in one period, and how that was found.</summary>
public sealed record Achievement
{
    /// <summary>The days whose facts count.</summary>
    public required Period Window { get; init; }

    /// <summary>The days of the window on which the unit exists, where these are not all: only they were counted.</summary>
    public Period? Lived { get; init; }

    /// <summary>Whether the scope, or the year asked for, has ended by the end of the asked period.</summary>
    public required bool Due { get; init; }

    /// <summary>Whether the judgement is final or the target still has time.</summary>
    public Stage Stage => Due ? Stage.Due : Stage.Open;

    /// <summary>The number to reach in the indicator's own unit: 7 for "reduce 9 by 2", the lower bound of a band; null where there is none.</summary>
    public decimal? Target { get; init; }

    /// <summary>The upper bound of a band; null for every other kind.</summary>
    public decimal? TargetUpper { get; init; }

    /// <summary>Where the actual stands to a band; null for every other kind and without an actual.</summary>
    public BandPosition? Position => (Actual, Target, TargetUpper) switch
    {
        // A band of reductions is above where less is left than the most that was asked.
        ({ } actual, { } least, { } most) when most < least => actual > least ? BandPosition.Below : actual < most ? BandPosition.Above : BandPosition.Inside,
        ({ } actual, { } lower, { }) when actual < lower => BandPosition.Below,
        ({ } actual, { }, { } upper) when actual > upper => BandPosition.Above,
        ({ }, { }, { }) => BandPosition.Inside,
        _ => null,
    };

    /// <summary>The one number that the observations make for the window; for a level its position on the scale, from 0.</summary>
    public decimal? Actual { get; init; }

    /// <summary>The level reported, for an ordered scale.</summary>
    public string? ActualLevel { get; init; }

    /// <summary>The part, where the actual is a ratio made of counts.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole, where the actual is a ratio made of counts.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>Set where a figure used was only a bound.</summary>
    public Bound? ActualBound { get; init; }

    /// <summary>From the first to the last day of the observations used; null without an actual.</summary>
    public Period? ActualPeriod { get; init; }

    /// <summary>Share of the due reporting periods of the window that have a figure, 0 to 1; null for an irregular indicator.</summary>
    public decimal? Coverage { get; init; }

    /// <summary>Percent of the resolution: exact, uncapped, may be negative; null with a <see cref="Reason"/>.</summary>
    public decimal? Percent { get; init; }

    /// <summary><see cref="Percent"/> clipped to 0..100, for averages only.</summary>
    public decimal? PercentCapped { get; init; }

    /// <summary>How far beyond the effective target in the good direction, in the indicator's unit; negative is short of it.</summary>
    public decimal? Difference { get; init; }

    /// <summary><c>Percent - 100</c>.</summary>
    public decimal? DifferencePercent { get; init; }

    /// <summary>Which way better lies.</summary>
    public required Direction Direction { get; init; }

    /// <summary>The judgement on the exact value.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The name of the formula used.</summary>
    public required string Method { get; init; }

    /// <summary>The formula with its version, such as <c>ratio/1</c>; it tells apart what <see cref="Method"/> does not, such as compound growth from a mean of
    /// rates.</summary>
    public string FormulaId { get; init; } = "";

    /// <summary>The value at the start: the target's own, or for the years of an eachYear target what stood before them where the rule counts from
    /// it.</summary>
    public decimal? BaselineUsed { get; init; }

    /// <summary>The day on which <see cref="BaselineUsed"/> stood, where that is known.</summary>
    public DateOnly? BaselineOn { get; init; }

    /// <summary>How many elapsed years an eachYear target was asked for together; 1 for everything else.</summary>
    public int YearsCounted { get; init; } = 1;

    /// <summary>Set where the resolution gives a value for the end of the asked period itself, and that value was the target of this answer.</summary>
    public DateOnly? CheckpointOn { get; init; }

    /// <summary>Why there is no percent, or no verdict.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Is it on the way? Null where that has no meaning.</summary>
    public Pace? Pace { get; init; }

    /// <summary>How it stands against the stretch (phấn đấu); null for a target without one.</summary>
    public StretchAchievement? Stretch { get; init; }

    /// <summary>
    /// For a yearly average: what is left of the number for all its years together, or under a ceiling what is still allowed; 0 when nothing is.
    /// Null for every other target and without a figure.
    /// </summary>
    public decimal? Remaining { get; init; }

    /// <summary>For a target made of several: the answers that it is made of.</summary>
    public IReadOnlyList<AchievementPart> Parts { get; init; } = [];

    /// <summary>For a target that every unit must hold: the code of the worst, whose actual this is.</summary>
    public string? WorstPart { get; init; }

    /// <summary>True where forms of one target that should say the same do not.</summary>
    public bool FormsDisagree { get; init; }

    /// <summary>For a target that a person judges: the judgement.</summary>
    public PersonalJudgement? Judged { get; init; }

    /// <summary>True when a figure used is not final.</summary>
    public bool Provisional { get; init; }

    /// <summary>The end of the first observation on which the target was met, or of the first period that held; null if never.</summary>
    public DateOnly? MetOn { get; init; }

    /// <summary>True when the target was met earlier and is not now; of a value to maintain, when a period failed after an earlier one had held.</summary>
    public bool MetThenLost { get; init; }

    /// <summary>For a value to maintain: the periods that failed, in order; they are what the verdict was decided on.</summary>
    public IReadOnlyList<FailedPeriod> FailedPeriods { get; init; } = [];

    /// <summary>For an eachYear target asked over several years: every year with its own actual, percent and verdict.</summary>
    public IReadOnlyList<YearAchievement> Years { get; init; } = [];

    /// <summary>The observations that made the actual.</summary>
    public IReadOnlyList<Observation> Used { get; init; } = [];

    /// <summary>The observations that did not, each with the reason.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];
}

/// <summary>How an actual stands against the stretch of a target.</summary>
/// <param name="Target">The harder number to reach, in the indicator's own unit.</param>
/// <param name="Percent">Percent of the stretch; null where the target has none either.</param>
/// <param name="Difference">How far beyond the stretch, in the good direction.</param>
/// <param name="Reached">Whether it is reached, from where on the target is exceeded.</param>
public sealed record StretchAchievement(decimal? Target, decimal? Percent, decimal? Difference, bool Reached);

/// <summary>One of the answers that another is made of.</summary>
/// <param name="Code">The member's indicator, or the unit or sub-group.</param>
/// <param name="Answer">Its own answer.</param>
public sealed record AchievementPart(string Code, Achievement Answer);

/// <summary>One year of an eachYear target.</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="Due">Whether it had ended by the end of the asked period.</param>
/// <param name="Actual">The year's own actual.</param>
/// <param name="Percent">Percent of the yearly value.</param>
/// <param name="Verdict">The year's own verdict.</param>
/// <param name="Reason">Why the year has no percent or no verdict.</param>
public sealed record YearAchievement(int Year, bool Due, decimal? Actual, decimal? Percent, Verdict Verdict, Reason? Reason = null);

/// <summary>A period in which a value was not maintained.</summary>
/// <param name="Period">The year, or the time of a single figure where each must hold.</param>
/// <param name="Actual">Its own actual.</param>
public sealed record FailedPeriod(Period Period, decimal Actual);

/// <summary>An observation that was not used.</summary>
/// <param name="Observation">The observation.</param>
/// <param name="Why">The reason.</param>
public sealed record LeftOut(Observation Observation, LeftOutReason Why);

/// <summary>Is it on the way? Apart from <see cref="Achievement.Percent"/>, which is always against the whole target.</summary>
public sealed record Pace
{
    /// <summary>Share of the scope's days that have passed, 0 to 1.</summary>
    public required decimal Elapsed { get; init; }

    /// <summary>What would be expected by now, in the indicator's unit.</summary>
    public decimal? Expected { get; init; }

    /// <summary>Achieved share over elapsed share; null for a level without a baseline.</summary>
    public decimal? Index { get; init; }

    /// <summary>The class of the exact index; null where there is no index and the target is not met.</summary>
    public PaceClass? Class { get; init; }

    /// <summary>Where the line leads at the end of the scope, in the indicator's unit.</summary>
    public decimal? ProjectedEnd { get; init; }

    /// <summary>What is still needed per year of the remaining time, in the indicator's unit; 0 when met.</summary>
    public decimal? RequiredPerYear { get; init; }

    /// <summary>The model of the path: <c>linear</c>, <c>checkpoints</c> or <c>cagr</c>.</summary>
    public required string Model { get; init; }
}
