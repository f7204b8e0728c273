using System.Globalization;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>The decimal that is meant by a number as a workbook has it.</summary>
/// <remarks>
/// Spreadsheets keep binary numbers and spell them with up to seventeen digits: 0.93 is written 0.93000000000000005, and 0.0094 as
/// 9.4000000000000004E-3. Other programs write decimals, which are kept to the last digit. Which of the two a text is shows in its digits: a
/// binary number spelled to so many digits has exactly these.
/// </remarks>
internal static class WorkbookNumber
{
    // Every decimal of so many digits survives a binary number and comes back.
    private const int SafeDigits = 15;

    /// <summary>Reads the number; null where it is none, <see cref="decimal.MaxValue"/> where no figure is so large.</summary>
    public static decimal? Read(string text)
    {
        text = text.Trim();
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var binary) || !double.IsFinite(binary)) return null;
        if (Math.Abs(binary) >= 1e28) return binary < 0 ? decimal.MinValue : decimal.MaxValue;
        var digits = Digits(text);
        decimal? written = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;
        if (digits.Length <= SafeDigits) return written ?? (decimal)binary;
        if (written is { } decimals && digits != Digits(binary.ToString($"E{digits.Length - 1}", CultureInfo.InvariantCulture))) return decimals;
        var spelled = binary.ToString("R", CultureInfo.InvariantCulture);
        var shortest = decimal.Parse(spelled, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Digits(spelled).Length <= SafeDigits) return shortest;
        if (written is { } kept && StorableNumber.Fits(kept)) return kept;
        // 0.1 + 0.2: what is left over of a sum is shown by no spreadsheet.
        return (decimal)binary is var rounded && StorableNumber.Fits(rounded) ? rounded : shortest;
    }

    // The digits that count, without sign, point, exponent and the zeros around them.
    private static string Digits(string number) =>
        string.Concat(number.TakeWhile(letter => letter is not ('e' or 'E')).Where(char.IsAsciiDigit)).Trim('0');
}
