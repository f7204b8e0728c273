using System.Globalization;

namespace IndicatorApi.Calculation.Tests;

public sealed class ClaimComparisonTests
{
    [Theory]
    [InlineData("97.5", 1, "97.6", false)]
    [InlineData("97.5", 1, "97.61", true)]
    [InlineData("97", 0, "98", false)]
    [InlineData("97", 0, "95.9", true)]
    public void PercentDisagrees_BeyondOneOfTheLastPrintedDecimal(string said, int decimals, string ours, bool disagrees) =>
        ClaimComparison.PercentDisagrees(Number(said), decimals, Number(ours)).ShouldBe(disagrees);

    [Theory]
    [InlineData("0.3", "0.35", false)]
    [InlineData("0.3", "0.41", true)]
    [InlineData("0.30", "0.35", true)]
    [InlineData("-2", "-2.9", false)]
    [InlineData("-2", "2", true)]
    public void GapDisagrees_BeyondOneOfItsOwnLastDecimal(string said, string ours, bool disagrees) =>
        ClaimComparison.GapDisagrees(Number(said), Number(ours)).ShouldBe(disagrees);

    [Theory]
    [InlineData("8", "108.7", false)]
    [InlineData("8", "109.1", true)]
    [InlineData("-5", "95", false)]
    [InlineData("8.0", "108.2", true)]
    public void ExcessDisagrees_HoldsItAgainstThePercentBeyondAHundred(string said, string ours, bool disagrees) =>
        ClaimComparison.ExcessDisagrees(Number(said), Number(ours)).ShouldBe(disagrees);

    [Fact]
    public void VerdictDisagrees_OnlyBetweenMetAndNot()
    {
        ClaimComparison.VerdictDisagrees(Verdict.Met, Verdict.Exceeded).ShouldBe(false);
        ClaimComparison.VerdictDisagrees(Verdict.Met, Verdict.NotMet).ShouldBe(true);
        ClaimComparison.VerdictDisagrees(Verdict.NotMet, Verdict.Exceeded).ShouldBe(true);
        ClaimComparison.VerdictDisagrees(Verdict.Met, Verdict.NoData).ShouldBeNull();
    }

    [Fact]
    public void WithoutOurs_NothingIsSaid()
    {
        ClaimComparison.PercentDisagrees(1, 0, null).ShouldBeNull();
        ClaimComparison.GapDisagrees(1, null).ShouldBeNull();
        ClaimComparison.ExcessDisagrees(1, null).ShouldBeNull();
        ClaimComparison.VerdictDisagrees(Verdict.Met, null).ShouldBeNull();
    }

    [Fact]
    public void ScoreboardDisagrees_ByOne()
    {
        ClaimComparison.ScoreboardDisagrees(15, 18, 15, 18).ShouldBeFalse();
        ClaimComparison.ScoreboardDisagrees(15, 18, 14, 18).ShouldBeTrue();
        ClaimComparison.ScoreboardDisagrees(15, 18, 15, 19).ShouldBeTrue();
    }

    [Fact]
    public void NumbersTooFarApart_Disagree() => ClaimComparison.GapDisagrees(decimal.MaxValue, decimal.MinValue).ShouldBe(true);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
