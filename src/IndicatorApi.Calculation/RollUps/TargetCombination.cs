namespace IndicatorApi.Calculation;

/// <summary>What one unit brings to a target that several units have together.</summary>
/// <param name="Target">Its own target.</param>
/// <param name="Share">How much of the unit counts: 1 for all of it.</param>
/// <param name="Weight">What it weighs where targets are averaged: its denominator for a ratio, its weight for a mean; null where nobody knows.</param>
public sealed record WeighedTarget(TargetDefinition Target, decimal Share, decimal? Weight);

/// <summary>Makes one target of the targets of several units, in the way in which the indicator combines units.</summary>
/// <remarks>Two wards that were asked for 30 and 20 new enterprises are together asked for 50; one alone keeps its target, word for word.</remarks>
public static class TargetCombination
{
    /// <summary>The target of the units together; null where there is none: they are asked in different ways, or a weight is missing.</summary>
    /// <param name="indicator">The indicator, which says how units combine.</param>
    /// <param name="parts">The targets, all for the same time and with the same recurrence.</param>
    public static TargetDefinition? Combine(IndicatorDefinition indicator, IReadOnlyList<WeighedTarget> parts)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            return null;
        var first = parts[0].Target;
        if (parts is [{ Share: 1 }])
            return first;
        // Where nothing adds up, all are asked for the same number: so are they together, whatever they weigh.
        if (indicator.OverUnits is UnitCombining.RatioOfSums or UnitCombining.WeightedAverage
            && parts.All(part => part.Target.Rule == first.Rule && part.Target.Baseline == first.Baseline))
            return first with { Checkpoints = [] };
        try
        {
            return Add(indicator, parts);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static TargetDefinition? Add(IndicatorDefinition indicator, IReadOnlyList<WeighedTarget> parts)
    {
        if (indicator.OverUnits is UnitCombining.None or UnitCombining.Average)
            return null;
        var figures = parts.Select(part => Figures(indicator, part)).ToList();
        var adder = new UnitAdder(indicator.OverUnits, figures[0]);
        if (figures.Any(unit => adder.Add(unit) is not null))
            return null;
        var totals = adder.Totals();
        var shares = indicator.OverUnits == UnitCombining.Sum ? 1 : totals.Shares;
        if (shares == 0 || totals.Rule.ForUnits(0, 0, 0) is null)
            return null;
        if (UnitCombination.RuleOf(totals, shares) is not { } rule)
            return null;
        var first = parts[0].Target;
        return first with { Rule = rule, Baseline = totals.Baseline is { } value ? new Baseline(value / shares, first.Baseline?.On) : null, Checkpoints = [] };
    }

    // A sum of parts of units is made of parts; a mean weighs each by how much of it counts.
    private static UnitFigures Figures(IndicatorDefinition indicator, WeighedTarget part)
    {
        var context = new RuleContext(indicator, part.Target.Baseline?.Value);
        var bounds = part.Target.Rule.Effective(context);
        var (times, weight) = indicator.OverUnits == UnitCombining.Sum ? (part.Share, (decimal?)null) : (1, part.Weight * part.Share);
        return new UnitFigures
        {
            Rule = part.Target.Rule,
            Target = bounds.Target * times,
            TargetUpper = bounds.Upper * times,
            Stretch = (part.Target.Rule as NumericRule)?.AtStretch()?.Effective(context).Target * times,
            Baseline = part.Target.Baseline?.Value * times,
            Actual = 0,
            Numerator = 0,
            Denominator = weight,
            Weight = weight,
        };
    }
}
