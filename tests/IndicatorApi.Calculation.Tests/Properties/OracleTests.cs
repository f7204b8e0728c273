using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>Every formula done again with exact fractions, from the specification and not from the code.</summary>
public class OracleTests
{
    private sealed record Facts(TargetRule Rule, decimal Actual, decimal Baseline);

    private sealed record Answer(Fraction? Percent, int Better, bool BandInside = false);

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

            answer.Verdict.ShouldBe(VerdictOf(facts.Rule, oracle), facts.ToString());
            if (oracle.Percent is { } percent)
                percent.IsAbout(answer.Percent.ShouldNotBeNull(facts.ToString())).ShouldBeTrue($"{facts}: {answer.Percent}");
            else
                answer.Percent.ShouldBeNull(facts.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

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
            AtMost { CeilingMethod: CeilingMethod.Complement } rule => new(facts.Actual < 0 ? null : (2m - (a / rule.Value)) * hundred, Fraction.Compare(rule.Value, a)),
            AtMost rule => new(facts.Actual > 0 ? rule.Value / a * hundred : null, Fraction.Compare(rule.Value, a)),
            RaiseTo rule => new(rule.Value > facts.Baseline ? (a - b) / (rule.Value - b) * hundred : null, Fraction.Compare(a, rule.Value)),
            ReduceTo rule => new(rule.Value < facts.Baseline ? (b - a) / (b - rule.Value) * hundred : null, Fraction.Compare(rule.Value, a)),
            RaiseBy rule => new((a - b) / rule.Amount * hundred, Fraction.Compare(a - b, rule.Amount)),
            ReduceBy rule => new((b - a) / rule.Amount * hundred, Fraction.Compare(b - a, rule.Amount)),
            RaiseByPercent rule => OfShare(a - b, b * rule.Percent / hundred),
            ReduceByPercent rule => OfShare(b - a, b * rule.Percent / hundred),
            MultiplyBy rule => OfShare(a, b * rule.Factor),
            Between rule when facts.Actual > rule.Upper => new(a / rule.Upper * hundred, 1),
            Within rule when facts.Actual > rule.Upper => new((2m - (a / rule.Upper)) * hundred, -1),
            BandRule rule when facts.Actual >= rule.Lower => new(hundred, 0),
            BandRule rule => new(a / rule.Lower * hundred, -1),
            Increase => new(null, Fraction.Compare(a, b)),
            Decrease => new(null, Fraction.Compare(b, a)),
            _ => throw new InvalidOperationException($"No oracle for {facts.Rule}."),
        };

        Answer? OfShare(Fraction reached, Fraction planned) =>
            facts.Baseline < 0 ? null : new(planned.Sign > 0 ? reached / planned * hundred : null, Fraction.Compare(reached, planned));
    }

    private static Verdict VerdictOf(TargetRule rule, Answer oracle) => (rule, oracle.Better) switch
    {
        (DirectionRule, > 0) => Verdict.Met,
        (DirectionRule, _) => Verdict.NotMet,
        (_, > 0) => Verdict.Exceeded,
        (ThresholdRule { Strict: true, StrictMeansNotMet: true }, 0) => Verdict.NotMet,
        (_, 0) => Verdict.Met,
        _ => Verdict.NotMet,
    };
}
