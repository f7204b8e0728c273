using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>The aggregate of one indicator over units that are asked in one way.</summary>
public sealed record RollUpResponse
{
    /// <summary>Who issued the targets; those of different issuers are never mixed.</summary>
    public required ResolutionIssuer Issuer { get; init; }

    /// <summary>The sub-group the targets are for; null for the whole.</summary>
    public required string? TargetGroup { get; init; }

    /// <summary>The time the targets are for.</summary>
    public required string TargetPeriod { get; init; }

    /// <summary>Once, or in each year.</summary>
    public required Recurrence Recurrence { get; init; }

    /// <summary>How units combine, as the indicator declares.</summary>
    public required UnitCombining OverUnits { get; init; }

    /// <summary>Why there is no aggregate; null when there is one.</summary>
    public required Phrase? Refused { get; init; }

    /// <summary>The rule for the units together.</summary>
    public required TargetRule? Rule { get; init; }

    /// <summary>The number to reach together, of the units that have a figure.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>The value at the start together.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The actual together.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Sum of numerators.</summary>
    public required decimal? Numerator { get; init; }

    /// <summary>Sum of denominators.</summary>
    public required decimal? Denominator { get; init; }

    /// <summary>Percent of the aggregate, uncapped.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>The percent clipped to 0..100.</summary>
    public required decimal? PercentCapped { get; init; }

    /// <summary>How far beyond the number to reach together.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>The judgement on the aggregate.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why there is no percent or verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>The name of the formula.</summary>
    public required string? Method { get; init; }

    /// <summary>How the percent was found from the numbers above; null where there is none.</summary>
    public required RollUpExplanation? Explain { get; init; }

    /// <summary>Where the rows of the single units are, each with an explanation of its own.</summary>
    public required string Rows { get; init; }

    /// <summary>Units that have the target.</summary>
    public required int Units { get; init; }

    /// <summary>Units that also have a figure.</summary>
    public required int UnitsWithFigure { get; init; }

    /// <summary>Share of units with a figure, 0 to 1.</summary>
    public required decimal? CoverageByCount { get; init; }

    /// <summary>Share of the weight with a figure, 0 to 1; null where no weight is named.</summary>
    public required decimal? CoverageByWeight { get; init; }

    /// <summary>The units without a figure, by name; the first hundred.</summary>
    public required IReadOnlyList<UnitName> Missing { get; init; }

    /// <summary>Units left out because a unit under them has the target too: counting both would count twice.</summary>
    public required IReadOnlyList<UnitName> LeftOut { get; init; }
}

/// <summary>How the percent of an aggregate was found.</summary>
/// <param name="FormulaId">The formula with its version.</param>
/// <param name="Expression">The formula in symbols.</param>
/// <param name="Substituted">The formula with the aggregate's numbers and its result.</param>
/// <param name="Test">The comparison that decided the verdict.</param>
/// <param name="Words">How the units were combined.</param>
public sealed record RollUpExplanation(string FormulaId, string Expression, string? Substituted, string? Test, Phrase Words);
