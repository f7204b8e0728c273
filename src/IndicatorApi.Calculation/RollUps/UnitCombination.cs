namespace IndicatorApi.Calculation;

/// <summary>Rolls one indicator up over organisation units, in the way that the indicator declares.</summary>
/// <remarks>
/// Actuals, numbers to reach and baselines are combined in the same way, and the aggregate is judged by the same code as a single unit.
/// 19 of 10 and 28 of 25 together are 47 of 35, 134.29 %; the mean of their percents, 151 %, is never given. A value to be maintained is
/// judged on the aggregate of the window alone: which unit failed in which year stands in the units' own rows.
/// </remarks>
public static class UnitCombination
{
    /// <summary>Adds units up.</summary>
    /// <param name="indicator">The indicator, which says how units combine.</param>
    /// <param name="units">The units that have the target, with a figure or without.</param>
    public static RollUp Combine(IndicatorDefinition indicator, IReadOnlyList<UnitFigures> units)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(units);
        if (units.Count == 0)
            return new() { Verdict = Verdict.NoData, Reason = Reason.ActualMissing };
        if (indicator.OverUnits == UnitCombining.None)
            return Refused(RollUpRefusal.NotCombinable, units.Count);
        var adder = new UnitAdder(indicator.OverUnits, units[0]);
        try
        {
            foreach (var unit in units)
            {
                if (adder.Add(unit) is { } refusal)
                    return Refused(refusal, units.Count);
            }

            return Judge(indicator, adder.Totals());
        }
        catch (OverflowException)
        {
            return new() { Verdict = Verdict.NoData, Reason = Reason.OutOfRange, Units = units.Count };
        }
    }

    /// <summary>Judges sums that were made elsewhere.</summary>
    /// <param name="indicator">The indicator, which says how units combine.</param>
    /// <param name="totals">The sums, as <see cref="UnitTotals"/> describes them. That all units are asked in one way is the caller's to see to.</param>
    public static RollUp Judge(IndicatorDefinition indicator, UnitTotals totals)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(totals);
        if (indicator.OverUnits == UnitCombining.None)
            return Refused(RollUpRefusal.NotCombinable, totals.Units);
        if (totals.Rule.ForUnits(0, 0, 0) is null)
            return Refused(RollUpRefusal.KindNotCombinable, totals.Units);
        if (totals.UnitsWithFigure == 0)
            return Missing(totals);
        try
        {
            return JudgeTotals(indicator, totals);
        }
        catch (OverflowException)
        {
            return Missing(totals) with { Reason = Reason.OutOfRange };
        }
    }

    private static RollUp JudgeTotals(IndicatorDefinition indicator, UnitTotals totals)
    {
        var isSum = indicator.OverUnits == UnitCombining.Sum;
        var isRatio = indicator.OverUnits == UnitCombining.RatioOfSums;
        var shares = isSum ? 1 : totals.Shares;
        // Weights of zero leave the figures without a say, as missing ones do; a ratio of nothing is no figure.
        if (shares == 0)
            return isRatio ? Missing(totals) with { Reason = Reason.DenominatorZero } : Refused(RollUpRefusal.WeightsZero, totals.Units);
        var actual = (isRatio ? totals.Actual * indicator.Factor : totals.Actual) / shares;
        var target = totals.Target / shares;
        var upper = totals.TargetUpper / shares;
        var baseline = totals.Baseline / shares;
        if (RuleOf(totals, shares) is not { } rule)
            return Missing(totals) with { Actual = actual, Reason = Reason.BaselineMissing };
        // One unit's figures for one window: nothing is left to be multiplied by years.
        var context = new RuleContext(indicator, baseline);
        var judgement = rule.Judge(actual, context);
        var percent = judgement.Percent;
        return Missing(totals) with
        {
            Rule = rule,
            Target = target,
            TargetUpper = upper,
            Baseline = baseline,
            Actual = actual,
            Numerator = isRatio ? totals.Actual : null,
            Denominator = isRatio ? totals.Shares : null,
            Percent = percent,
            PercentCapped = percent is { } exact ? Percent.Cap(exact) : null,
            Difference = judgement.Difference,
            Verdict = judgement.Verdict,
            Reason = judgement.Reason,
            Method = rule.Method,
        };
    }

    /// <summary>What the units are asked for together; null where that takes a baseline that is not known.</summary>
    internal static TargetRule? RuleOf(UnitTotals totals, decimal shares)
    {
        var baseline = totals.Baseline / shares;
        return WithStretch(totals.Rule.ForUnits(totals.Target / shares, totals.TargetUpper / shares, baseline), totals, shares, baseline);
    }

    /// <summary>The stretch of the units together is made as their number to reach is.</summary>
    private static TargetRule? WithStretch(TargetRule? rule, UnitTotals totals, decimal shares, decimal? baseline)
    {
        if (rule is not NumericRule one)
            return rule;
        var stretched = totals.Rule is NumericRule { Stretch: not null } ? one.ForUnits(totals.Stretch / shares, null, baseline) as NumericRule : null;
        return one with { Stretch = stretched?.Number };
    }

    private static RollUp Missing(UnitTotals totals) => new()
    {
        Verdict = Verdict.NoData,
        Reason = totals.AnyIncomplete ? Reason.PeriodIncomplete : totals.Due ? Reason.ActualMissing : Reason.NotDue,
        Units = totals.Units,
        UnitsWithFigure = totals.UnitsWithFigure,
        CoverageByCount = totals.Units > 0 ? (decimal)totals.UnitsWithFigure / totals.Units : null,
        CoverageByWeight = totals.Weight > 0 ? totals.WeightWithFigure / totals.Weight : null,
    };

    private static RollUp Refused(RollUpRefusal refusal, int units) => new()
    {
        Refusal = refusal,
        Verdict = Verdict.NotAssessable,
        Reason = Reason.NotCombinable,
        Units = units,
    };
}
