using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests.Comparing;

public class ComparisonsTests
{
    private static readonly IndicatorDefinition Members = Generate.Indicator(TimeCombining.Sum, Frequency.Irregular);

    private static readonly IndicatorDefinition Poor = Generate.Indicator(TimeCombining.Last, Frequency.Irregular);

    private static readonly IndicatorDefinition Rate = Generate.Indicator(TimeCombining.Average, Frequency.Irregular);

    private static readonly TargetRule Floor = new AtLeast { Value = 10 };

    [Fact]
    public void Of_HalfAYear_IsSetBesideTheHalfBeforeAndThatOfTheYearBefore()
    {
        var answer = Compare(Members, Floor, "2022-S1", ("2021-S1", 12), ("2021-S2", 20), ("2022-Q1", 9), ("2022-Q2", 6));
        (answer.Value, answer.ShareOfTime).ShouldBe((15, 1));
        answer.Previous.ShouldBe(new Comparison { Period = Period.HalfYear(2021, 2), Value = 20, Change = -5, PercentChange = -25, Better = false });
        answer.SamePeriodLastYear.ShouldBe(new Comparison { Period = Period.HalfYear(2021, 1), Value = 12, Change = 3, PercentChange = 25, Better = true });
    }

    [Fact]
    public void Of_AYear_HasTheSameYearBeforeTwice()
    {
        var answer = Compare(Members, Floor, "2022", ("2021", 8), ("2022", 10));
        answer.Previous.ShouldBe(answer.SamePeriodLastYear);
        answer.Previous.PercentChange.ShouldBe(25);
    }

    [Theory]
    [InlineData("atLeast", 10, 8, true)]
    [InlineData("atLeast", 8, 10, false)]
    [InlineData("atMost", 10, 8, false)]
    [InlineData("atMost", 8, 10, true)]
    [InlineData("atMost", 8, 8, null)]
    [InlineData("within", 5, 20, true)]
    [InlineData("within", 20, 12, false)]
    [InlineData("within", 6, 10, null)]
    public void Of_Better_GoesByTheRule(string kind, int now, int before, bool? better)
    {
        TargetRule rule = kind switch
        {
            "atLeast" => new AtLeast { Value = 10 },
            "atMost" => new AtMost { Value = 10 },
            _ => new Within { Lower = 5, Upper = 10 },
        };
        Compare(Poor, rule, "2022", ("2021", before), ("2022", now)).Previous.Better.ShouldBe(better);
    }

    [Fact]
    public void Of_HalfAYearBesideAYear_IsNotCompared()
    {
        var previous = Compare(Members, Floor, "2022", ("2021", 20), ("2022-S1", 12)).Previous;
        (previous.Value, previous.Change, previous.Reason).ShouldBe((20, null, ComparisonReason.ShareOfTimeDiffers));
        // The same halves of both years are.
        Compare(Members, Floor, "2022", ("2021-S1", 10), ("2022-S1", 12)).Previous.PercentChange.ShouldBe(20);
        Compare(Members, Floor, "2022", ("2020-S1", 10), ("2021-S1", 12)).Previous.Reason.ShouldBe(ComparisonReason.FigureMissing);
    }

    [Fact]
    public void Of_ALevel_IsComparedWhereItStoodAsFarOn()
    {
        Compare(Poor, Floor, "2022", ("2021-Q3", 20), ("2022", 12)).Previous.Reason.ShouldBe(ComparisonReason.ShareOfTimeDiffers);
        Compare(Poor, Floor, "2022", ("2021-Q4", 20), ("2022", 12)).Previous.Change.ShouldBe(-8);
        Compare(Poor, Floor, "2024", ("2023-S1", 20), ("2024-S1", 12)).Previous.Change.ShouldBe(-8, "a leap day is no other share");
        Compare(Poor, Floor, "2022-02", ("2022-01", 20), ("2022-02", 12)).Previous.Change.ShouldBe(-8);
    }

