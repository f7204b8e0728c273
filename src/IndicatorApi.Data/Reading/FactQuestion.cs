using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Which targets a question is about, and the period asked for.</summary>
public sealed record FactQuestion
{
    /// <summary>The period asked for; a term is given each unit's own dates.</summary>
    public required Period Asked { get; init; }

    /// <summary>Only these units; all when null.</summary>
    public IReadOnlyList<Guid>? Units { get; init; }

    /// <summary>Only this indicator.</summary>
    public Guid? Indicator { get; init; }

    /// <summary>Only these resolutions; all when null.</summary>
    public IReadOnlyList<Guid>? Resolutions { get; init; }

    /// <summary>Only targets that this office answers for.</summary>
    public string? Lead { get; init; }

    /// <summary>Only this sub-group; empty for targets of the whole.</summary>
    public string? Group { get; init; }

    /// <summary>Go on after this unit, in order of unit id.</summary>
    public Guid? AfterUnit { get; init; }

    /// <summary>About how many rows will be read before the reader stops; all when null.</summary>
    public int? RowsWanted { get; init; }

    /// <summary>Whether each figure has to name its revision, as explanations do: the memory keeps no names, so that the database answers.</summary>
    public bool Revisions { get; init; }

    /// <summary>Whether the weights that a mean over units needs are asked for.</summary>
    public bool Weights { get; init; }

    /// <summary>The facts as they stood then; as they stand now when null.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>
    /// Whether each result is told by one unit: of units that took the place of others either these or those, as <see cref="Boundaries"/> say.
    /// Otherwise each tells its own, with what it has of those before it.
    /// </summary>
    public bool AtBoundaries { get; init; }

    /// <summary>The day whose units tell; null for today's.</summary>
    public DateOnly? Boundaries { get; init; }

    /// <summary>Whether the answer is about every time up to the end of the period, as a series is, and not about how things stand at that end.</summary>
    public bool IsSeries { get; init; }

    /// <summary>Targets as first set, whatever changed them since.</summary>
    public bool OriginalTargets { get; init; }
}

/// <summary>What observations are found by.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
public readonly record struct FactKey(Guid Unit, Guid Indicator, string Group);

/// <summary>What a report published about a target: a percent, a verdict, a gap or an excess.</summary>
public sealed record PublishedClaim
{
    /// <summary>The last day of the time it is about.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>The resolution it is set against; null when it names none.</summary>
    public required Guid? Resolution { get; init; }

    /// <summary>The percent as printed.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The printed decimals of the percent.</summary>
    public required int Decimals { get; init; }

    /// <summary>The verdict as printed.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>The difference as printed, in the indicator's unit.</summary>
    public required decimal? Gap { get; init; }

    /// <summary>The percent beyond the target as printed.</summary>
    public required decimal? Excess { get; init; }
}

/// <summary>The count of a whole scoreboard that a report published: "15/18 chỉ tiêu đạt và vượt".</summary>
/// <param name="Unit">Whose.</param>
/// <param name="Period">The time it is about, with the unit's own days of a term.</param>
/// <param name="Resolution">The resolution whose targets were counted; null for all.</param>
/// <param name="Met">How many are met or better.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Exceeded">How many of those are exceeded, where that is printed.</param>
public sealed record ScoreboardClaim(Guid Unit, Period Period, Guid? Resolution, int Met, int Of, int? Exceeded);

/// <summary>What a person expects of a target.</summary>
/// <param name="Likelihood">Whether it will be met.</param>
/// <param name="On">The day as of which.</param>
/// <param name="By">Whose expectation it is.</param>
/// <param name="Reason">Why, if it was said.</param>
public sealed record TargetExpectation(Likelihood Likelihood, DateOnly On, string By, string? Reason);

/// <summary>A wider unit's value.</summary>
public sealed record BenchmarkValue(Period Period, DateOnly PeriodEnd, Guid Scope, decimal Value);
