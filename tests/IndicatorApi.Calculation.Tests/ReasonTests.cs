using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests;

/// <summary>Every reason, what it means, and facts that lead to it.</summary>
public class ReasonTests
{
    private static readonly IndicatorDefinition Level = Generate.Indicator();

    private static readonly IndicatorDefinition Total = Generate.Indicator(TimeCombining.Sum);

    private static readonly IndicatorDefinition Ratio = Generate.Indicator(TimeCombining.Sum, valueType: IndicatorValueType.Ratio);

    private static readonly IndicatorDefinition Title = Generate.Indicator(valueType: IndicatorValueType.Level) with { Levels = ["kém", "tốt"] };

    private static readonly TargetRule Floor = new AtLeast { Value = 10 };

    private static readonly Dictionary<Reason, Achievement[]> Meanings = new()
    {
        // It is due and nobody reported.
        [Reason.ActualMissing] = [Answer(Level, Floor)],
        // Nobody has reported, and nobody has to yet.
        [Reason.NotDue] = [Answer(Level, Floor, asked: "2022-S1")],
        // The number asked for is zero.
        [Reason.TargetZero] =
        [
            Answer(Level, new AtMost { Value = 0 }, 2), Answer(Level, new ReduceTo { Value = 0 }, 0, baseline: 0),
            Answer(Level, new Between { Lower = 0, Upper = 4 }, -1), Answer(Level, new RaiseByPercent { Percent = 10 }, 5, baseline: 0),
        ],
        // There is no value at the start.
        [Reason.BaselineMissing] = [Answer(Level, new RaiseBy { Amount = 2 }, 5), Answer(Level, new MultiplyBy { Factor = 2 }, 5),
            Answer(Level, new Increase(), 5)],
        // Nothing is asked in numbers.
        [Reason.NoNumericTarget] = [Answer(Level, new Increase(), 5, baseline: 4), Answer(Level, new Unstated(), 5)],
        // A year that had to hold has no figure.
        [Reason.DueYearMissing] =
        [
            AchievementCalculator.Calculate(
                Level, new() { Scope = Period.Term(2020, 2025), Recurrence = Recurrence.EachYear, Rule = new MaintainAtLeast { Value = 5 } },
                [Of(2020, 6), Of(2022, 6)], new(new DateOnly(2020, 1, 1), new DateOnly(2022, 12, 31))),
        ],
        // The figures may not be put together.
        [Reason.NotCombinable] =
        [
            AchievementCalculator.Calculate(
                Level with { OverTime = TimeCombining.None }, new() { Scope = Period.Year(2022), Rule = Floor },
                [new() { Period = Period.HalfYear(2022, 1), Value = 3 }], Period.Year(2022)),
        ],
        // The number below the line is zero.
        [Reason.DenominatorZero] =
        [
            AchievementCalculator.Calculate(
                Ratio, new() { Scope = Period.Year(2022), Rule = Floor }, [new() { Period = Period.Year(2022), Numerator = 0, Denominator = 0 }],
                Period.Year(2022)),
            Answer(Level, new AtMost { Value = 5, CeilingMethod = CeilingMethod.InverseRatio }, 0),
        ],
        // The step reported is none of the scale's.
        [Reason.LevelUnknown] =
        [
            AchievementCalculator.Calculate(
                Title, new() { Scope = Period.Year(2022), Rule = new Achieve { Level = "tốt" } }, [new() { Period = Period.Year(2022), Level = "giỏi" }],
                Period.Year(2022)),
        ],
        // Nobody asks it of this unit, or of this year.
        [Reason.NotApplicable] =
        [
            AchievementCalculator.Calculate(Level, new() { Scope = Period.Year(2022), Rule = Floor, Applicable = false }, [Of(2022, 5)], Period.Year(2022)),
        ],
        // A decimal does not hold it.
        [Reason.OutOfRange] = [Answer(Level, new AtLeast { Value = 0.0000001m }, decimal.MaxValue)],
        // The formula says nothing of such numbers.
        [Reason.NoMeaning] =
        [
            Answer(Level, new AtMost { Value = -5 }, -7), Answer(Level, new AtMost { Value = 5 }, -7), Answer(Level, new Within { Lower = -5, Upper = -1 }, 0),
            Answer(Level, new RaiseByPercent { Percent = 10 }, 5, baseline: -4), Answer(Level, new MultiplyBy { Factor = 2 }, 5, baseline: -4),
            Answer(Level, new AverageGrowth { RatePercent = 10 }, -5, baseline: 100), Answer(Level, new AverageGrowth { RatePercent = -3 }, -2),
            Answer(Level, new RaiseTo { Value = 5 }, 6, baseline: 10),
        ],
        // A part of a total is all there is.
        [Reason.PeriodIncomplete] =
        [
            AchievementCalculator.Calculate(
                Total, new() { Scope = Period.Year(2022), Rule = new RaiseBy { Amount = 2 }, Baseline = new(10) },
                [new() { Period = Period.HalfYear(2022, 1), Value = 8 }], Period.Year(2022)),
        ],
        // There is a verdict, and a ratio would mean nothing.
        [Reason.KindHasNoPercent] =
        [
            Answer(Level, new Near { Value = 10, Tolerance = 1 }, 10), Answer(Level, new RankWithin { N = 10 }, 12),
            AchievementCalculator.Combine(
                new() { Scope = Period.Year(2022), Rule = Both }, [new("a", Answer(Level, Floor, 12)), new("b", Answer(Level, Floor, 8))], Period.Year(2022)),
        ],
        // What it is made of has no verdict yet.
        [Reason.PartMissing] =
        [
            AchievementCalculator.Combine(
                new() { Scope = Period.Year(2022), Rule = Both }, [new("a", Answer(Level, Floor, 12)), new("b", Answer(Level, Floor))], Period.Year(2022)),
        ],
        // One year says nothing of an average over several.
        [Reason.JudgedOverYears] =
        [
            AchievementCalculator.Calculate(
                Total, new() { Scope = new(new DateOnly(2022, 1, 1), new DateOnly(2025, 12, 31)), Recurrence = Recurrence.PerYearAverage, Rule = Floor },
                [Of(2022, 8)], Period.Year(2022)),
        ],
        // Nobody has judged it.
        [Reason.JudgementMissing] = [Answer(Level, new Judged(), 5)],
        // The year was closed before.
        [Reason.SetAfterClosing] =
        [
            AchievementCalculator.Calculate(Total, new() { Scope = Period.Year(2022), Rule = Floor, SetAfterClosing = true }, [Of(2022, 8)], Period.Year(2022)),
            AchievementCalculator.Combine(new() { Scope = Period.Year(2022), Rule = Both, SetAfterClosing = true }, [], Period.Year(2022)),
        ],
    };

