using System.Numerics;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>Exact fractions, for checking decimals against something that cannot round.</summary>
internal readonly record struct Fraction(BigInteger Top, BigInteger Bottom)
{
    public static implicit operator Fraction(decimal value)
    {
        var bits = decimal.GetBits(value);
        var digits = ((BigInteger)unchecked((uint)bits[2]) << 64) + ((BigInteger)unchecked((uint)bits[1]) << 32) + unchecked((uint)bits[0]);
        return new(bits[3] < 0 ? -digits : digits, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    public static Fraction operator +(Fraction left, Fraction right) =>
        new((left.Top * right.Bottom) + (right.Top * left.Bottom), left.Bottom * right.Bottom);

    public static Fraction operator -(Fraction left, Fraction right) => left + new Fraction(-right.Top, right.Bottom);

    public static Fraction operator *(Fraction left, Fraction right) => new(left.Top * right.Top, left.Bottom * right.Bottom);

    public static Fraction operator /(Fraction left, Fraction right) => new(left.Top * right.Bottom, left.Bottom * right.Top);

    public int Sign => Top.Sign * Bottom.Sign;

    public static int Compare(Fraction left, Fraction right) => (left - right).Sign;

    /// <summary>Whether a decimal is this fraction, but for what 28 digits cannot hold.</summary>
    public bool IsAbout(decimal value)
    {
        var gap = this - value;
        Fraction allowed = new(BigInteger.Max(1, BigInteger.Abs(Top / Bottom)), BigInteger.Pow(10, 20));
        return Compare(gap.Sign < 0 ? new Fraction(-gap.Top, gap.Bottom) : gap, allowed) <= 0;
    }
}
