using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>How numbers are written as text.</summary>
public enum NumberLocale
{
    /// <summary>10.001,26: dots or blanks between thousands, a comma before the decimals.</summary>
    [JsonStringEnumMemberName("vi")] Vietnamese,
    /// <summary>10,001.26: commas or blanks between thousands, a point before the decimals.</summary>
    [JsonStringEnumMemberName("en")] English,
}

/// <summary>A number as a person wrote it, with every way to read it. Nothing is guessed: what can be read in two ways keeps both.</summary>
public sealed partial record WrittenNumber
{
    /// <summary>The number when it is written the Vietnamese way; null when it cannot be.</summary>
    public decimal? Vietnamese { get; private init; }

    /// <summary>The number when it is written the English way; null when it cannot be.</summary>
    public decimal? English { get; private init; }

    /// <summary>The word before or after it that makes it a bound: "trên 276".</summary>
    public Bound? Bound { get; private init; }

    /// <summary>100 behind a percent sign, 1000 behind a per mille sign, else 1.</summary>
    public int Factor { get; private init; } = 1;

    /// <summary>What follows the number, in small letters without marks: "ho" of "9 hộ".</summary>
    public string Measure { get; private init; } = "";

    /// <summary>The same as it was written: "hộ".</summary>
    public string WrittenMeasure { get; private init; } = "";

    /// <summary>Whether what follows the number is no unit but more of a number: "- 6" of "4 - 6", "e5" of "1e5".</summary>
    public bool IsMoreThanOne => Measure.Length > 0 && (Measure[0] is '-' or '–' or '+' or '*' or '=' || Exponent().IsMatch(Measure)
        || (!AreaOrVolume().IsMatch(Measure) && Measure.Any(char.IsAsciiDigit)));

    /// <summary>The second number of <c>50/54</c>.</summary>
    public WrittenNumber? Denominator { get; private init; }

    /// <summary>The way of writing that this number alone can have; null when both fit or it looks the same in both.</summary>
    public NumberLocale? Settles => (Vietnamese, English) switch
    {
        (null, not null) => NumberLocale.English,
        (not null, null) => NumberLocale.Vietnamese,
        _ => null,
    };

    /// <summary>Whether it is two different numbers, depending on the way of writing.</summary>
    public bool IsAmbiguous => Vietnamese is { } vietnamese && English is { } english && vietnamese != english;

    /// <summary>The number of a list that this program wrote: it has no marks between thousands, so what stands in it parts the decimals.</summary>
    public decimal? OfOwnList => (Vietnamese, English) switch
    {
        ({ } vietnamese, { } english) => Math.Abs(vietnamese) < Math.Abs(english) ? vietnamese : english,
        (var vietnamese, var english) => vietnamese ?? english,
    };

    /// <summary>The number in one way of writing; where none is known, the only number that it can be.</summary>
    public decimal? In(NumberLocale? locale) => locale switch
    {
        NumberLocale.Vietnamese => Vietnamese,
        NumberLocale.English => English,
        _ => IsAmbiguous ? null : Vietnamese ?? English,
    };

    /// <summary>Reads the text; null when it is no number.</summary>
    public static WrittenNumber? Read(string text)
    {
        var read = ReadSimple(Simple(text));
        return read is { Measure.Length: > 0 } ? read with { WrittenMeasure = BehindTheNumber(text) } : read;
    }

    private static WrittenNumber? ReadSimple(string rest)
    {
        Bound? bound = null;
        foreach (var (word, means) in BoundWords.Before)
        {
            // A word ends at a blank or at the number itself; "hon12" is as clear as "hơn 12".
            if (!rest.StartsWith(word, StringComparison.Ordinal) || (rest.Length > word.Length && char.IsLetter(rest[word.Length]))) continue;
            (bound, rest) = (means, rest[word.Length..].TrimStart());
            break;
        }
        foreach (var (word, means) in BoundWords.After)
        {
            if (!rest.EndsWith(word, StringComparison.Ordinal)) continue;
            if (bound is not null) return null;
            (bound, rest) = (means, rest[..^word.Length].TrimEnd());
            break;
        }
        var parts = rest.Split('/');
        // "72,3 triệu/người": a stroke inside the unit is no fraction.
        var isFraction = parts.Length == 2 && parts[1].TrimStart() is [>= '0' and <= '9', ..];
        if (!isFraction) return One(rest) is { } one ? one with { Bound = bound } : null;
        var (numerator, denominator) = (One(parts[0]), One(parts[1]));
        if (numerator is not { Factor: 1, Measure: "" } || denominator is not { Factor: 1 }) return null;
        return numerator with { Bound = bound, Denominator = denominator with { Measure = "" }, Measure = denominator.Measure };
    }

    // What stands behind the first number, and behind the second one of a fraction.
    private static string BehindTheNumber(string text)
    {
        var match = Behind().Match(text.Normalize(System.Text.NormalizationForm.FormC));
        return match.Success ? match.Groups["unit"].Value.Trim() : text.Trim();
    }

    /// <summary>Whether the text is what a spreadsheet makes of <c>3/4</c>: a date.</summary>
    public static bool IsDate(string text) => Date().IsMatch(Simple(text));

