using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>Random facts and rules, small enough to read when a property fails.</summary>
internal static class Generate
{
    private static readonly Frequency[] Rhythms = [Frequency.Month, Frequency.Quarter, Frequency.HalfYear, Frequency.Year];

    /// <summary>Numbers with up to three decimals.</summary>
    public static Gen<decimal> Number { get; } =
        from digits in Gen.Choose(-50_000, 50_000)
        from scale in Gen.Choose(0, 3)
        select new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)scale);

    public static Gen<decimal> Positive { get; } = Number.Select(number => Math.Abs(number) + 0.1m);

    public static Gen<DateOnly> Day { get; } =
        Gen.Choose(new DateOnly(2018, 1, 1).DayNumber, new DateOnly(2027, 12, 31).DayNumber).Select(DateOnly.FromDayNumber);

    public static Gen<Period> Periods { get; } = Gen.OneOf(
        from day in Day
        from rhythm in Gen.Elements(Rhythms)
        select Period.Containing(day, rhythm),
        from one in Day
        from other in Day
        select one < other ? new Period(one, other) : new Period(other, one),
        from first in Gen.Choose(2010, 2025)
        from years in Gen.Choose(1, 6)
        select Period.Term(first, first + years));

    /// <summary>Rules whose percent grows with the actual one way.</summary>
    public static Gen<TargetRule> Rules { get; } = Gen.OneOf(
        from value in Positive
        from strict in Gen.Elements(true, false)
        from hard in Gen.Elements(true, false)
        select (TargetRule)new AtLeast { Value = value, Strict = strict, StrictMeansNotMet = hard && strict },
        from value in Positive
        from method in Gen.Elements(CeilingMethod.Complement, CeilingMethod.InverseRatio)
        select (TargetRule)new AtMost { Value = value, CeilingMethod = method },
        from value in Number select (TargetRule)new RaiseTo { Value = value },
        from value in Number select (TargetRule)new ReduceTo { Value = value },
        from value in Positive select (TargetRule)new RaiseBy { Amount = value },
        from value in Positive select (TargetRule)new ReduceBy { Amount = value },
        from value in Positive select (TargetRule)new RaiseByPercent { Percent = value },
        from value in Gen.Choose(1, 100) select (TargetRule)new ReduceByPercent { Percent = value },
        from value in Positive select (TargetRule)new MultiplyBy { Factor = value },
        from value in Positive select (TargetRule)new MaintainAtLeast { Value = value },
        from value in Positive select (TargetRule)new MaintainAtMost { Value = value },
        from lower in Positive from width in Positive select (TargetRule)new Between { Lower = lower, Upper = lower + width },
        Gen.Constant((TargetRule)new Increase()),
        Gen.Constant((TargetRule)new Decrease()));

    /// <summary>The same kinds with every word and member that may stand beside the number: khoảng, trên, a stretch, a band of changes.</summary>
    public static Gen<TargetRule> RulesWithMembers { get; } = Gen.OneOf(
        Rules,
        from rule in Gen.OneOf(Rules, Changes())
        from about in Gen.Elements(true, false)
        from strict in Gen.Elements(true, false)
        from hard in Gen.Elements(true, false)
        from further in Gen.OneOf(Gen.Constant((decimal?)null), Positive.Select(number => (decimal?)number))
        select rule is NumericRule one
            ? Stretched(one with { About = about, Strict = strict, StrictMeansNotMet = hard && strict }, further)
            : rule);

    private static Gen<TargetRule> Changes() =>
        from lower in Positive
        from width in Positive
        from kind in Gen.Choose(0, 3)
        select (TargetRule)(kind switch
        {
            0 => new RaiseBy { Lower = lower, Upper = lower + width },
            1 => new ReduceBy { Lower = lower, Upper = lower + width },
            2 => new RaiseByPercent { Lower = lower, Upper = lower + width },
            _ => new ReduceByPercent { Lower = lower / 1000, Upper = (lower + width) / 1000 },
        });

    private static NumericRule Stretched(NumericRule rule, decimal? further) => rule switch
    {
        ThresholdRule { Direction: Direction.Up } one => one with { Stretch = one.Value + further },
        ThresholdRule one => one with { Stretch = one.Value - further },
        RaiseTo one => one with { Stretch = one.Value + further },
        ReduceTo one => one with { Stretch = one.Value - further },
        ChangeByAmountRule { Amount: { } amount } one => one with { Stretch = amount + further },
        ChangeByPercentRule { Percent: { } percent } one => one with { Stretch = percent + further },
        MultiplyBy one => one with { Stretch = one.Factor + further },
        _ => rule,
    };

    public static Gen<TargetRule> RulesWithBands { get; } = Gen.OneOf(
        RulesWithMembers,
        from lower in Positive
        from width in Positive
        from strict in Gen.Elements(true, false)
        select (TargetRule)new Within { Lower = lower, Upper = lower + width, Strict = strict, StrictMeansNotMet = strict });

    public static Gen<Observation> Observations { get; } =
        from period in Periods
        from value in Number
        from revision in Gen.Choose(1, int.MaxValue)
        select new Observation { Period = period, Value = value, Revision = new(revision, 0, 0, new byte[8]), Recorded = revision };

    public static IndicatorDefinition Indicator(
        TimeCombining overTime = TimeCombining.Last, Frequency frequency = Frequency.Year, IndicatorValueType valueType = IndicatorValueType.Number) => new()
        {
            Code = "case",
            ValueType = valueType,
            OverTime = overTime,
            Frequency = frequency,
            Factor = valueType == IndicatorValueType.Ratio ? 100 : 1,
        };

    public static Achievement Judge(TargetRule rule, decimal actual, decimal? baseline = null, TimeCombining overTime = TimeCombining.Last) =>
        AchievementCalculator.Calculate(
            Indicator(overTime),
            new() { Scope = Period.Year(2022), Rule = rule, Baseline = baseline is { } value ? new(value) : null },
            [new() { Period = Period.Year(2022), Value = actual }],
            Period.Year(2022));
}
