namespace IndicatorApi.Calculation.Tests.Scoring;

public sealed class ScoreTests
{
    private static readonly ScoringScheme Scheme = new(
        [new("growth", 60, new PointLine()), new("cells", 40, new PointSteps([new(100, 40), new(80, 30)]))],
        [new("late", "Chậm báo cáo", 2, 5)],
        [new("xuất sắc", 90), new("tốt", 70), new("hoàn thành", 50)]);

    [Fact]
    public void Of_TheWorkedExample_ShowsEveryStep()
    {
        var score = Of(90, 85, late: 1);
        (score.Gained, score.Deducted, score.Total, score.Grade, score.IsComplete).ShouldBe((84, 2, 82, "tốt", true));
        score.Criteria.Select(line => line.Points).ShouldBe([54m, 30m]);
        score.Criteria[0].Step.En.ShouldBe("(90 - 0) / (100 - 0) × 60 = 54");
        score.Criteria[1].Step.En.ShouldBe("85% ≥ 80%: 30 points");
        score.Deductions.Single().Step.En.ShouldBe("1 × 2 = 2");
    }

    [Theory]
    [InlineData(100, 100, 0, 100, "xuất sắc")]
    [InlineData(150, 100, 0, 100, "xuất sắc")]
    [InlineData(-20, 79, 0, 0, null)]
    [InlineData(100, 80, 0, 90, "xuất sắc")]
    [InlineData(100, 80, 1, 88, "tốt")]
    [InlineData(100, 100, 9, 95, "xuất sắc")]
    [InlineData(-20, 79, 2, 0, null)]
    public void Of_AtAndBeyondTheBounds_IsCapped(int growth, int cells, int late, int total, string? grade)
    {
        var score = Of(growth, cells, late);
        (score.Total, score.Grade).ShouldBe((total, grade));
    }

    [Fact]
    public void Of_WhatIsNotKnown_HasNoPointsAndNoGrade()
    {
        var score = Score.Of(Scheme, new Dictionary<string, (decimal?, Verdict?)> { ["growth"] = (100, Verdict.Met), ["cells"] = (null, Verdict.NoData) },
            new Dictionary<string, int>());
        (score.Total, score.IsComplete, score.Grade).ShouldBe((60, false, null));
        score.Criteria[1].Points.ShouldBeNull();
        score.Deductions.Single().Points.ShouldBe(0);
    }

    [Fact]
    public void Of_AVerdictWithoutAPercent_IsAllOrNothing()
    {
        var score = Score.Of(Scheme, new Dictionary<string, (decimal?, Verdict?)> { ["growth"] = (null, Verdict.Met), ["cells"] = (null, Verdict.NotMet) },
            new Dictionary<string, int>());
        score.Criteria.Select(line => line.Points).ShouldBe([60m, 0m]);
        score.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void Line_BeyondItsWhole_GivesUpToItsMost()
    {
        var scheme = Scheme with { Criteria = [new("growth", 10, new PointLine(50, 100, 1.2m))] };
        Points(75).ShouldBe(5);
        Points(105).ShouldBe(11);
        Points(200).ShouldBe(12);
        Points(40).ShouldBe(0);
        Points(decimal.MaxValue).ShouldBe(12);
        Points(decimal.MinValue).ShouldBe(0);

        decimal? Points(decimal percent) =>
            Score.Of(scheme, new Dictionary<string, (decimal?, Verdict?)> { ["growth"] = (percent, null) }, new Dictionary<string, int>()).Criteria[0].Points;
    }

    [Fact]
    public void Validate_NamesEveryPlace()
    {
        Scheme.Validate().ShouldBeEmpty();
        var wrong = new ScoringScheme(
            [new("a", 0, new PointLine(100, 100, 0.5m)), new("a", 5, new PointSteps([new(50, 6), new(50, 1)]))],
            [new("late", "x", 2, 1)],
            [new("x", 50), new("y", 50)]);
        wrong.Validate().Select(problem => problem.Member).ShouldBe(
            ["criteria", "criteria[0].points", "criteria[0].rule.to", "criteria[0].rule.most", "criteria[1].rule.steps", "criteria[1].rule.steps",
                "deductions[0].points", "grades"]);
        new ScoringScheme([], [], []).Validate().Single().Member.ShouldBe("criteria");
    }

    private static Score Of(decimal growth, decimal cells, int late) => Score.Of(
        Scheme,
        new Dictionary<string, (decimal?, Verdict?)> { ["growth"] = (growth, Verdict.Met), ["cells"] = (cells, Verdict.Met) },
        new Dictionary<string, int> { ["late"] = late });
}
