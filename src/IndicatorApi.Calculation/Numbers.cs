using System.Globalization;

namespace IndicatorApi.Calculation;

/// <summary>Exact decimals: how they are tidied and printed.</summary>
public static class Numbers
{
    /// <summary>One unit of the last printed decimal: 1 for none, 0.1 for one, 0.01 for two.</summary>
    /// <param name="decimals">How many decimals are printed, 0 to 28.</param>
    public static decimal LastPlace(int decimals) => new(1, 0, 0, false, checked((byte)decimals));

    private static readonly NumberFormatInfo VietnameseFormat = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = ".",
        NegativeSign = "-",
    };

    /// <summary>The same number without trailing zeros in its scale: 112.00 becomes 112, and a negative zero becomes 0.</summary>
    /// <param name="value">The number.</param>
    public static decimal Normalise(decimal value) =>
        // Dividing by one with 28 decimals is the documented way to the smallest scale; the value does not change.
        value == 0 ? 0m : value / 1.0000000000000000000000000000m;

    /// <summary>As a Vietnamese document prints it: a comma before the decimals, dots between thousands, nothing rounded.</summary>
    /// <param name="value">The number.</param>
    /// <example><c>10001.26</c> is "10.001,26" (xã Long Đức: "tổng giá trị đạt 10.001,26 tỷ đồng").</example>
    public static string Vietnamese(decimal value) =>
        Normalise(value).ToString("#,##0.############################", VietnameseFormat);

    /// <summary>As JSON and arithmetic print it: a point, no thousands, nothing rounded.</summary>
    /// <param name="value">The number.</param>
    public static string Invariant(decimal value) => Normalise(value).ToString(CultureInfo.InvariantCulture);
}
