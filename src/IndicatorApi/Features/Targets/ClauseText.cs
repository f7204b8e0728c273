using System.Globalization;
using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>A number of a clause, or two with a dash between them, and the words around.</summary>
/// <param name="Before">What stands before it.</param>
/// <param name="First">The number, or the lower of two, in each way that it can be read.</param>
/// <param name="Second">The upper of two.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record ClauseNumber(string Before, WrittenNumber First, WrittenNumber? Second, string After);

/// <summary>The words of a clause in small letters without marks, apart from the years and measures that are no number to reach.</summary>
internal sealed partial record ClauseText(string Words, IReadOnlyList<ClauseNumber> Numbers, Recurrence Recurrence, bool AsksOftener)
{
    /// <summary>
    /// Reads a clause; the unit of the indicator tells "108 triệu đồng/năm" from "30 ha/năm", and its name that the 5 of "trẻ em dưới 5 tuổi" is none
    /// to reach.
    /// </summary>
    public static ClauseText Read(string wording, string? measure, string? name)
    {
        var text = Blanks().Replace(Text.Search(MarkedWords().Replace(wording, "_")).Replace('–', '-').Replace('−', '-').Replace('\n', ' '), " ");
        text = OtherWords().Replace(text, "_");
        text = HigherEachYear().Replace(text, "moi nam tang");
        text = LowerEachYear().Replace(text, "moi nam giam");
        text = Twice().Replace(text, match => $"gap {(match.Groups[1].Value switch { "doi" => "2", "ba" => "3", _ => "1,5" })} lan");
        text = Half().Replace(text, "50%");
        var unit = Text.Search(measure);
        var oftener = Oftener().Matches(text).Any(match => !Holds(unit, match.Groups["time"].Value));
        var isPerYearUnit = unit.EndsWith("/nam", StringComparison.Ordinal);
        var often = RecurrenceOf(isPerYearUnit ? PerYear().Replace(text, " ") : text);
        var words = Blanks().Replace(PerYear().Replace(SpanOfYears().Replace(Year().Replace(PerMany().Replace(text, " "), " "), " "), " "), " ").Trim();
        return new ClauseText(words, ToReach(NumbersOf(words), Text.Search(name)), often, oftener);
    }

    // Numbers that the name of the indicator has too are none to reach, where others are left.
    private static List<ClauseNumber> ToReach(List<ClauseNumber> numbers, string name)
    {
        List<ClauseNumber> left = [.. numbers.Where(number => NumberInName().Match(number.Before + "#" + number.After) is not { Success: true } around
            || !NumbersOf(name).Any(other => other.First == number.First && other.Second is null && number.Second is null
                && NumberInName().Match(other.Before + "#" + other.After).Value == around.Value))];
        return left.Count == 0 ? numbers : left;
    }

    /// <summary>Whether any of these stands in it as whole words.</summary>
    public bool Has(params string[] phrases) => phrases.Any(phrase => Holds(Words, phrase));

    /// <summary>Whether the phrase stands in the words, and not inside of a longer one.</summary>
    public static bool Holds(string words, string phrase)
    {
        for (var at = words.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = words.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            if ((at == 0 || !char.IsLetterOrDigit(words[at - 1])) && (end == words.Length || !char.IsLetterOrDigit(words[end]))) return true;
        }
        return false;
    }

    private static Recurrence RecurrenceOf(string text)
    {
        var isYearly = Yearly().IsMatch(text);
        return isYearly && Average().IsMatch(text) ? Recurrence.PerYearAverage : isYearly ? Recurrence.EachYear : Recurrence.Once;
    }

    private static List<ClauseNumber> NumbersOf(string words)
    {
        var found = new List<ClauseNumber>();
        foreach (Match match in Number().Matches(words))
        {
            var first = WrittenNumber.Read(match.Groups["first"].Value);
            var second = match.Groups["second"] is { Success: true } group ? WrittenNumber.Read(group.Value) : null;
            if (first is not null) found.Add(new ClauseNumber(words[..match.Index], first, second, words[(match.Index + match.Length)..]));
        }
        return found;
    }

    /// <summary>The whole number of a text that needs no more than digits.</summary>
    public static int Whole(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // Without marks these look like "tăng" and "giảm".
    [GeneratedRegex(@"(?<!\p{L})(tặng|tầng|giám)(?!\p{L})", RegexOptions.IgnoreCase)]
    private static partial Regex MarkedWords();

    // The same typed without marks, and words that name a work and ask for no change.
    [GeneratedRegex(@"\bha (tang|_)|\bgiam (sat|doc|dinh)\b|\btang (cuong|gia san xuat)\b|\b(khen|trao|cao|bao|nhieu|phong) tang\b"
        + @"|\b(cong tac|chuong trinh) giam ngheo\b|\bgiam ngheo ben vung\b")]
    private static partial Regex OtherWords();

    [GeneratedRegex(@"\bnam sau (cao|nhieu|lon) hon nam truoc\b")]
    private static partial Regex HigherEachYear();

    [GeneratedRegex(@"\bnam sau (thap|it|nho) hon nam truoc\b")]
    private static partial Regex LowerEachYear();

    [GeneratedRegex(@"\bgap (doi|ba|ruoi)\b")]
    private static partial Regex Twice();

    [GeneratedRegex(@"\b(mot nua|1/2)(?= [a-z])")]
    private static partial Regex Half();

    [GeneratedRegex(@"((moi|hang|tung|mot) |/ ?)(?<time>ngay|tuan|thang|quy)\b|\b(?<time>quarter|month|week|dai)ly\b"
        + @"|\b(each|every|per|a) (?<time>quarter|month|week|day)\b")]
    private static partial Regex Oftener();

    // The word before a number and the one behind it.
    [GeneratedRegex(@"(?<=^|[^a-z])[a-z]+ #( [a-z]+)?")]
    private static partial Regex NumberInName();

    [GeneratedRegex(@"(moi|hang|tung|mot) nam|/ ?nam|\b(annually|each year|every year|per year|a year)\b")]
    private static partial Regex Yearly();

    [GeneratedRegex(@"/ ?nam\b")]
    private static partial Regex PerYear();

    [GeneratedRegex(@"(binh|trung) ?(quan|binh)(?! dau nguoi)|\bon average\b")]
    private static partial Regex Average();

    [GeneratedRegex(@"((so voi|den|truoc|cuoi|trong|tu|vao|nam|by|before|in|from|fy)( (cuoi|het|the))?( nam)? ?)(19|20)\d\d"
        + @"(?![\d.,]\d)(?! (ho|nguoi|dong|trieu|ty|ha))")]
    private static partial Regex Year();

    [GeneratedRegex(@"(chuan |giai doan |nhiem ky )?(19|20)\d\d ?- ?(19|20)\d\d|\b\d{1,2} nam\b")]
    private static partial Regex SpanOfYears();

    [GeneratedRegex(@"/ ?(1 )?(van|nghin|trieu) dan|per [\d.,]+\d|(nhom|top) \d+(?= [a-z])(?<=\b(co so|truong|don vi) thuoc (nhom|top) \d+)")]
    private static partial Regex PerMany();

    [GeneratedRegex(@"(?<![a-z\d])(?<first>\d[\d.,]*(?<=\d))(?: ?%)?(?: ?(?:-|den) ?(?<second>\d[\d.,]*(?<=\d)))?")]
    private static partial Regex Number();
}
