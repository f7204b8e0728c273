using FsCheck;
using FsCheck.Fluent;
using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests;

public class DecimalMathTests
{
    [Fact]
    public void Root_OfAPower_GivesTheBaseBackExactly() =>
        Prop.ForAll((from digits in Gen.Choose(1, 3000) from n in Gen.Choose(1, 6) select (Base: digits / 1000m, n)).ToArbitrary(), facts =>
            DecimalMath.Root(DecimalMath.Power(facts.Base, facts.n), facts.n) == facts.Base).QuickCheckThrowOnFailure();

    [Fact]
    public void Root_AnyValue_PowersBackToIt() =>
        Prop.ForAll((from value in Generate.Positive from n in Gen.Choose(2, 8) select (value, n)).ToArbitrary(), facts =>
        {
            var back = DecimalMath.Power(DecimalMath.Root(facts.value, facts.n), facts.n);
            return Math.Abs(back - facts.value) < facts.value * 1e-22m;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Power_FractionalExponent_IsNearTheBinaryOne() =>
        Prop.ForAll((from value in Generate.Positive from tenths in Gen.Choose(-20, 20) select (value, Exponent: tenths / 10m)).ToArbitrary(), facts =>
        {
            var near = Math.Pow((double)facts.value, (double)facts.Exponent);
            return Math.Abs((double)DecimalMath.Power(facts.value, facts.Exponent) - near) <= Math.Abs(near) * 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Power_OfZero_IsZero() => DecimalMath.Power(0m, 0.5m).ShouldBe(0);

    [Theory]
    [InlineData(730, 2, true)]
    [InlineData(735, 2, true)]
    [InlineData(1826, 5, true)]
    [InlineData(1466, 4, true)]
    [InlineData(1456, 4, true)]
    [InlineData(365, 1, true)]
    public void GrowthYears_WithinFiveDays_AreWhole(int days, int years, bool whole)
    {
        var found = GrowthYears.Of(days);
        found!.Value.Years.ShouldBe(years);
        found.Value.AreWhole.ShouldBe(whole);
    }

    [Fact]
    public void GrowthYears_BetweenYears_AreDaysOverTheMeanYear() => GrowthYears.Of(548)!.Value.ShouldBe(new(548 / 365.25m, false));

    [Theory]
    [InlineData(0)]
    [InlineData(-10)]
    [InlineData(5)]
    public void GrowthYears_NoTime_IsNone(int days) => GrowthYears.Of(days).ShouldBeNull();
}