    private static Composite Both => new()
    {
        Mode = CompositeMode.All,
        Members = [new() { Indicator = "a", Rule = Floor }, new() { Indicator = "b", Rule = Floor }],
    };

    public static TheoryData<Reason> All => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Reason_EachOfThem_IsGivenForItsOwnFacts(Reason reason)
    {
        Meanings[reason].ShouldAllBe(answer => answer.Reason == reason);
        Meanings[reason].ShouldAllBe(answer => answer.Percent == null || reason == Reason.DueYearMissing);
    }

    [Fact]
    public void Reason_Words_AreAsManyAsReasons()
    {
        WireNames<Reason>.All.Count.ShouldBe(Meanings.Count);
        Enum.GetValues<Reason>().Select(reason => Labels.Of(reason).En).ShouldBeUnique();
        Enum.GetValues<LeftOutReason>().Select(reason => Labels.Of(reason).En).ShouldBeUnique();
        WireNames<ComparisonReason>.All.Count.ShouldBe(7);
    }

    private static Achievement Answer(IndicatorDefinition indicator, TargetRule rule, decimal? actual = null, decimal? baseline = null,
        string asked = "2022") =>
        AchievementCalculator.Calculate(
            indicator, new() { Scope = Period.Year(2022), Rule = rule, Baseline = baseline is { } value ? new(value, new DateOnly(2021, 12, 31)) : null },
            actual is { } figure ? [Of(2022, figure)] : [], Period.Parse(asked, null));

    private static Observation Of(int year, decimal value) => new() { Period = Period.Year(year), Value = value };
}