    private static WrittenNumber? One(string text)
    {
        var core = text.AsSpan().Trim();
        var isNegative = core.Length > 0 && core[0] is '-' or '−' or '–';
        if (core.Length > 0 && (isNegative || core[0] == '+')) core = core[1..];
        var length = 0;
        while (length < core.Length && (char.IsAsciiDigit(core[length]) || core[length] is '.' or ',' or ' ')) length++;
        var after = core[length..];
        core = core[..length].TrimEnd();
        var factor = after is ['%', ..] ? 100 : after is ['‰', ..] ? 1000 : 1;
        if (factor > 1) after = after[1..];
        var vietnamese = Read(core, '.', ',', isNegative);
        var english = Read(core, ',', '.', isNegative);
        return vietnamese is null && english is null ? null
            : new WrittenNumber { Vietnamese = vietnamese, English = english, Factor = factor, Measure = after.Trim().ToString() };
    }

    private static decimal? Read(ReadOnlySpan<char> text, char thousands, char point, bool isNegative)
    {
        var at = text.IndexOf(point);
        var decimals = at < 0 ? [] : text[(at + 1)..];
        var whole = at < 0 ? text : text[..at];
        if (whole.IsEmpty || (at >= 0 && decimals.IsEmpty) || decimals.ContainsAnyExceptInRange('0', '9')) return null;
        if (!AreGroups(whole, whole.Contains(thousands) ? thousands : ' ')) return null;
        Span<char> digits = stackalloc char[64];
        var count = 0;
        foreach (var letter in whole.TrimStart('0'))
        {
            if (!char.IsAsciiDigit(letter)) continue;
            if (count == 30) return decimal.MaxValue;
            digits[count++] = letter;
        }
        decimals = decimals.TrimEnd('0');
        // What no decimal holds exactly is kept as one that no column takes, so that the refusal says that digits would be lost.
        if (count + decimals.Length > 28) return decimal.MaxValue;
        if (count == 0) digits[count++] = '0';
        digits[count++] = '.';
        decimals.CopyTo(digits[count..]);
        var value = decimal.Parse(digits[..(count + decimals.Length)], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return isNegative ? -value : value;
    }

    private static bool AreGroups(ReadOnlySpan<char> whole, char separator)
    {
        var first = whole.IndexOf(separator);
        if (first < 0) return !whole.ContainsAnyExceptInRange('0', '9');
        // Nobody writes 0.862 for eight hundred and sixty-two.
        if (first is < 1 or > 3 || whole[0] == '0' || whole[..first].ContainsAnyExceptInRange('0', '9')) return false;
        for (var rest = whole[first..]; rest.Length > 0; rest = rest[4..])
        {
            if (rest.Length < 4 || rest[0] != separator || rest[1..4].ContainsAnyExceptInRange('0', '9')) return false;
        }
        return true;
    }

    private static string Simple(string text)
    {
        var blanks = string.Create(text.Length, text, (simple, given) =>
        {
            for (var i = 0; i < given.Length; i++) simple[i] = char.IsWhiteSpace(given[i]) ? ' ' : given[i];
        });
        return Text.Search(blanks);
    }

    [GeneratedRegex(@"^\D*?\d[\d.,\s]*(?:/\s*\d[\d.,\s]*)?[%‰]?(?<unit>.*)$", RegexOptions.Singleline)]
    private static partial Regex Behind();

    [GeneratedRegex(@"^e[+-]?\d+$")]
    private static partial Regex Exponent();

    [GeneratedRegex(@"^[^\d]*[a-z][23](?:[^\d]*)$")]
    private static partial Regex AreaOrVolume();

    [GeneratedRegex(
        @"^(\d{1,4}([-/.])\d{1,2}\2\d{1,4}|\d{1,2}[- /](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})[a-z]*([- /]\d{2,4})?"
        + @"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})[- /]\d{2,4})$")]
    private static partial Regex Date();
}

/// <summary>Words that make a number a bound, in small letters without marks.</summary>
internal static class BoundWords
{
    /// <summary>Before the number; longer ones stand before those that they begin with.</summary>
    public static readonly (string Word, Bound Means)[] Before =
    [
        ("khong thap hon", Bound.AtLeast), ("khong duoi", Bound.AtLeast), ("khong it hon", Bound.AtLeast), ("it nhat", Bound.AtLeast),
        ("toi thieu", Bound.AtLeast), ("tren", Bound.AtLeast),
        ("thap hon", Bound.AtMost), ("it hon", Bound.AtMost), ("nho hon", Bound.AtMost), ("khong cao hon", Bound.AtMost), ("khong nhieu hon", Bound.AtMost),
        ("khong lon hon", Bound.AtMost), ("khong hon", Bound.AtMost),
        ("hon", Bound.AtLeast), ("at least", Bound.AtLeast), ("more than", Bound.AtLeast), ("over", Bound.AtLeast), (">=", Bound.AtLeast),
        ("≥", Bound.AtLeast), (">", Bound.AtLeast),
        ("khong vuot qua", Bound.AtMost), ("khong qua", Bound.AtMost), ("nhieu nhat", Bound.AtMost), ("toi da", Bound.AtMost), ("duoi", Bound.AtMost),
        ("gan", Bound.AtMost),
        ("at most", Bound.AtMost), ("less than", Bound.AtMost), ("under", Bound.AtMost), ("nearly", Bound.AtMost), ("<=", Bound.AtMost), ("≤", Bound.AtMost),
        ("<", Bound.AtMost),
        ("khoang", Bound.About), ("xap xi", Bound.About), ("uoc dat", Bound.About), ("uoc", Bound.About), ("about", Bound.About), ("~", Bound.About),
        ("≈", Bound.About),
    ];

    /// <summary>Behind the number.</summary>
    public static readonly (string Word, Bound Means)[] After = [("tro len", Bound.AtLeast), ("tro xuong", Bound.AtMost)];
}
