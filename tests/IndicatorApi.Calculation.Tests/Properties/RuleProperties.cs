using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

public class RuleProperties
{
    private static readonly Gen<(TargetRule Rule, decimal One, decimal Other, decimal Baseline)> TwoActuals =
        from rule in Generate.Rules
        from one in Generate.Number
        from other in Generate.Number
        from baseline in Generate.Number
        select (rule, one, other, baseline);

    [Fact]
    public void Judge_AnyRule_CapsBetweenZeroAndAHundred() =>
        Prop.ForAll(TwoActuals.ToArbitrary(), facts =>
        {
            var answer = Generate.Judge(facts.Rule, facts.One, facts.Baseline);
            return answer.PercentCapped is null or (>= 0 and <= 100) && answer.PercentCapped.HasValue == answer.Percent.HasValue
                && answer.DifferencePercent == answer.Percent - 100;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Judge_BetterActual_NeverLowersPercentOrVerdict() =>
        Prop.ForAll(TwoActuals.ToArbitrary(), facts =>
        {
            var up = facts.Rule.Direction == Direction.Up;
            var worse = up ? Math.Min(facts.One, facts.Other) : Math.Max(facts.One, facts.Other);
            var better = up ? Math.Max(facts.One, facts.Other) : Math.Min(facts.One, facts.Other);
            var low = Generate.Judge(facts.Rule, worse, facts.Baseline);
            var high = Generate.Judge(facts.Rule, better, facts.Baseline);
            return !(high.Percent < low.Percent) && !(high.Difference < low.Difference) && Rank(high.Verdict) >= Rank(low.Verdict);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Judge_DifferenceAndVerdict_Agree() =>
        Prop.ForAll(TwoActuals.ToArbitrary(), facts =>
        {
            var answer = Generate.Judge(facts.Rule, facts.One, facts.Baseline);
            return answer.Verdict switch
            {
                Verdict.Exceeded => answer.Difference > 0,
                Verdict.Met => answer.Difference >= 0,
                Verdict.NotMet => answer.Difference <= 0,
                _ => answer.Difference is null,
            };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ReduceBy_Mirrored_IsRaiseBy() =>
        Prop.ForAll((from amount in Generate.Positive from actual in Generate.Number from baseline in Generate.Number select (amount, actual, baseline)).ToArbitrary(), facts =>
        {
            var raised = Generate.Judge(new RaiseBy { Amount = facts.amount }, facts.actual, facts.baseline);
            var reduced = Generate.Judge(new ReduceBy { Amount = facts.amount }, -facts.actual, -facts.baseline);
            return raised.Percent == reduced.Percent && raised.Verdict == reduced.Verdict && raised.Difference == reduced.Difference
                && raised.Target == -reduced.Target;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Judge_AnotherUnit_ChangesNoPercent() =>
        Prop.ForAll((from facts in TwoActuals from scale in Gen.Elements(0.001m, 0.1m, 7m, 1000m, 1_000_000m) select (facts, scale)).ToArbitrary(), both =>
        {
            ((var rule, var actual, _, var baseline), var scale) = both;
            var one = Generate.Judge(rule, actual, baseline);
            var other = Generate.Judge(Scaled(rule, scale), actual * scale, baseline * scale);
            if (one.Percent is { } percent)
                Math.Abs(percent - other.Percent.ShouldNotBeNull()).ShouldBeLessThanOrEqualTo(Math.Max(1, Math.Abs(percent)) * 1e-20m);
            else
                other.Percent.ShouldBeNull();
            other.Verdict.ShouldBe(one.Verdict);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Display_AnyDecimals_NeverCrossesTheLineOfTheVerdict() =>
        Prop.ForAll((from facts in TwoActuals from decimals in Gen.Choose(0, 12) select (facts, decimals)).ToArbitrary(), both =>
        {
            ((var rule, var actual, _, var baseline), var decimals) = both;
            var answer = Generate.Judge(rule, actual, baseline);
            if (answer.Percent is not { } percent)
                return true;
            var shown = Percent.Display(percent, answer.Verdict, decimals);
            return Math.Abs(shown - percent) < new decimal(1, 0, 0, false, (byte)decimals) * 1.0001m
                && (answer.Verdict != Verdict.NotMet || percent >= 100 || shown < 100)
                && (answer.Verdict != Verdict.Exceeded || percent <= 100 || shown > 100);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Validate_WhatItAccepts_CanBeJudged() =>
        Prop.ForAll(TwoActuals.ToArbitrary(), facts =>
        {
            if (facts.Rule.Validate(Generate.Indicator(), new(facts.Baseline)).Count > 0)
                return true;
            var answer = Generate.Judge(facts.Rule, facts.One, facts.Baseline);
            // An inverse ratio has none for an actual of zero, a ceiling none for a negative one, a direction never.
            return answer.Percent is not null || answer.Reason is Reason.DenominatorZero or Reason.NoNumericTarget
                || (answer.Reason == Reason.NoMeaning && facts.Rule.Direction == Direction.Down && facts.One < 0);
        }).QuickCheckThrowOnFailure();

    private static int Rank(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => 2,
        Verdict.Met => 1,
        _ => 0,
    };

    private static TargetRule Scaled(TargetRule rule, decimal scale) => rule switch
    {
        ThresholdRule one => one with { Value = one.Value * scale },
        ChangeToRule one => one with { Value = one.Value * scale },
        ChangeByAmountRule one => one with { Amount = one.Amount * scale },
        BandRule one => one with { Lower = one.Lower * scale, Upper = one.Upper * scale },
        _ => rule,
    };
}
