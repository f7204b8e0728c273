using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>A verdict that is given stays right when a figure that was missing comes.</summary>
public class ChangeProperties
{
    private static readonly Gen<TargetRule> Changes = Gen.OneOf(
        from value in Generate.Positive select (TargetRule)new RaiseBy { Amount = value },
        from value in Generate.Positive select (TargetRule)new ReduceBy { Amount = value },
        from value in Gen.Choose(1, 100) select (TargetRule)new RaiseByPercent { Percent = value },
        from value in Gen.Choose(1, 100) select (TargetRule)new ReduceByPercent { Percent = value },
        from value in Generate.Positive select (TargetRule)new MultiplyBy { Factor = value },
        from value in Gen.Choose(-20, 20) select (TargetRule)new AverageGrowth { RatePercent = value },
        Gen.Constant((TargetRule)new Increase()),
        Gen.Constant((TargetRule)new Decrease()));

    [Fact]
    public void Change_OfATotal_IsJudgedOnlyWhenEveryDayIsCovered() =>
        Prop.ForAll(
            (from rule in Changes
             from quarters in Gen.Choose(0, 4)
             from values in Generate.Number.ListOf(4)
             from recurrence in Gen.Elements(Recurrence.Once, Recurrence.EachYear)
             from baseline in Generate.Positive
             select (rule, quarters, values, recurrence, baseline)).ToArbitrary(), facts =>
            {
                var target = new TargetDefinition
                {
                    Scope = Period.Year(2022),
                    Rule = facts.rule,
                    Recurrence = facts.recurrence,
                    Baseline = new(facts.baseline, new DateOnly(2021, 12, 31)),
                };
                Observation[] figures = [.. Enumerable.Range(1, facts.quarters)
                    .Select(quarter => new Observation { Period = Period.Quarter(2022, quarter), Value = facts.values[quarter - 1] })];
                var answer = AchievementCalculator.Calculate(Generate.Indicator(TimeCombining.Sum), target, figures, Period.Year(2022));
                if (facts.quarters == 0)
                    answer.Reason.ShouldBe(Reason.ActualMissing);
                else if (facts.quarters < 4)
                    (answer.Verdict, answer.Percent, answer.Difference, answer.Reason, answer.Actual.HasValue)
                        .ShouldBe((Verdict.NoData, null, null, Reason.PeriodIncomplete, true));
                else
                    answer.Verdict.ShouldNotBe(Verdict.NoData);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Change_OfEachYear_IsNeverMadeWrongByAYearThatComesLater() =>
        Prop.ForAll(
            (from rule in Changes.Where(rule => rule is not AverageGrowth)
             from overTime in Gen.Elements(TimeCombining.Last, TimeCombining.Sum, TimeCombining.Average)
             from values in Generate.Positive.ListOf(6)
             from known in Gen.Elements(true, false).ListOf(6)
             from late in Gen.Choose(0, 5)
             from year in Gen.Choose(2020, 2025)
             select (rule, overTime, values, known, late, year)).ToArbitrary(), facts =>
            {
                var target = new TargetDefinition
                {
                    Scope = Period.Term(2020, 2025),
                    Rule = facts.rule,
                    Recurrence = Recurrence.EachYear,
                    Baseline = new(20, new DateOnly(2019, 12, 31)),
                };
                Observation Of(int i) => new() { Period = Period.Year(2020 + i), Value = facts.values[i] };
                Observation[] before = [.. Enumerable.Range(0, 6).Where(i => facts.known[i] && i != facts.late).Select(Of)];
                Observation[] after = [.. before, Of(facts.late)];
                var indicator = Generate.Indicator(facts.overTime);
                var one = AchievementCalculator.Calculate(indicator, target, before, Period.Year(facts.year));
                var other = AchievementCalculator.Calculate(indicator, target, after, Period.Year(facts.year));
                if (one.Verdict != Verdict.NoData)
                    (other.Verdict, other.Percent).ShouldBe((one.Verdict, one.Percent));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void AverageOverYears_IsTheTotalOfTheYears_HoweverItIsSpread_AndNeverOneYear() =>
        Prop.ForAll(
            (from value in Generate.Positive
             from values in Generate.Number.ListOf(6)
             from years in Gen.Choose(2, 6)
             from one in Gen.Choose(0, 5)
             select (value, values, years, one)).ToArbitrary(), facts =>
            {
                var target = new TargetDefinition
                {
                    Scope = Period.Term(2020, 2025),
                    Rule = new AtLeast { Value = facts.value },
                    Recurrence = Recurrence.PerYearAverage,
                };
                var indicator = Generate.Indicator(TimeCombining.Sum);
                Observation[] figures = [.. Enumerable.Range(0, facts.years)
                    .Select(i => new Observation { Period = Period.Year(2020 + i), Value = facts.values[i] })];
                Observation[] turned = [.. figures.Select((figure, i) => figure with { Value = facts.values[facts.years - 1 - i] })];
                var asked = new Period(new DateOnly(2020, 1, 1), new DateOnly(2019 + facts.years, 12, 31));
                var answer = AchievementCalculator.Calculate(indicator, target, figures, asked);
                var total = AchievementCalculator.Calculate(indicator,
                    target with { Rule = new AtLeast { Value = facts.value * facts.years }, Recurrence = Recurrence.Once }, figures, asked);
                (answer.Actual, answer.Percent, answer.Difference, answer.Verdict).ShouldBe((total.Actual, total.Percent, total.Difference, total.Verdict));
                var other = AchievementCalculator.Calculate(indicator, target, turned, asked);
                (other.Percent, other.Verdict).ShouldBe((answer.Percent, answer.Verdict));
                if (facts.one >= facts.years) return;
                var single = AchievementCalculator.Calculate(indicator, target, figures, Period.Year(2020 + facts.one));
                (single.Percent, single.Verdict, single.Reason).ShouldBe((null, Verdict.NoData, Reason.JudgedOverYears));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
