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

    /// <summary>Whether coverage is asked for, which counts every figure of a regular indicator.</summary>
    public bool Coverage { get; init; } = true;

    /// <summary>The facts as they stood then; as they stand now when null.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Targets as first set, whatever changed them since.</summary>
    public bool OriginalTargets { get; init; }
}

/// <summary>A target as the calculation and its readers need it.</summary>
public sealed record TargetFacts
{
    public required Guid Id { get; init; }
    public required Guid Unit { get; init; }
    public required Guid Resolution { get; init; }
    public required Guid Indicator { get; init; }
    public required string Group { get; init; }
    public required string Period { get; init; }
    public required int Position { get; init; }
    public required decimal? Weight { get; init; }
    public required long Version { get; init; }
    public required TargetDefinition Definition { get; init; }

    /// <summary>The asked period as the unit means it.</summary>
    public required Period Asked { get; init; }

    /// <summary>The observations of the unit, indicator and group that may count.</summary>
    public IReadOnlyList<Observation> Observations { get; set; } = [];

    /// <summary>The latest published claim up to the end of the asked period.</summary>
    public PublishedClaim? Claim { get; set; }

    /// <summary>What observations belong to the target.</summary>
    public FactKey Key => new(Unit, Indicator, Group);
}

/// <summary>What observations are found by.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
public readonly record struct FactKey(Guid Unit, Guid Indicator, string Group);

/// <summary>A percent or verdict that a report published.</summary>
public sealed record PublishedClaim(DateOnly PeriodEnd, decimal? Percent, int Decimals, Verdict? Verdict, Guid? Resolution);

/// <summary>The targets of some units, with what the answer depends on.</summary>
/// <param name="Reference">Names and definitions of the same moment.</param>
/// <param name="UnitVersions">The sum of the units' versions, read before the facts.</param>
/// <param name="Targets">In order of unit, resolution and position.</param>
/// <param name="Benchmarks">Values of wider units, in order of time; only with every observation of one indicator.</param>
public sealed record FactChunk(ReferenceData Reference, long UnitVersions, List<TargetFacts> Targets, IReadOnlyList<BenchmarkValue> Benchmarks);

/// <summary>A wider unit's value.</summary>
public sealed record BenchmarkValue(Period Period, DateOnly PeriodEnd, Guid Scope, decimal Value);
