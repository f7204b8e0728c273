namespace IndicatorApi.Calculation;

/// <summary>The sums over units that a roll-up is judged by. A database may as well add them up and fill this in.</summary>
/// <remarks>
/// <para>
/// Every sum runs over the units that have a figure, and each summand carries the unit's share <c>w</c>: 1 for
/// <see cref="UnitCombining.Sum"/> and <see cref="UnitCombining.Average"/>, the denominator for <see cref="UnitCombining.RatioOfSums"/>,
/// the named weight for <see cref="UnitCombining.WeightedAverage"/>. A unit without a figure is in <see cref="Units"/> and
/// <see cref="Weight"/> only: like is set against like, and coverage says how much is missing.
/// </para>
/// </remarks>
public sealed record UnitTotals
{
    /// <summary>The rule of any of the units; it gives the way of asking, its numbers are replaced.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>Units with the target.</summary>
    public required int Units { get; init; }

    /// <summary>Units that also have a figure.</summary>
    public required int UnitsWithFigure { get; init; }

    /// <summary>The weight of all units; null where none is named.</summary>
    public decimal? Weight { get; init; }

    /// <summary>The weight of the units that have a figure.</summary>
    public decimal? WeightWithFigure { get; init; }

    /// <summary>Σ <c>w</c>.</summary>
    public decimal Shares { get; init; }

    /// <summary>Σ <c>w × actual</c>; for <see cref="UnitCombining.RatioOfSums"/> Σ numerator.</summary>
    public decimal Actual { get; init; }

    /// <summary>Σ <c>w × target</c>; null where a unit with a figure has none.</summary>
    public decimal? Target { get; init; }

    /// <summary>Σ <c>w × upper bound</c>; null where a unit with a figure has none.</summary>
    public decimal? TargetUpper { get; init; }

    /// <summary>Σ <c>w × stretch</c>; null where a unit with a figure has none, and the units together then have none either.</summary>
    public decimal? Stretch { get; init; }

    /// <summary>Σ <c>w × baseline</c>; null where a unit with a figure has none.</summary>
    public decimal? Baseline { get; init; }

    /// <summary>Whether a unit was left out because its figures do not cover the whole period yet.</summary>
    public bool AnyIncomplete { get; init; }

    /// <summary>Whether the period is due for every unit.</summary>
    public bool Due { get; init; }
}
