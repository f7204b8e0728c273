namespace IndicatorApi.Calculation.Tests;

/// <summary>A unit that exists for a part of the scope is counted over its days, against the whole number.</summary>
public sealed class LifeTests
{
    private static readonly Period Term = Period.Parse("2020-2025", null);

    [Fact]
    public void Coverage_OfAUnitBornInTheYear_AsksOnlyForTheMonthsOfItsLife()
    {
        var answer = Of(Frequency.Month, new AtLeast { Value = 10 }, "2022-07-01--2025-12-31", "2022", Months(7, 12));
        (answer.Actual, answer.Coverage, answer.Percent, answer.Verdict).ShouldBe((12m, 1m, 120m, Verdict.Exceeded));
        answer.Lived.ShouldBe(Period.Parse("2022-07-01--2022-12-31", null));
    }

    [Fact]
    public void Years_InWhichTheUnitDidNotExist_AreNoneOfItsOwn()
    {
        var answer = Of(Frequency.Year, new AtLeast { Value = 10 }, "2022-07-01--2023-12-31", "2020-2025", [("2022", 10), ("2023", 12)]);
        answer.Years.Select(year => year.Year).ShouldBe([2022, 2023]);
        answer.YearsCounted.ShouldBe(2);
        (answer.Actual, answer.Target).ShouldBe((22m, 20m));
    }

    [Fact]
    public void Year_OfAUnitBornInIt_IsWholeWhenItsOwnDaysAreCovered()
    {
        var rule = new RaiseBy { Amount = 5 };
        var part = Of(Frequency.Month, rule, "2022-07-01--2025-12-31", "2023", [("2022-S2", 10), ("2023", 16)]);
        (part.BaselineUsed, part.Verdict).ShouldBe((10m, Verdict.Exceeded));
        Of(Frequency.Month, rule, null, "2023", [("2022-S2", 10), ("2023", 16)]).Reason.ShouldBe(Reason.BaselineMissing);
    }

    [Fact]
    public void Figure_OfNoDayOfTheLife_IsLeftOutWithItsReason()
    {
        var answer = Of(Frequency.Year, new AtLeast { Value = 10 }, "2022-07-01--2025-12-31", "2022", [("2022-Q1", 50), ("2022-S2", 4)]);
        answer.Actual.ShouldBe(4);
        answer.LeftOut.ShouldContain(left => left.Why == LeftOutReason.OutsideLife && left.Observation.Value == 50);
    }

    private static (string, decimal)[] Months(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(month => ($"2022-{month:00}", 2m))];

    private static Achievement Of(Frequency frequency, TargetRule rule, string? life, string asked, (string Period, decimal Value)[] figures)
    {
        var indicator = new IndicatorDefinition { Code = "x", ValueType = IndicatorValueType.Number, OverTime = TimeCombining.Sum, Frequency = frequency };
        var target = new TargetDefinition
        {
            Scope = Term,
            Recurrence = Recurrence.EachYear,
            Rule = rule,
            Life = life is null ? null : Period.Parse(life, null),
        };
        List<Observation> observations = [.. figures.Select(figure => new Observation { Period = Period.Parse(figure.Period, null), Value = figure.Value })];
        return AchievementCalculator.Calculate(indicator, target, observations, Period.Parse(asked, null));
    }
}