    [Fact]
    public void Of_ANewPovertyLineInBetween_IsNamedAndNotComparedAcross()
    {
        var change = new SeriesBreak(new DateOnly(2022, 1, 1), "chuẩn nghèo 2022-2025");
        var answer = Comparisons.Of(Poor, new AtMost { Value = 1 }, Figures(("2021", 6.6m), ("2022", 26.31m)), Period.Year(2022), [change]);
        (answer.Previous.Value, answer.Previous.Change, answer.Previous.Better, answer.Previous.Reason)
            .ShouldBe((6.6m, null, null, ComparisonReason.SeriesBreak));
        answer.Previous.Break.ShouldBe(change);
        Comparisons.Of(Poor, Floor, Figures(("2022", 26.31m), ("2023", 25)), Period.Year(2023), [change]).Previous.Break.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    public void Of_NothingBefore_HasAChangeAndNoPercent(int before)
    {
        var previous = Compare(Poor, Floor, "2022", ("2021", before), ("2022", 3)).Previous;
        (previous.Change, previous.PercentChange, previous.Better, previous.Reason).ShouldBe((3 - before, null, true, ComparisonReason.NoPercent));
    }

    [Fact]
    public void Of_StepsOfAScale_CountTheSteps()
    {
        var indicator = Generate.Indicator(valueType: IndicatorValueType.Level) with { Levels = ["kém", "khá", "tốt"] };
        Observation[] figures = [new() { Period = Period.Year(2021), Level = "khá" }, new() { Period = Period.Year(2022), Level = "tốt" }];
        var previous = Comparisons.Of(indicator, new Achieve { Level = "khá" }, figures, Period.Year(2022), []).Previous;
        (previous.Change, previous.PercentChange, previous.Better, previous.Reason).ShouldBe((1, null, true, ComparisonReason.NoPercent));
    }

    [Fact]
    public void Of_ATerm_IsLongerThanAYearAndHasNoSamePeriod()
    {
        var answer = Compare(Members, Floor, "2020-2025", ("2022", 3));
        answer.SamePeriodLastYear.ShouldBe(new Comparison { Reason = ComparisonReason.LongerThanAYear });
        answer.Previous.Reason.ShouldBe(ComparisonReason.EarlierMissing);
    }

    [Fact]
    public void Of_Means_AreWeighedByDays() =>
        Compare(Rate, Floor, "2022", ("2021", 10), ("2022-S1", 10), ("2022-Q3", 20), ("2022-Q4", 20)).Value.ShouldBe(((10m * 181) + (20 * 184)) / 365);

    [Fact]
    public void Of_CountsOfARatio_AreOneRate()
    {
        var indicator = Generate.Indicator(TimeCombining.Sum, valueType: IndicatorValueType.Ratio);
        Observation[] figures =
        [
            new() { Period = Period.Year(2021), Numerator = 40, Denominator = 100 },
            new() { Period = Period.HalfYear(2022, 1), Numerator = 1, Denominator = 10 },
            new() { Period = Period.HalfYear(2022, 2), Numerator = 49, Denominator = 90 },
        ];
        var previous = Comparisons.Of(indicator, Floor, figures, Period.Year(2022), []).Previous;
        (previous.Value, previous.Change, previous.PercentChange).ShouldBe((40, 10, 25));
    }

    [Fact]
    public void Of_NumbersTooLarge_SaysSo()
    {
        Compare(Members, Floor, "2022", ("2021", decimal.MinValue), ("2022", decimal.MaxValue)).Previous.Reason.ShouldBe(ComparisonReason.OutOfRange);
        Compare(Members, Floor, "2022", ("2021", 1), ("2022-S1", decimal.MaxValue), ("2022-S2", decimal.MaxValue)).Previous.Reason.ShouldBe(
            ComparisonReason.OutOfRange);
    }

    [Theory]
    [InlineData("2022", "2021", "2021")]
    [InlineData("2022-S1", "2021-S2", "2021-S1")]
    [InlineData("2022-Q1", "2021-Q4", "2021-Q1")]
    [InlineData("2022-03", "2022-02", "2021-03")]
    [InlineData("2024-02", "2024-01", "2023-02")]
    [InlineData("2025-02", "2025-01", "2024-02")]
    [InlineData("2022-01-01--2022-09-30", "2021-04-01--2021-12-31", "2021-01-01--2021-09-30")]
    [InlineData("2022-05-20--2022-06-18", "2022-04-20--2022-05-19", "2021-05-20--2021-06-18")]
    [InlineData("2024-02-29--2024-02-29", "2024-02-28--2024-02-28", "2023-02-28--2023-02-28")]
    [InlineData("2020-2025", "2014", null)]
    [InlineData("2021-01-01--2022-06-30", "2019-07-01--2020-12-31", null)]
    public void Preceding_AndOneYearEarlier_AreOfTheSameKind(string period, string before, string? earlier)
    {
        var one = Period.Parse(period, null);
        if (one.IsTerm)
            one.Preceding().ShouldBe(new(new DateOnly(2014, 1, 1), new DateOnly(2019, 12, 31)));
        else
            one.Preceding().Text.ShouldBe(before);
        one.OneYearEarlier()?.Text.ShouldBe(earlier);
        one.OneYearEarlier().HasValue.ShouldBe(earlier is not null);
    }

    private static Comparisons Compare(IndicatorDefinition indicator, TargetRule rule, string asked, params (string Period, decimal Value)[] figures) =>
        Comparisons.Of(indicator, rule, Figures(figures), Period.Parse(asked, null), []);

    private static Observation[] Figures(params (string Period, decimal Value)[] figures) =>
        [.. figures.Select(figure => new Observation { Period = Period.Parse(figure.Period, null), Value = figure.Value })];
}
