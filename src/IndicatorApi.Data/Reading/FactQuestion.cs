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

    /// <summary>Only this resolution.</summary>
    public Guid? Resolution { get; init; }

    /// <summary>Only this sub-group; empty for targets of the whole.</summary>
    public string? Group { get; init; }

    /// <summary>Go on after this unit, in order of unit id.</summary>
    public Guid? AfterUnit { get; init; }

    /// <summary>About how many rows will be read before the reader stops; all when null.</summary>
    public int? RowsWanted { get; init; }

    /// <summary>Read every observation, not sums of them: for explanations, which name each.</summary>
    public bool EveryObservation { get; init; }

    /// <summary>Whether the weights that a mean over units needs are asked for.</summary>
    public bool Weights { get; init; }

    /// <summary>Whether coverage is asked for, which counts every figure of a regular indicator.</summary>
    public bool Coverage { get; init; } = true;

    /// <summary>The facts as they stood then; as they stand now when null.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Targets as first set, whatever changed them since.</summary>
    public bool OriginalTargets { get; init; }
}

/// <summary>What observations are found by.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
public readonly record struct FactKey(Guid Unit, Guid Indicator, string Group);

/// <summary>A percent or verdict that a report published.</summary>
public sealed record PublishedClaim(DateOnly PeriodEnd, decimal? Percent, int Decimals, Verdict? Verdict, Guid? Resolution);

/// <summary>A wider unit's value.</summary>
public sealed record BenchmarkValue(Period Period, DateOnly PeriodEnd, Guid Scope, decimal Value);
