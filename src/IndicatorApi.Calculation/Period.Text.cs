using System.Diagnostics.CodeAnalysis;

namespace IndicatorApi.Calculation;

public readonly partial record struct Period : IParsable<Period>, ISpanFormattable
{
    private const int LongestText = 22;

    private static readonly Phrase UnknownForm = new(
        "Không đọc được kỳ báo cáo: hãy viết 2022, 2022-S1, 2022-Q3, 2022-05, 2020-2025 hoặc 2020-05-20--2022-12-31.",
        "Not a period: write 2022, 2022-S1, 2022-Q3, 2022-05, 2020-2025 or 2020-05-20--2022-12-31.");

    private static readonly Phrase YearOutOfRange = new(
        "Năm phải từ 1900 đến 2200.",
        "A year must be from 1900 to 2200.");

    private static readonly Phrase NoSuchDay = new(
        "Ngày hoặc tháng không có trong lịch.",
        "There is no such day or month in the calendar.");

    private static readonly Phrase TermBackwards = new(
        "Nhiệm kỳ phải kết thúc ở năm sau năm bắt đầu.",
        "A term must end in a later year than it begins.");

    private static readonly Phrase RangeBackwards = new(
        "Ngày cuối kỳ ở trước ngày đầu kỳ.",
        "The last day is before the first.");

    /// <summary>The canonical text, which reads back as an equal period (a term with days of its own reads back with the usual ones).</summary>
    public string Text => ToString();

    /// <inheritdoc cref="TryParse(string?, out Period, out Phrase?)"/>
    /// <exception cref="FormatException">The text is not a period; the message says why, in English.</exception>
    public static Period Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out var result, out var problem) ? result : throw new FormatException(problem.En);
    }

    /// <inheritdoc cref="TryParse(string?, out Period, out Phrase?)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Period result) =>
        TryParse(s, out result, out _);

    /// <summary>Reads a period's text; it never throws.</summary>
    /// <remarks>
    /// The letters are capitals, the digits are ASCII, blanks are not skipped, a range's days may be joined by <c>--</c> or by <c>/</c>,
    /// and every year lies in 1900..2200. The culture plays no part.
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="period">The period, or the default value.</param>
    /// <param name="problem">Why it was refused; null when it was read.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Period period, [NotNullWhen(false)] out Phrase? problem)
    {
        period = default;
        problem = Read(text, ref period);
        return problem is null;
    }

    /// <inheritdoc cref="Text"/>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[LongestText];
        return new string(buffer[..Write(buffer)]);
    }

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes the canonical text, at most 22 characters, without making a string.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <param name="format">Ignored.</param>
    /// <param name="provider">Ignored: the text is the same in every culture.</param>
    /// <returns>False when the destination is too short.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        Span<char> buffer = stackalloc char[LongestText];
        var length = Write(buffer);
        var fits = buffer[..length].TryCopyTo(destination);
        charsWritten = fits ? length : 0;
        return fits;
    }

    private static Phrase? Read(ReadOnlySpan<char> text, ref Period period) => text.Length switch
    {
        4 => ReadYear(text, ref period),
        7 when text[4] == '-' => ReadPartOfYear(text, ref period),
        9 when text[4] == '-' => ReadTerm(text, ref period),
        21 when text[10] == '/' => ReadRange(text[..10], text[11..], ref period),
        22 when text[10] == '-' && text[11] == '-' => ReadRange(text[..10], text[12..], ref period),
        _ => UnknownForm,
    };

    private static Phrase? ReadYear(ReadOnlySpan<char> text, ref Period period)
    {
        if (!TryNumber(text, out var year))
            return UnknownForm;
        if (!IsYear(year))
            return YearOutOfRange;
        period = Year(year);
        return null;
    }

    private static Phrase? ReadPartOfYear(ReadOnlySpan<char> text, ref Period period)
    {
        if (!TryNumber(text[..4], out var year))
            return UnknownForm;
        if (!IsYear(year))
            return YearOutOfRange;
        switch (text[5], text[6])
        {
            case ('S', '1' or '2'):
                period = HalfYear(year, text[6] - '0');
                return null;
            case ('Q', >= '1' and <= '4'):
                period = Quarter(year, text[6] - '0');
                return null;
        }

        if (!TryNumber(text[5..], out var month))
            return UnknownForm;
        if (month is < 1 or > 12)
            return NoSuchDay;
        period = Month(year, month);
        return null;
    }

    private static Phrase? ReadTerm(ReadOnlySpan<char> text, ref Period period)
    {
        if (!TryNumber(text[..4], out var first) || !TryNumber(text[5..], out var last))
            return UnknownForm;
        if (!IsYear(first) || !IsYear(last))
            return YearOutOfRange;
        if (last <= first)
            return TermBackwards;
        period = Term(first, last);
        return null;
    }

    private static Phrase? ReadRange(ReadOnlySpan<char> first, ReadOnlySpan<char> last, ref Period period)
    {
        DateOnly end = default;
        if ((ReadDay(first, out var start) ?? ReadDay(last, out end)) is { } problem)
            return problem;
        if (end < start)
            return RangeBackwards;
        period = new Period(start, end);
        return null;
    }

    private static Phrase? ReadDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text[4] != '-' || text[7] != '-' || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month)
            || !TryNumber(text[8..], out var date))
            return UnknownForm;
        if (!IsYear(year))
            return YearOutOfRange;
        if (month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return NoSuchDay;
        day = new DateOnly(year, month, date);
        return null;
    }

    private static bool IsYear(int year) => year is >= MinYear and <= MaxYear;

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }

    private int Write(Span<char> buffer)
    {
        switch (Kind)
        {
            case PeriodKind.Term:
                WriteNumber(buffer, _firstTermYear, 4);
                buffer[4] = '-';
                WriteNumber(buffer[5..], _lastTermYear, 4);
                return 9;
            case PeriodKind.Year:
                WriteNumber(buffer, Start.Year, 4);
                return 4;
            case PeriodKind.HalfYear:
                return WritePart(buffer, 'S', (Start.Month / 6) + 1);
            case PeriodKind.Quarter:
                return WritePart(buffer, 'Q', (Start.Month / 3) + 1);
            case PeriodKind.Month:
                WriteNumber(buffer, Start.Year, 4);
                buffer[4] = '-';
                WriteNumber(buffer[5..], Start.Month, 2);
                return 7;
            default:
                WriteDay(buffer, Start);
                buffer[10] = buffer[11] = '-';
                WriteDay(buffer[12..], End);
                return LongestText;
        }
    }

    private static void WriteDay(Span<char> buffer, DateOnly day)
    {
        WriteNumber(buffer, day.Year, 4);
        buffer[4] = buffer[7] = '-';
        WriteNumber(buffer[5..], day.Month, 2);
        WriteNumber(buffer[8..], day.Day, 2);
    }

    private int WritePart(Span<char> buffer, char letter, int number)
    {
        WriteNumber(buffer, Start.Year, 4);
        buffer[4] = '-';
        buffer[5] = letter;
        buffer[6] = (char)('0' + number);
        return 7;
    }

    private static void WriteNumber(Span<char> buffer, int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            buffer[i] = (char)('0' + (number % 10));
            number /= 10;
        }
    }
}
