using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>Every formula done again with exact fractions, from the specification and not from the code.</summary>
public class OracleTests
{
    private sealed record Facts(TargetRule Rule, decimal Actual, decimal Baseline);

    private sealed record Answer(Fraction? Percent, int Better, bool Edge = false);

    private static readonly Gen<Facts> Cases =
        from rule in Generate.RulesWithBands
        from actual in Generate.Number
        from baseline in Generate.Number
        select new Facts(rule, actual, baseline);

    [Fact]
    public void Judge_RandomNumbers_GivesTheExactPercentAndVerdict() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            var answer = Generate.Judge(facts.Rule, facts.Actual, facts.Baseline);
            if (Work(facts) is not { } oracle)
            {
                answer.Percent.ShouldBeNull();
                answer.Verdict.ShouldBe(Verdict.NoData);
                return;
            }

            answer.Verdict.ShouldBe(VerdictOf(facts, oracle), facts.ToString());
            if (oracle.Percent is { } percent)
                percent.IsAbout(answer.Percent.ShouldNotBeNull(facts.ToString())).ShouldBeTrue($"{facts}: {answer.Percent}");
            else
                answer.Percent.ShouldBeNull(facts.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static readonly Gen<(decimal lower, decimal upper, decimal baseline, int growth, int years, bool hard)> GrowthBands =
        from lower in Generate.Positive
        from width in Generate.Positive
        from baseline in Generate.Positive
        from growth in Gen.Choose(-40, 60)
        from years in Gen.Choose(1, 4)
        from hard in Gen.Elements(true, false)
        select (lower / 10, (lower + width) / 10, baseline, growth, years, hard);

    [Fact]
    public void AverageGrowth_BandOfRates_IsJudgedByExactLevels() =>
        Prop.ForAll(GrowthBands.ToArbitrary(), facts =>
        {
            var rule = new AverageGrowth { Lower = facts.lower, Upper = facts.upper, Strict = facts.hard, StrictMeansNotMet = facts.hard };
            var actual = facts.baseline * (1 + (facts.growth / 100m));
            var answer = AchievementCalculator.Calculate(
                Generate.Indicator(),
                new() { Scope = Period.Term(2020, 2025), Rule = rule, Baseline = new(facts.baseline, new(2020, 12, 31)) },
                [new() { Period = Period.Year(2020 + facts.years), Value = actual }],
                Period.Year(2020 + facts.years));
            var least = Level(facts.lower);
            var most = Level(facts.upper);
            Fraction a = actual;
            answer.Verdict.ShouldBe(Fraction.Compare(a, most) > 0 ? Verdict.Exceeded
                : Fraction.Compare(a, least) is var place && (place > 0 || (place == 0 && !facts.hard)) ? Verdict.Met : Verdict.NotMet);
            least.IsAbout(answer.Target.ShouldNotBeNull()).ShouldBeTrue();
            most.IsAbout(answer.TargetUpper.ShouldNotBeNull()).ShouldBeTrue();
            if (answer is { Verdict: Verdict.Met })
                answer.Percent.ShouldBe(100);
            else if (facts.years == 1)
                ((Fraction)(decimal)facts.growth / (answer.Verdict == Verdict.Exceeded ? facts.upper : facts.lower) * 100m)
                    .IsAbout(answer.Percent.ShouldNotBeNull()).ShouldBeTrue();

            Fraction Level(decimal rate)
            {
                Fraction level = facts.baseline;
                for (var year = 0; year < facts.years; year++)
                    level *= 1m + ((Fraction)rate / 100m);
                return level;
            }
        }).QuickCheckThrowOnFailure();

    // Null: the facts allow no judgement. Better: the sign of how far beyond the target.
    private static Answer? Work(Facts facts)
    {
        Fraction a = facts.Actual;
        Fraction b = facts.Baseline;
        Fraction hundred = 100m;
        return facts.Rule switch
        {
            AtLeast rule => new(a / rule.Value * hundred, Fraction.Compare(a, rule.Value)),
            MaintainAtLeast rule => new(a / rule.Value * hundred, Fraction.Compare(a, rule.Value)),
            MaintainAtMost rule => new(facts.Actual < 0 ? null : (2m - (a / rule.Value)) * hundred, Fraction.Compare(rule.Value, a)),
            AtMost { CeilingMethod: CeilingMethod.Complement } rule =>
                new(facts.Actual < 0 ? null : (2m - (a / rule.Value)) * hundred, Fraction.Compare(rule.Value, a)),
            AtMost rule => new(facts.Actual > 0 ? rule.Value / a * hundred : null, Fraction.Compare(rule.Value, a)),
            RaiseTo rule => new(rule.Value > facts.Baseline ? (a - b) / (rule.Value - b) * hundred : null, Fraction.Compare(a, rule.Value)),
            ReduceTo rule => new(rule.Value < facts.Baseline ? (b - a) / (b - rule.Value) * hundred : null, Fraction.Compare(rule.Value, a)),
            RaiseBy { Amount: { } amount } => new((a - b) / amount * hundred, Fraction.Compare(a - b, amount)),
            ReduceBy { Amount: { } amount } => new((b - a) / amount * hundred, Fraction.Compare(b - a, amount)),
            RaiseBy rule => OfBand(a - b, rule.Lower!.Value, rule.Upper!.Value),
            ReduceBy rule => OfBand(b - a, rule.Lower!.Value, rule.Upper!.Value),
            RaiseByPercent { Percent: { } percent } => OfShare(a - b, b * percent / hundred),
            ReduceByPercent { Percent: { } percent } => OfShare(b - a, b * percent / hundred),
            RaiseByPercent rule => OfBandOfShares(a - b, rule.Lower!.Value, rule.Upper!.Value),
            ReduceByPercent rule => OfBandOfShares(b - a, rule.Lower!.Value, rule.Upper!.Value),
            MultiplyBy rule => OfShare(a, b * rule.Factor),
            Between rule when facts.Actual > rule.Upper => new(a / rule.Upper * hundred, 1),
            Within rule when facts.Actual > rule.Upper => new((2m - (a / rule.Upper)) * hundred, -1),
            BandRule rule when facts.Actual >= rule.Lower => new(hundred, 0, facts.Actual == rule.Lower || (rule is Within && facts.Actual == rule.Upper)),
            BandRule rule => new(a / rule.Lower * hundred, -1),
            Increase => new(null, Fraction.Compare(a, b)),
            Decrease => new(null, Fraction.Compare(b, a)),
            _ => throw new InvalidOperationException($"No oracle for {facts.Rule}."),
        };

        Answer OfBand(Fraction reached, Fraction least, Fraction most) =>
            Fraction.Compare(reached, most) > 0 ? new(most.Sign > 0 ? reached / most * hundred : null, 1)
            : Fraction.Compare(reached, least) >= 0 ? new(hundred, 0, Fraction.Compare(reached, least) == 0)
            : new(least.Sign > 0 ? reached / least * hundred : null, -1);

        Answer? OfBandOfShares(Fraction reached, decimal least, decimal most) =>
            facts.Baseline < 0 ? null : OfBand(reached, b * least / hundred, b * most / hundred);

        Answer? OfShare(Fraction reached, Fraction planned) =>
            facts.Baseline < 0 ? null : new(planned.Sign > 0 ? reached / planned * hundred : null, Fraction.Compare(reached, planned));
    }

    // Between the number and the stretch a target is met and not exceeded.
    private static bool ReachesTheStretch(Facts facts) => facts.Rule switch
    {
        AtLeast { Stretch: { } stretch } => facts.Actual >= stretch,
        MaintainAtLeast { Stretch: { } stretch } => facts.Actual >= stretch,
        AtMost { Stretch: { } stretch } => facts.Actual <= stretch,
        MaintainAtMost { Stretch: { } stretch } => facts.Actual <= stretch,
        RaiseTo { Stretch: { } stretch } => facts.Actual >= stretch,
        ReduceTo { Stretch: { } stretch } => facts.Actual <= stretch,
        RaiseBy { Stretch: { } stretch } => facts.Actual - facts.Baseline >= stretch,
        ReduceBy { Stretch: { } stretch } => facts.Baseline - facts.Actual >= stretch,
        RaiseByPercent { Stretch: { } stretch } => Fraction.Compare((Fraction)(facts.Actual - facts.Baseline) * 100m, (Fraction)facts.Baseline * stretch) >= 0,
        ReduceByPercent { Stretch: { } stretch } => Fraction.Compare((Fraction)(facts.Baseline - facts.Actual) * 100m, (Fraction)facts.Baseline * stretch) >= 0,
        MultiplyBy { Stretch: { } stretch } => Fraction.Compare(facts.Actual, (Fraction)facts.Baseline * stretch) >= 0,
        _ => true,
    };

    private static Verdict VerdictOf(Facts facts, Answer oracle) => (facts.Rule, oracle.Better) switch
    {
        (DirectionRule, > 0) => Verdict.Met,
        (DirectionRule, _) => Verdict.NotMet,
        (_, > 0) => ReachesTheStretch(facts) ? Verdict.Exceeded : Verdict.Met,
        (BandRule or ChangeBySizeRule { Lower: not null }, 0) when !oracle.Edge => Verdict.Met,
        (NumericRule { Strict: true, StrictMeansNotMet: true }, 0) => Verdict.NotMet,
        (_, 0) => Verdict.Met,
        _ => Verdict.NotMet,
    };
}
