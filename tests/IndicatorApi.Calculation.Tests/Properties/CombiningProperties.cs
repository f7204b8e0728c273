using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

public class CombiningProperties
{
    private sealed record Facts(TimeCombining OverTime, Frequency Frequency, TargetDefinition Target, Observation[] Observations, Period Asked, int Seed)
    {
        public IndicatorDefinition Indicator => Generate.Indicator(OverTime, Frequency);

        public Achievement Calculate(IReadOnlyList<Observation> observations) =>
            AchievementCalculator.Calculate(Indicator, Target, observations, Asked);
    }

    private static readonly Gen<Facts> Cases =
        from overTime in Gen.Elements(TimeCombining.Sum, TimeCombining.Last, TimeCombining.Average, TimeCombining.None)
        from frequency in Gen.Elements(Frequency.Month, Frequency.Quarter, Frequency.Year, Frequency.Irregular)
        from rule in Generate.RulesWithBands
        from recurrence in Gen.Elements(Recurrence.Once, Recurrence.EachYear)
        from scope in Generate.Periods
        from baseline in Generate.Number
        from observations in Generate.Observations.ArrayOf()
        from asked in Generate.Periods
        from seed in Gen.Choose(0, 1000)
        select new Facts(overTime, frequency, new() { Scope = scope, Rule = rule, Recurrence = recurrence, Baseline = new(baseline) }, observations,
            asked, seed);

    [Fact]
    public void Calculate_ObservationsInAnyOrder_AnswersTheSame() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            var shuffled = (Observation[])facts.Observations.Clone();
            new Random(facts.Seed).Shuffle(shuffled);
            var one = facts.Calculate(facts.Observations);
            var other = facts.Calculate(shuffled);
            other.Used.OrderBy(used => used.Revision).ShouldBe(one.Used.OrderBy(used => used.Revision));
            (other with { Used = [], LeftOut = [], Years = [], FailedPeriods = [] })
                .ShouldBe(one with { Used = [], LeftOut = [], Years = [], FailedPeriods = [] });
            other.Years.ShouldBe(one.Years);
            other.FailedPeriods.ShouldBe(one.FailedPeriods);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Calculate_EveryObservation_IsUsedOrLeftOut() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            var answer = facts.Calculate(facts.Observations);
            return answer.Verdict == Verdict.NotAssessable || !facts.Target.Scope.Overlaps(facts.Asked)
                || answer.Used.Concat(answer.LeftOut.Select(left => left.Observation)).ToHashSet().SetEquals(facts.Observations);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Calculate_SumOrAverage_CountsNoDayTwice() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            Observation[] used = [.. facts.Calculate(facts.Observations).Used.OrderBy(one => one.Period)];
            return used.Zip(used.Skip(1)).All(pair => !pair.First.Period.Overlaps(pair.Second.Period));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Calculate_CoveredByLonger_OverlapsWhatWasUsed() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            var answer = facts.Calculate(facts.Observations);
            return answer.LeftOut.Where(left => left.Why == LeftOutReason.CoveredByLonger)
                .All(left => answer.Used.Any(used => used.Period.Overlaps(left.Observation.Period)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Calculate_CoverageAndElapsed_AreShares() =>
        Prop.ForAll(Cases.ToArbitrary(), facts =>
        {
            var answer = facts.Calculate(facts.Observations);
            return answer.Coverage is null or (>= 0 and <= 1) && answer.Pace?.Elapsed is null or (>= 0 and <= 1)
                && answer.Window.End <= (facts.Asked.End > answer.Window.Start ? facts.Asked.End : answer.Window.End);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Calculate_FiguresAddedEarly_AnswersAsTheFiguresThemselves() =>
        Prop.ForAll(
            (from months in Gen.Choose(1, 12).ListOf()
             from values in Gen.ListOf(Generate.Number, 12)
             from rule in Generate.RulesWithBands
             from recurrence in Gen.Elements(Recurrence.Once, Recurrence.EachYear)
             from ratio in Gen.Elements(true, false)
             select (Months: months.Distinct().Order().ToArray(), values, rule, recurrence, ratio)).ToArbitrary(), facts =>
            {
                var pairs = facts.ratio;
                var indicator = Generate.Indicator(TimeCombining.Sum, Frequency.Month, pairs ? IndicatorValueType.Ratio : IndicatorValueType.Number);
                // What must hold, and what compares wholes, needs the single figures; so they are not added early.
                if (facts.Months.Length == 0 || facts.rule.HoldsThroughout || facts.rule.ComparesWholes(indicator))
                    return;
                var target = new TargetDefinition { Scope = Period.Year(2022), Rule = facts.rule, Recurrence = facts.recurrence, Baseline = new(17) };
                Observation[] raw = [.. facts.Months.Select(month => new Observation
                {
                    Period = Period.Month(2022, month),
                    Value = pairs ? null : facts.values[month - 1],
                    Numerator = pairs ? facts.values[month - 1] : null,
                    Denominator = pairs ? month : null,
                })];
                var added = raw[0] with
                {
                    Period = new(raw[0].Period.Start, raw[^1].Period.End),
                    Value = raw.Sum(one => one.Value) is var sum && pairs ? null : sum,
                    Numerator = pairs ? raw.Sum(one => one.Numerator) : null,
                    Denominator = pairs ? raw.Sum(one => one.Denominator) : null,
                    Parts = raw.Length,
                };
                var expected = AchievementCalculator.Calculate(indicator, target, raw, Period.Year(2022));
                var answer = AchievementCalculator.Calculate(indicator, target, [added], Period.Year(2022));
                (answer with { Used = [], LeftOut = [], MetOn = null, MetThenLost = false, FailedPeriods = [] })
                    .ShouldBe(expected with { Used = [], LeftOut = [], MetOn = null, MetThenLost = false, FailedPeriods = [] });
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void ScopeYears_ConsecutiveTerms_ShareNoYear() =>
        Prop.ForAll(
            (from start in Generate.Day from first in Gen.Choose(700, 2200) from second in Gen.Choose(700, 2200) select (start, first, second))
                .ToArbitrary(), facts =>
            {
                var one = new Period(facts.start, facts.start.AddDays(facts.first));
                var next = new Period(one.End.AddDays(1), one.End.AddDays(1 + facts.second));
                return ScopeYears.Of(one).Last < ScopeYears.Of(next).First && ScopeYears.Of(one).First <= ScopeYears.Of(one).Last;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
