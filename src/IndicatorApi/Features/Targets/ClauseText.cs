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
internal sealed partial record ClauseText(string Words, IReadOnlyList<ClauseNumber> Numbers, Recurrence Recurrence, bool ComparesYears)
{
    /// <summary>Reads a clause; the unit of the indicator tells "108 triệu đồng/năm" from "30 ha/năm".</summary>
    public static ClauseText Read(string wording, string? measure)
    {
        var text = Blanks().Replace(Text.Search(wording).Replace('–', '-').Replace('−', '-').Replace('\n', ' '), " ");
        var unit = Text.Search(measure);
        var compares = ComparedYear().IsMatch(text);
        var isPerYearUnit = unit.EndsWith("/nam", StringComparison.Ordinal);
        var often = RecurrenceOf(isPerYearUnit ? PerYear().Replace(text, " ") : text);
        var words = Blanks().Replace(PerYear().Replace(SpanOfYears().Replace(Year().Replace(PerMany().Replace(text, " "), " "), " "), " "), " ").Trim();
        return new ClauseText(words, NumbersOf(words), often, compares);
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

    [GeneratedRegex(@"so voi (cuoi )?(nam )?(19|20)\d\d")]
    private static partial Regex ComparedYear();

    [GeneratedRegex(@"(moi|hang|tung|mot) nam|/ ?nam|\b(annually|each year|every year|per year|a year|quarterly)\b")]
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
