using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests;

/// <summary>What a conformance case cannot say: limits, identity, cost.</summary>
public class AchievementCalculatorTests
{
    private static readonly TargetDefinition TwentyFiveInTheTerm = new() { Scope = Period.Term(2020, 2025), Rule = new AtLeast { Value = 25 } };

    [Fact]
    public void Calculate_SumTooLarge_AnswersOutOfRange()
    {
        Observation[] huge = [Yearly(2020, decimal.MaxValue), Yearly(2021, decimal.MaxValue)];
        var answer = AchievementCalculator.Calculate(Generate.Indicator(TimeCombining.Sum), TwentyFiveInTheTerm, huge, Period.Year(2021));
        answer.Percent.ShouldBeNull();
        answer.Reason.ShouldBe(Reason.OutOfRange);
        answer.Verdict.ShouldBe(Verdict.NoData);
    }

    [Fact]
    public void Calculate_PercentTooLarge_AnswersOutOfRange() =>
        AchievementCalculator.Calculate(
            Generate.Indicator(TimeCombining.Sum), TwentyFiveInTheTerm with { Rule = new AtLeast { Value = 0.0000001m } },
            [Yearly(2020, decimal.MaxValue)], Period.Year(2020)).Reason.ShouldBe(Reason.OutOfRange);

    [Fact]
    public void Calculate_FiguresChangedAfterwards_LeavesTheAnswerAsItWas()
    {
        Observation[] years = [Yearly(2020, 3), Yearly(2021, 4)];
        var answer = AchievementCalculator.Calculate(Generate.Indicator(TimeCombining.Sum), TwentyFiveInTheTerm, years, Period.Year(2021));
        Array.Clear(years);
        answer.Used.ShouldBe([Yearly(2020, 3), Yearly(2021, 4)]);
    }

    [Fact]
    public void Calculate_PaceTooLarge_LeavesThePaceOutAndKeepsThePercent()
    {
        // A tenth of the way after a day of the term leads to a number that no decimal holds.
        var target = TwentyFiveInTheTerm with { Rule = new RaiseTo { Value = 1_000_000 }, Baseline = new(1), PathModel = PathModel.Cagr };
        Observation[] figures = [new() { Period = new(new DateOnly(2020, 1, 1), new DateOnly(2020, 1, 1)), Value = 1000 }];
        var answer = AchievementCalculator.Calculate(Generate.Indicator(), target, figures, new(new DateOnly(2020, 1, 1), new DateOnly(2020, 1, 1)));
        answer.Pace.ShouldBeNull();
        answer.Percent.ShouldNotBeNull();
        answer.Verdict.ShouldBe(Verdict.NotMet);
    }

    [Fact]
    public void Calculate_ThousandsOfObservations_AddsThemAll()
    {
        Observation[] days = [.. Enumerable.Range(0, 2000).Select(day => new Observation
        {
            Period = new(new DateOnly(2020, 1, 1).AddDays(day), new DateOnly(2020, 1, 1).AddDays(day)),
            Value = 1,
        }).Reverse()];
        var answer = AchievementCalculator.Calculate(
            Generate.Indicator(TimeCombining.Sum, Frequency.Month), TwentyFiveInTheTerm, days, Period.Term(2020, 2025));
        answer.Actual.ShouldBe(2000);
        answer.MetOn.ShouldBe(new DateOnly(2020, 1, 25));
        answer.Coverage.ShouldBe(65m / 72);
    }

    [Fact]
    public void Calculate_ObservationWithoutTheRightKindOfFigure_IsLeftOut()
    {
        var answer = AchievementCalculator.Calculate(
            Generate.Indicator(TimeCombining.Sum), TwentyFiveInTheTerm, [new() { Period = Period.Year(2020), Level = "tốt" }], Period.Year(2020));
        answer.Actual.ShouldBeNull();
        answer.LeftOut.Count.ShouldBe(1);
    }

    [Fact]
    public void Calculate_LevelsThatDoNotAddUp_TakesTheLatest()
    {
        var indicator = Generate.Indicator(TimeCombining.Sum, valueType: IndicatorValueType.Level) with { Levels = ["kém", "khá", "tốt"] };
        var target = new TargetDefinition { Scope = Period.Term(2020, 2025), Rule = new Achieve { Level = "khá" } };
        var answer = AchievementCalculator.Calculate(
            indicator, target, [new() { Period = Period.Year(2020), Level = "tốt" }, new() { Period = Period.Year(2021), Level = "khá" }], Period.Year(2021));
        answer.Actual.ShouldBe(1);
        answer.Verdict.ShouldBe(Verdict.Met);
    }

    [Theory]
    [InlineData("2020-05-20", "2025-06-30", "2025", false)]
    [InlineData("2020-05-20", "2025-06-30", "2024", true)]
    [InlineData("2020-05-20", "2025-06-30", "2020", true)]
    [InlineData("2020-05-20", "2025-06-30", "2019", false)]
    [InlineData("2020-05-20", "2025-06-30", "2024-10-01--2025-02-28", true)]
    [InlineData("2020-05-20", "2025-06-30", "2025-01-01--2026-12-31", false)]
    [InlineData("2025-07-01", "2030-06-30", "2025", true)]
    public void Concerns_YearOfAnEachYearTarget_BelongsToOneTerm(string start, string end, string asked, bool concerned)
    {
        var target = new TargetDefinition
        {
            Scope = new(DateOnly.Parse(start, null), DateOnly.Parse(end, null)),
            Recurrence = Recurrence.EachYear,
            Rule = new AtLeast { Value = 5 },
        };
        AchievementCalculator.Concerns(target, Period.Parse(asked, null)).ShouldBe(concerned);
    }

    [Theory]
    [InlineData("2019", false)]
    [InlineData("2020", true)]
    [InlineData("2025", true)]
    [InlineData("2026", false)]
    [InlineData("2019-2030", true)]
    public void Concerns_TargetAskedOnce_NeedsAnOverlap(string asked, bool concerned) =>
        AchievementCalculator.Concerns(TwentyFiveInTheTerm, Period.Parse(asked, null)).ShouldBe(concerned);

    [Theory]
    [InlineData("2022-01-10--2022-02-20", 2022, 2022)]
    [InlineData("2021-11-10--2022-02-20", 2021, 2022)]
    [InlineData("2020-05-20--2025-06-30", 2020, 2024)]
    [InlineData("2020-2025", 2020, 2025)]
    [InlineData("2020-08-01--2022-03-31", 2021, 2021)]
    [InlineData("2024-07-02--2026-12-31", 2025, 2026)]
    public void ScopeYears_Scope_AreThoseItHoldsMostOf(string scope, int first, int last) =>
        ScopeYears.Of(Period.Parse(scope, null)).ShouldBe((first, last));

    [Fact]
    public void Calculate_OneFigure_AllocatesLittle()
    {
        var indicator = Generate.Indicator(TimeCombining.Sum);
        Observation[] one = [Yearly(2022, 28)];
        AchievementCalculator.Calculate(indicator, TwentyFiveInTheTerm, one, Period.Year(2022));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            AchievementCalculator.Calculate(indicator, TwentyFiveInTheTerm, one, Period.Year(2022));
        // The answer and its pace; nothing on the way.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBeLessThan(1000);
    }

    private static Observation Yearly(int year, decimal value) => new() { Period = Period.Year(year), Value = value };
}
