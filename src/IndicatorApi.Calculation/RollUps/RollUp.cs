namespace IndicatorApi.Calculation;

/// <summary>Several units together: the percent of the aggregate, never the mean of percents.</summary>
public sealed record RollUp
{
    /// <summary>Why there is none; null when there is one.</summary>
    public RollUpRefusal? Refusal { get; init; }

    /// <summary>The rule for the units together, made of their numbers; null when refused or when no unit has a figure.</summary>
    public TargetRule? Rule { get; init; }

    /// <summary>The number to reach together.</summary>
    public decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public decimal? TargetUpper { get; init; }

    /// <summary>The value at the start together.</summary>
    public decimal? Baseline { get; init; }

    /// <summary>The actual together.</summary>
    public decimal? Actual { get; init; }

    /// <summary>Σ numerators of a ratio.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Σ denominators of a ratio.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>Percent of the aggregate: exact and uncapped.</summary>
    public decimal? Percent { get; init; }

    /// <summary><see cref="Percent"/> clipped to 0..100.</summary>
    public decimal? PercentCapped { get; init; }

    /// <summary>How far beyond the number to reach together, in the good direction.</summary>
    public decimal? Difference { get; init; }

    /// <summary>The judgement on the exact aggregate.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why there is no percent, or no verdict.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The name of the formula used.</summary>
    public string? Method { get; init; }

    /// <summary>Units with the target.</summary>
    public int Units { get; init; }

    /// <summary>Units that also have a figure.</summary>
    public int UnitsWithFigure { get; init; }

    /// <summary>The share of units that have a figure, 0 to 1; null without units.</summary>
    public decimal? CoverageByCount { get; init; }

    /// <summary>The share of the weight that has a figure, 0 to 1; null where no weight is named.</summary>
    public decimal? CoverageByWeight { get; init; }
}
