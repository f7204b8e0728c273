using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

public class RuleProperties
{
    private static readonly Gen<(TargetRule Rule, decimal One, decimal Other, decimal Baseline)> TwoActuals =
        from rule in Generate.RulesWithMembers
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
        Prop.ForAll((from amount in Generate.Positive from actual in Generate.Number from baseline in Generate.Number select (amount, actual, baseline))
            .ToArbitrary(), facts =>
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

    [Fact]
    public void About_OnAnyRule_ChangesNothingButTheWords() =>
        Prop.ForAll(TwoActuals.Where(facts => facts.Rule is NumericRule).ToArbitrary(), facts =>
        {
            var rule = (NumericRule)facts.Rule;
            var plain = rule with { About = false };
            var about = rule with { About = true };
            Generate.Judge(about, facts.One, facts.Baseline).ShouldBeEquivalentTo(Generate.Judge(plain, facts.One, facts.Baseline));
            about.TargetText().ShouldContain("khoảng");
            about.TargetTextInEnglish().ShouldContain("about");
            plain.TargetText().ShouldNotContain("khoảng");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Strict_OnAnyRule_ChangesOnlyEquality() =>
        Prop.ForAll(TwoActuals.Where(facts => facts.Rule is NumericRule).ToArbitrary(), facts =>
        {
            var plain = (NumericRule)facts.Rule with { Strict = false, StrictMeansNotMet = false };
            var one = Generate.Judge(plain, facts.One, facts.Baseline);
            Generate.Judge(plain with { Strict = true }, facts.One, facts.Baseline).ShouldBeEquivalentTo(one);
            var hard = Generate.Judge(plain with { Strict = true, StrictMeansNotMet = true }, facts.One, facts.Baseline);
            hard.Percent.ShouldBe(one.Percent);
            hard.Difference.ShouldBe(one.Difference);
            if (one.Verdict != hard.Verdict)
                (one.Verdict, hard.Verdict, one.Difference).ShouldBe((Verdict.Met, Verdict.NotMet, 0m));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Strict_ExactlyTheNumber_IsNeverExceeded() =>
        Prop.ForAll((from facts in TwoActuals from hard in Gen.Elements(true, false) select (facts, hard)).ToArbitrary(), both =>
        {
            ((var rule, _, _, var baseline), var hard) = both;
            if (rule is not NumericRule plain || Generate.Judge(rule, 0, baseline).Target is not { } target)
                return true;
            var numeric = plain with { Strict = true, StrictMeansNotMet = hard };
            return Generate.Judge(numeric, target, baseline).Verdict == (hard ? Verdict.NotMet : Verdict.Met);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Stretch_OnAnyRule_GivesOnePercentForEachNumberAndDecidesExceeded() =>
        Prop.ForAll(TwoActuals.Where(facts => facts.Rule is NumericRule { Stretch: not null }).ToArbitrary(), facts =>
        {
            var rule = (NumericRule)facts.Rule;
            var answer = Generate.Judge(rule, facts.One, facts.Baseline);
            var single = Generate.Judge(rule with { Stretch = null }, facts.One, facts.Baseline);
            answer.Percent.ShouldBe(single.Percent);
            answer.Difference.ShouldBe(single.Difference);
            single.Stretch.ShouldBeNull();
            var stretch = answer.Stretch.ShouldNotBeNull();
            if (answer.Verdict == Verdict.NoData)
                return;
            (stretch.Difference >= 0).ShouldBe(stretch.Reached);
            answer.Verdict.ShouldBe(single.Verdict == Verdict.Exceeded && !stretch.Reached ? Verdict.Met : single.Verdict);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Near_AnyActual_IsMetOnBothSidesAlikeAndNeverExceeded() =>
        Prop.ForAll((from point in Generate.Number from tolerance in Generate.Positive from actual in Generate.Number select (point, tolerance, actual))
            .ToArbitrary(), facts =>
        {
            var rule = new Near { Value = facts.point, Tolerance = facts.tolerance };
            var one = Generate.Judge(rule, facts.actual);
            var mirrored = Generate.Judge(rule, (2 * facts.point) - facts.actual);
            one.Verdict.ShouldBe(facts.actual >= facts.point - facts.tolerance && facts.actual <= facts.point + facts.tolerance ? Verdict.Met : Verdict.NotMet);
            mirrored.Verdict.ShouldBe(one.Verdict);
            mirrored.Difference.ShouldBe(-one.Difference);
            (one.Percent, one.Reason).ShouldBe((null, Reason.KindHasNoPercent));
            Generate.Judge(rule, facts.point + facts.tolerance).Verdict.ShouldBe(Verdict.Met);
            Generate.Judge(rule, facts.point - facts.tolerance - 0.0001m).Verdict.ShouldBe(Verdict.NotMet);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void RankWithin_BetterPlace_NeverLosesAndNeverExceeds() =>
        Prop.ForAll((from n in Gen.Choose(1, 63) from one in Gen.Choose(1, 63) from other in Gen.Choose(1, 63) select (n, one, other)).ToArbitrary(), facts =>
        {
            var rule = new RankWithin { N = facts.n, Of = 63 };
            var better = Generate.Judge(rule, Math.Min(facts.one, facts.other));
            var worse = Generate.Judge(rule, Math.Max(facts.one, facts.other));
            return better.Difference >= worse.Difference && Rank(better.Verdict) >= Rank(worse.Verdict)
                && better is { Percent: null, Reason: Reason.KindHasNoPercent, Verdict: Verdict.Met or Verdict.NotMet }
                && (better.Verdict == Verdict.Met) == (better.Difference >= 0);
        }).QuickCheckThrowOnFailure();

    private static int Rank(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => 2,
        Verdict.Met => 1,
        _ => 0,
    };

    private static TargetRule Scaled(TargetRule rule, decimal scale) => rule switch
    {
        ThresholdRule one => one with { Value = one.Value * scale, Stretch = one.Stretch * scale },
        ChangeToRule one => one with { Value = one.Value * scale, Stretch = one.Stretch * scale },
        ChangeByAmountRule one => one with { Amount = one.Amount * scale, Lower = one.Lower * scale, Upper = one.Upper * scale, Stretch = one.Stretch * scale },
        BandRule one => one with { Lower = one.Lower * scale, Upper = one.Upper * scale },
        _ => rule,
    };
}
