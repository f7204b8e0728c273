namespace IndicatorApi.Calculation;

/// <summary>What one organisation unit brings to a roll-up of one indicator.</summary>
/// <remarks>All of it stands in the unit's <see cref="Achievement"/>; <see cref="Of"/> takes it from there.</remarks>
public sealed record UnitFigures
{
    /// <summary>The unit's rule. Units may be asked for different numbers, but must be asked in the same way.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The number to reach in the indicator's unit.</summary>
    public decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public decimal? TargetUpper { get; init; }

    /// <summary>The stretch, in the indicator's unit; null for a target without one.</summary>
    public decimal? Stretch { get; init; }

    /// <summary>The value at the start, against which a change is set.</summary>
    public decimal? Baseline { get; init; }

    /// <summary>The actual; null where the unit has no figure, or only a part of a total that may not be compared (<see cref="IsIncomplete"/>).</summary>
    public decimal? Actual { get; init; }

    /// <summary>Whether there are figures that do not cover the whole period yet, so that the unit is left out of both sides until they do.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The part, for a ratio that combines by counts.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>The whole, for a ratio that combines by counts.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>The unit's weight (population, households), for a weighted mean and for coverage by weight.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Whether the period is due for the unit.</summary>
    public bool Due { get; init; }

    /// <summary>Takes what is needed from a unit's own answer.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="rule">The unit's rule.</param>
    /// <param name="achievement">The unit's answer.</param>
    /// <param name="weight">The unit's weight, where one is named.</param>
    public static UnitFigures Of(IndicatorDefinition indicator, TargetRule rule, Achievement achievement, decimal? weight = null)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(achievement);
        return new()
        {
            Rule = rule,
            Target = achievement.Target,
            TargetUpper = achievement.TargetUpper,
            Stretch = achievement.Stretch?.Target,
            Baseline = new RuleContext(indicator, achievement.BaselineUsed, achievement.YearsCounted).ScaledBaseline,
            Actual = achievement.Reason == Reason.PeriodIncomplete ? null : achievement.Actual,
            IsIncomplete = achievement.Reason == Reason.PeriodIncomplete,
            Numerator = achievement.Numerator,
            Denominator = achievement.Denominator,
            Weight = weight,
            Due = achievement.Due,
        };
    }
}
