namespace IndicatorApi.Calculation.Tests.RollUps;

public class ScoreboardTests
{
    [Fact]
    public void ToScoreboard_FifteenOfEighteen_CountsEachVerdictApart()
    {
        var counter = new ScoreboardCounter();
        Repeat(counter, 6, Verdict.Exceeded, 100);
        Repeat(counter, 9, Verdict.Met, 100);
        Repeat(counter, 3, Verdict.NotMet, 60);
        counter.Add(Verdict.NotAssessable, Stage.Due, null, null);
        var board = counter.ToScoreboard();
        board.MetOrExceeded.ShouldBe(15);
        board.Assessed.ShouldBe(18);
        board.Applicable.ShouldBe(18);
        board.NotAssessable.ShouldBe(1);
        board.Exceeded.ShouldBe(6);
        board.Met.ShouldBe(9);
        board.NotMet.ShouldBe(3);
        board.NoData.ShouldBe(0);
        board.AllMet.ShouldBeFalse();
        board.ShareExceeded.ShouldBe(6m / 18);
        board.Coverage.ShouldBe(1);
        // (15 × 100 + 3 × 60) / 18
        board.MeanPercent.ShouldBe(1680m / 18);
    }

    [Theory]
    [InlineData(4, 1, true)]
    [InlineData(3, 1, false)]
    public void ToScoreboard_MeanPercent_NeedsFourFifthsOfTheWeight(int with, int without, bool given)
    {
        var counter = new ScoreboardCounter();
        Repeat(counter, with, Verdict.Met, 100);
        Repeat(counter, without, Verdict.NoData, null);
        var board = counter.ToScoreboard();
        board.Coverage.ShouldBe((decimal)with / (with + without));
        board.Applicable.ShouldBe(with + without);
        board.MeanPercent.HasValue.ShouldBe(given);
        board.AllMet.ShouldBeFalse();
    }

    [Fact]
    public void ToScoreboard_Weights_CountInMeanAndCoverage()
    {
        var counter = new ScoreboardCounter();
        counter.Add(Verdict.Exceeded, Stage.Due, null, 100, 3);
        counter.Add(Verdict.NotMet, Stage.Due, null, 50, 1);
        counter.Add(Verdict.Met, Stage.Due, null, null, 1);
        var board = counter.ToScoreboard();
        board.Coverage.ShouldBe(0.8m);
        board.MeanPercent.ShouldBe(87.5m);
    }

    [Fact]
    public void Add_Achievement_TakesTheCappedPercent()
    {
        var counter = new ScoreboardCounter();
        counter.Add(Properties.Generate.Judge(new AtLeast { Value = 25 }, 50));
        counter.Add(Properties.Generate.Judge(new AtLeast { Value = 25 }, 15));
        counter.ToScoreboard().MeanPercent.ShouldBe(80);
    }

    [Fact]
    public void ToScoreboard_AtMidTerm_KeepsApartWhatStillHasTime()
    {
        var counter = new ScoreboardCounter();
        counter.Add(Verdict.Met, Stage.Open, PaceClass.Met, 100);
        counter.Add(Verdict.NotMet, Stage.Open, PaceClass.Ahead, 60);
        counter.Add(Verdict.NotMet, Stage.Open, PaceClass.OnTrack, 50);
        counter.Add(Verdict.NotMet, Stage.Open, PaceClass.Behind, 40);
        counter.Add(Verdict.NotMet, Stage.Open, PaceClass.FarBehind, 20);
        counter.Add(Verdict.NotMet, Stage.Open, PaceClass.MovingAway, 0);
        counter.Add(Verdict.NotMet, Stage.Open, null, 80);
        counter.Add(Verdict.NotMet, Stage.Due, PaceClass.Behind, 90);
        counter.Add(Verdict.NoData, Stage.Open, null, null);
        var board = counter.ToScoreboard();
        board.Open.ShouldBe(new OpenTargets { Ahead = 1, OnTrack = 1, Behind = 1, FarBehind = 2, Unknown = 1 });
        board.Open.Total.ShouldBe(6);
        (board.Met, board.NotMet, board.NoData, board.Assessed, board.Applicable).ShouldBe((1, 1, 1, 8, 9));
        board.AllMet.ShouldBeFalse();
        board.Coverage.ShouldBe(8m / 9);
    }

    [Theory]
    [InlineData("stage-ahead", 1, 0, 0)]
    [InlineData("stage-over", 0, 1, 0)]
    [InlineData("part-of-a-total-raise-shows-its-pace", 1, 0, 0)]
    [InlineData("part-of-a-total-nor-when-the-year-is-over", 0, 0, 1)]
    public void Add_Achievement_CountsByItsStage(string name, int open, int notMet, int noData)
    {
        var counter = new ScoreboardCounter();
        counter.Add(Conformance.ConformanceCase.All().Single(one => one.Name == name).Calculate());
        var board = counter.ToScoreboard();
        (board.Open.Total, board.NotMet, board.NoData).ShouldBe((open, notMet, noData));
        board.Open.Ahead.ShouldBe(open);
    }

    [Fact]
    public void ToScoreboard_Nothing_SaysNothing()
    {
        var board = new ScoreboardCounter().ToScoreboard();
        board.AllMet.ShouldBeFalse();
        board.ShareExceeded.ShouldBeNull();
        board.MeanPercent.ShouldBeNull();
        board.Coverage.ShouldBeNull();
    }

    [Fact]
    public void ToScoreboard_AllMetOrExceeded_IsAllMet()
    {
        var counter = new ScoreboardCounter();
        counter.Add(Verdict.Met, Stage.Due, null, 100);
        counter.Add(Verdict.Exceeded, Stage.Due, null, 100);
        counter.Add(Verdict.NotAssessable, Stage.Due, null, null);
        counter.ToScoreboard().AllMet.ShouldBeTrue();
    }

    [Fact]
    public void Add_NegativeWeight_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ScoreboardCounter().Add(Verdict.Met, Stage.Due, null, 100, -1));

    [Fact]
    public void Add_NoAchievement_NamesWhatIsMissing() =>
        Should.Throw<ArgumentNullException>(() => new ScoreboardCounter().Add(null!)).ParamName.ShouldBe("achievement");

    private static void Repeat(ScoreboardCounter counter, int times, Verdict verdict, decimal? capped)
    {
        for (var i = 0; i < times; i++)
            counter.Add(verdict, Stage.Due, null, capped);
    }
}
