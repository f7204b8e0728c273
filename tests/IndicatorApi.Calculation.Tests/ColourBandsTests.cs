namespace IndicatorApi.Calculation.Tests;

public class ColourBandsTests
{
    private static readonly ColourBands TrafficLight = new(ColourMeasure.Percent,
    [
        new("green", new("đạt", "met"), "circle", 100),
        new("amber", new("gần đạt", "nearly"), "triangle", 90),
        new("red", new("chưa đạt", "not met"), "square"),
    ]);

    // "green = on or within 10% of the quarterly target": the verdict stays what it is.
    [Theory]
    [InlineData(112, Verdict.Exceeded, "green")]
    [InlineData(100, Verdict.Met, "green")]
    [InlineData(99.99, Verdict.NotMet, "amber")]
    [InlineData(90, Verdict.NotMet, "amber")]
    [InlineData(89.96, Verdict.NotMet, "red")]
    [InlineData(-50, Verdict.NotMet, "red")]
    public void Of_ExactPercent_DecidesTheColourBesideTheVerdict(decimal percent, Verdict verdict, string colour) =>
        TrafficLight.Of(Answer(percent, null, verdict))!.Name.ShouldBe(colour);

    [Fact]
    public void Of_Difference_IsReadInTheIndicatorsUnit()
    {
        var bands = TrafficLight with
        {
            Measure = ColourMeasure.Difference,
            Bands = [TrafficLight.Bands[0] with { From = 0 }, TrafficLight.Bands[1] with { From = -2 }, TrafficLight.Bands[2]]
        };
        bands.Of(Answer(null, -2, Verdict.NotMet))!.Name.ShouldBe("amber");
        bands.Of(Answer(null, -2.01m, Verdict.NotMet))!.Name.ShouldBe("red");
        bands.Of(Answer(null, 0, Verdict.Met))!.Name.ShouldBe("green");
    }

    [Fact]
    public void Of_NoNumberOrNoVerdict_HasNoColour()
    {
        TrafficLight.Of(Answer(null, 1, Verdict.Met)).ShouldBeNull();
        TrafficLight.Of(Answer(80, 1, Verdict.NoData)).ShouldBeNull();
        TrafficLight.Of(Answer(null, null, Verdict.NotAssessable)).ShouldBeNull();
    }

    [Fact]
    public void Closest_SeveralSchemes_TakesTheTargetsOwn()
    {
        var other = TrafficLight with { Measure = ColourMeasure.Difference };
        ColourBands.Closest(null, other, TrafficLight).ShouldBe(other);
        ColourBands.Closest(TrafficLight, other, null).ShouldBe(TrafficLight);
        ColourBands.Closest(null, null, null).ShouldBeNull();
    }

    [Fact]
    public void Validate_Schemes_NamesWhatIsWrong()
    {
        TrafficLight.Validate().ShouldBeEmpty();
        Problems(TrafficLight with { Bands = [TrafficLight.Bands[2]] }).ShouldBe(["bands"]);
        Problems(TrafficLight with { Bands = [TrafficLight.Bands[1], TrafficLight.Bands[0], TrafficLight.Bands[2]] }).ShouldBe(["bands[1].from"]);
        Problems(TrafficLight with { Bands = [TrafficLight.Bands[2], TrafficLight.Bands[0]] }).ShouldBe(["bands[0].from", "bands[1].from"]);
        Problems(TrafficLight with { Bands = [TrafficLight.Bands[0], TrafficLight.Bands[2] with { Name = "green", Shape = "" }] })
            .ShouldBe(["bands[1]", "bands"]);

        static string[] Problems(ColourBands bands) => [.. bands.Validate().Select(problem => problem.Member)];
    }

    private static Achievement Answer(decimal? percent, decimal? difference, Verdict verdict) => new()
    {
        Window = Period.Year(2022),
        Due = true,
        Direction = Direction.Up,
        Verdict = verdict,
        Method = "ratio",
        Percent = percent,
        Difference = difference,
    };
}
