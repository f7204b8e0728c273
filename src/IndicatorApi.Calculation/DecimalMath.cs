namespace IndicatorApi.Calculation;

/// <summary>Powers and roots in <see cref="decimal"/>, without a detour through binary floating point.</summary>
internal static class DecimalMath
{
    private const decimal Ln2 = 0.6931471805599453094172321215m;
    private const int SeriesLimit = 200;

    /// <summary>A whole power, by repeated squaring: exact as long as the digits fit.</summary>
    public static decimal Power(decimal value, int exponent)
    {
        decimal result = 1;
        while (exponent > 0)
        {
            if ((exponent & 1) == 1)
                result *= value;
            exponent >>= 1;
            if (exponent > 0)
                value *= value;
        }

        return result;
    }

    /// <summary>Any power of a value that is not negative.</summary>
    public static decimal Power(decimal value, decimal exponent) => value == 0 ? 0 : Exp(exponent * Ln(value));

    /// <summary>The n-th root of a value that is not negative, by Newton's method.</summary>
    public static decimal Root(decimal value, int n)
    {
        if (n == 1 || value == 0)
            return value;
        var root = Power(value, 1m / n);
        for (var i = 0; i < 3; i++)
            root -= (root - (value / Power(root, n - 1))) / n;
        return SnapToShort(root, value, n);
    }

    // A root that is a short decimal (1.13) comes out of the iteration one unit in the 27th place beside it.
    private static decimal SnapToShort(decimal root, decimal value, int n)
    {
        var tidy = decimal.Round(root, 12);
        return Power(tidy, n) == value ? tidy : root;
    }

    /// <summary>The natural logarithm of a positive value.</summary>
    private static decimal Ln(decimal value)
    {
        var twos = 0;
        while (value > 1.5m)
        {
            value /= 2;
            twos++;
        }

        while (value < 0.75m)
        {
            value *= 2;
            twos--;
        }

        // ln v = 2 artanh((v - 1) / (v + 1)), whose series converges fast near 1.
        var z = (value - 1) / (value + 1);
        var square = z * z;
        var power = z;
        decimal sum = 0;
        for (var i = 1; i < SeriesLimit && power != 0; i += 2)
        {
            sum += power / i;
            power *= square;
        }

        return (2 * sum) + (twos * Ln2);
    }

    private static decimal Exp(decimal exponent)
    {
        var twos = (int)decimal.Round(exponent / Ln2);
        var rest = exponent - (twos * Ln2);
        decimal term = 1;
        decimal sum = 1;
        for (var i = 1; i < SeriesLimit && term != 0; i++)
        {
            term = term * rest / i;
            sum += term;
        }

        return twos >= 0 ? sum * Power(2m, twos) : sum / Power(2m, -twos);
    }
}
