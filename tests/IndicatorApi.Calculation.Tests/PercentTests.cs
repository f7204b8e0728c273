using System.Globalization;

namespace IndicatorApi.Calculation.Tests;

public class PercentTests
{
    [Theory]
    [InlineData("99.96", Verdict.NotMet, 1, "99.9")]
    [InlineData("99.94", Verdict.NotMet, 1, "99.9")]
    [InlineData("100.04", Verdict.Exceeded, 1, "100.1")]
    [InlineData("100.05", Verdict.Exceeded, 1, "100.1")]
    [InlineData("100", Verdict.Met, 1, "100")]
    [InlineData("100", Verdict.NotMet, 1, "100")]
    [InlineData("100.3728", Verdict.NotMet, 1, "100.4")]
    [InlineData("111.1111", Verdict.Exceeded, 1, "111.1")]
    [InlineData("69.925", Verdict.NotMet, 2, "69.93")]
    [InlineData("-0.04", Verdict.NotMet, 1, "0")]
    [InlineData("-0.05", Verdict.NotMet, 1, "-0.1")]
    [InlineData("99.5", Verdict.NotMet, 0, "99")]
    [InlineData("100.4", Verdict.Exceeded, 0, "101")]
    public void Display_ExactPercent_RoundsHalfAwayFromZeroAndKeepsTheLine(string percent, Verdict verdict, int decimals, string shown) =>
        Percent.Display(Number(percent), verdict, decimals).ShouldBe(Number(shown));

    [Fact]
    public void Display_NegativeThatRoundsToNothing_IsWrittenWithoutASignOrDecimals() =>
        Percent.Display(-0.04m, Verdict.NotMet).ToString(CultureInfo.InvariantCulture).ShouldBe("0");

    [Theory]
    [InlineData("99.99999999996", Verdict.NotMet, "99.9999999999")]
    [InlineData("100.00000000004", Verdict.Exceeded, "100.0000000001")]
    [InlineData("112.0000", Verdict.Exceeded, "112")]
    [InlineData("27.272727272727272727", Verdict.NotMet, "27.2727272727")]
    [InlineData("-0.00000000001", Verdict.NotMet, "0")]
    public void ForWire_ExactPercent_HasTenDecimalsWithoutTrailingZeros(string percent, Verdict verdict, string wire) =>
        Percent.ForWire(Number(percent), verdict).ToString(CultureInfo.InvariantCulture).ShouldBe(wire);

    [Theory]
    [InlineData("-20", "0")]
    [InlineData("63.6", "63.6")]
    [InlineData("200", "100")]
    public void Cap_AnyPercent_LiesBetweenZeroAndAHundred(string percent, string capped) => Percent.Cap(Number(percent)).ShouldBe(Number(capped));

    [Theory]
    [InlineData("1.2300", "1.23")]
    [InlineData("100.00", "100")]
    [InlineData("-0.000", "0")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Normalise_Number_LosesOnlyTrailingZeros(string number, string tidy) =>
        Numbers.Normalise(Number(number)).ToString(CultureInfo.InvariantCulture).ShouldBe(tidy);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
