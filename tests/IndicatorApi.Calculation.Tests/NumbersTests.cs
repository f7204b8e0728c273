using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests;

public class NumbersTests
{
    private static readonly Gen<decimal> AnyDecimal =
        from low in Gen.OneOf(Gen.Choose(int.MinValue, int.MaxValue), Gen.Elements(0, 1, 10, 100_000))
        from middle in Gen.OneOf(Gen.Constant(0), Gen.Choose(int.MinValue, int.MaxValue))
        from high in Gen.OneOf(Gen.Constant(0), Gen.Choose(int.MinValue, int.MaxValue))
        from isNegative in Gen.Elements(true, false)
        from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, isNegative, (byte)scale);

    [Fact]
    public void Write_AnyNumber_IsTheTextWithoutTrailingZeros() =>
        Prop.ForAll(AnyDecimal.ToArbitrary(), number =>
        {
            Span<byte> text = stackalloc byte[Numbers.LongestText];
            Encoding.ASCII.GetString(text[..Numbers.Write(number, text)]).ShouldBe(Tidy(number));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Normalise_AnyNumber_HasTheSmallestScale() =>
        Prop.ForAll(AnyDecimal.ToArbitrary(), number =>
        {
            var tidy = Numbers.Normalise(number);
            tidy.ShouldBe(number);
            tidy.ToString(CultureInfo.InvariantCulture).ShouldBe(Tidy(number));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static string Tidy(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0').TrimEnd('.');
        return text == "-0" ? "0" : text;
    }
}
