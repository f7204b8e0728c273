using System.Buffers.Text;
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
    public static decimal Normalise(decimal value)
    {
        if (value == 0)
            return 0m;
        if (value.Scale == 0)
            return value;
        // Dividing by one with 28 decimals is the documented way to the smallest scale; the value does not change.
        if (!FitsALong(value, out var digits, out var scale, out var isNegative))
            return value / 1.0000000000000000000000000000m;
        Strip(ref digits, ref scale);
        return unchecked(new((int)digits, (int)(digits >> 32), 0, isNegative, (byte)scale));
    }

    /// <summary>As a Vietnamese document prints it: a comma before the decimals, dots between thousands, nothing rounded.</summary>
    /// <param name="value">The number.</param>
    /// <example><c>10001.26</c> is "10.001,26" (xã Long Đức: "tổng giá trị đạt 10.001,26 tỷ đồng").</example>
    public static string Vietnamese(decimal value) =>
        Normalise(value).ToString("#,##0.############################", VietnameseFormat);

    /// <summary>As JSON and arithmetic print it: a point, no thousands, nothing rounded.</summary>
    /// <param name="value">The number.</param>
    public static string Invariant(decimal value) => Normalise(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>The most bytes that a number needs.</summary>
    public const int LongestText = 31;

    /// <summary>The same as UTF-8, without making a string.</summary>
    /// <param name="value">The number.</param>
    /// <param name="utf8">Where to write; at least <see cref="LongestText"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(decimal value, Span<byte> utf8)
    {
        if (value == 0)
        {
            utf8[0] = (byte)'0';
            return 1;
        }

        if (!FitsALong(value, out var digits, out var scale, out var isNegative))
        {
            Utf8Formatter.TryFormat(Normalise(value), utf8, out var written);
            return written;
        }

        Strip(ref digits, ref scale);
        // From the last digit to the first, with a zero before a point that would have none.
        Span<byte> text = stackalloc byte[LongestText];
        var at = LongestText;
        for (var place = 0; digits > 0 || place <= scale; place++)
        {
            if (place == scale && scale > 0)
                text[--at] = (byte)'.';
            (digits, var digit) = Math.DivRem(digits, 10);
            text[--at] = (byte)('0' + digit);
        }

        if (isNegative)
            text[--at] = (byte)'-';
        text[at..].CopyTo(utf8);
        return LongestText - at;
    }

    private static bool FitsALong(decimal value, out ulong digits, out int scale, out bool isNegative)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        digits = unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        scale = (bits[3] >> 16) & 0xFF;
        isNegative = bits[3] < 0;
        return bits[2] == 0;
    }

    private static void Strip(ref ulong digits, ref int scale)
    {
        while (scale > 0)
        {
            (var shorter, var last) = Math.DivRem(digits, 10);
            if (last != 0)
                return;
            digits = shorter;
            scale--;
        }
    }
}
