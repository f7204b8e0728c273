using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests;

/// <summary>The edges of the way from the start of a scope to its end, which no sentence of a resolution reaches.</summary>
public class PaceTests
{
    private static readonly Period FirstHalf = new(new(2022, 1, 1), new(2022, 6, 30));

    [Theory]
    [InlineData("2021-06-30")]
    [InlineData("2021-12-31")]
    [InlineData("2022-12-31")]
    [InlineData("2023-06-30")]
    public void Model_CheckpointAtOrBeyondTheEndsOfTheWay_IsNoPartOfIt(string day) =>
        PaceOf(new RaiseTo { Value = 100 }, 0, 40, new Checkpoint(DateOnly.Parse(day, null), 50)).Model.ShouldBe("linear");

    [Fact]
    public void Expected_CheckpointsInsideAndOutside_LooksAtThoseInsideAlone()
    {
        var pace = PaceOf(new RaiseTo { Value = 100 }, 0, 40, new Checkpoint(new(2021, 6, 30), 50), new Checkpoint(new(2022, 9, 30), 60));
        pace.Model.ShouldBe("checkpoints");
        // 181 days of the 273 from the last day of 2021 to the checkpoint.
        pace.Expected.ShouldBe(60m * 181 / 273);
    }

    [Theory]
    [InlineData(0, 100, "linear")]
    [InlineData(9, 0, "linear")]
    [InlineData(10, 20, "cagr")]
    public void Model_CompoundGrowth_NeedsAStartAndAnEndAboveZero(int start, int end, string model) =>
        PaceOf(start < end ? new RaiseTo { Value = end } : new ReduceTo { Value = end }, start, 5, PathModel.Cagr).Model.ShouldBe(model);

    [Fact]
    public void ProjectedEnd_CompoundGrowthOfNothing_IsNotKnown() =>
        PaceOf(new RaiseTo { Value = 20 }, 10, 0, PathModel.Cagr).ProjectedEnd.ShouldBeNull();

    [Fact]
    public void Model_CheckpointsOfATargetForEachYear_AreNoPartOfAYear()
    {
        var target = new TargetDefinition
        {
            Scope = Period.Term(2020, 2025),
            Recurrence = Recurrence.EachYear,
            Rule = new AtLeast { Value = 10 },
            Checkpoints = [new(new(2022, 3, 31), 9)],
        };
        PaceOf(target, 5, Period.Year(2022), TimeCombining.Sum).Model.ShouldBe("linear");
    }

    [Fact]
    public void Index_WithinABand_IsNotAboveThatOfItsLowerBound() =>
        PaceOf(new TargetDefinition { Scope = Period.Year(2022), Rule = new Between { Lower = 4, Upper = 6 } }, 5, FirstHalf, TimeCombining.Sum)
            .Index.ShouldBe(365m / 181);

    [Fact]
    public void Expected_CompoundGrowthAtItsEnd_IsExactlyTheGoal()
    {
        var target = new TargetDefinition { Scope = Period.Year(2022), Rule = new RaiseTo { Value = 10 }, Baseline = new(3), PathModel = PathModel.Cagr };
        PaceOf(target, 5, Period.Year(2022)).Expected.ShouldBe(10);
    }

    [Fact]
    public void Pace_BaselineOfTheLastDay_HasNoWayAndIsAtItsEnd()
    {
        var target = new TargetDefinition { Scope = Period.Year(2022), Rule = new RaiseTo { Value = 100 }, Baseline = new(9, new(2022, 12, 31)) };
        var pace = PaceOf(target, 40, Period.Year(2022));
        (pace.Elapsed, pace.Expected, pace.ProjectedEnd).ShouldBe((1m, 100m, null));
    }

    [Fact]
    public void Pace_BaselineAfterTheWindow_HasNotBegun()
    {
        var target = new TargetDefinition { Scope = Period.Year(2022), Rule = new RaiseTo { Value = 100 }, Baseline = new(9, new(2022, 9, 30)) };
        var pace = PaceOf(target, 40, FirstHalf);
        (pace.Elapsed, pace.Index, pace.ProjectedEnd).ShouldBe((0m, null, null));
    }

    [Fact]
    public void Percent_OfAGoalOfZero_IsNotGiven()
    {
        TargetRule[] rules = [new AtLeast { Value = 0 }, new AtMost { Value = 0 }, new Between { Lower = 0, Upper = 10 }];
        foreach (var rule in rules)
        {
            var answer = Generate.Judge(rule, -1);
            (answer.Percent, answer.Reason).ShouldBe((null, Reason.TargetZero), rule.KindName);
        }
    }

    private static Pace PaceOf(TargetRule rule, decimal baseline, decimal actual, params Checkpoint[] checkpoints) =>
        PaceOf(new TargetDefinition { Scope = Period.Year(2022), Rule = rule, Baseline = new(baseline), Checkpoints = checkpoints }, actual);

    private static Pace PaceOf(TargetRule rule, decimal baseline, decimal actual, PathModel model) =>
        PaceOf(new TargetDefinition { Scope = Period.Year(2022), Rule = rule, Baseline = new(baseline), PathModel = model }, actual);

    private static Pace PaceOf(TargetDefinition target, decimal actual) => PaceOf(target, actual, FirstHalf);

    private static Pace PaceOf(TargetDefinition target, decimal actual, Period asked, TimeCombining overTime = TimeCombining.Last) =>
        AchievementCalculator.Calculate(Generate.Indicator(overTime), target, [new() { Period = asked, Value = actual }], asked).Pace.ShouldNotBeNull();
}
