using System.Globalization;
using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Words of files, in Vietnamese or as the API spells them.</summary>
public static partial class WrittenWords
{
    private static readonly Dictionary<string, ActualStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["chinh thuc"] = ActualStatus.Final,
        ["final"] = ActualStatus.Final,
        ["tam tinh"] = ActualStatus.Provisional,
        ["uoc"] = ActualStatus.Provisional,
        ["uoc tinh"] = ActualStatus.Provisional,
        ["uoc thuc hien"] = ActualStatus.Provisional,
        ["so bo"] = ActualStatus.Provisional,
        ["provisional"] = ActualStatus.Provisional,
    };

    private static readonly Dictionary<string, Bound> Bounds = new(StringComparer.Ordinal)
    {
        ["atleast"] = Bound.AtLeast,
        ["tren"] = Bound.AtLeast,
        ["hon"] = Bound.AtLeast,
        ["it nhat"] = Bound.AtLeast,
        ["tro len"] = Bound.AtLeast,
        ["atmost"] = Bound.AtMost,
        ["duoi"] = Bound.AtMost,
        ["gan"] = Bound.AtMost,
        ["nhieu nhat"] = Bound.AtMost,
        ["tro xuong"] = Bound.AtMost,
        ["about"] = Bound.About,
        ["khoang"] = Bound.About,
        ["uoc"] = Bound.About,
        ["xap xi"] = Bound.About,
    };

    private static readonly Dictionary<string, string> YesOrNo = new(StringComparer.Ordinal)
    {
        ["yes"] = "yes",
        ["co"] = "yes",
        ["dat"] = "yes",
        ["true"] = "yes",
        ["no"] = "no",
        ["khong"] = "no",
        ["chua"] = "no",
        ["khong dat"] = "no",
        ["chua dat"] = "no",
        ["false"] = "no",
    };

    /// <summary>Reads how far a figure has got.</summary>
    public static bool TryStatus(string text, out ActualStatus status) => Statuses.TryGetValue(Text.Search(text), out status);

    /// <summary>Reads a bound.</summary>
    public static bool TryBound(string text, out Bound bound) => Bounds.TryGetValue(Text.Search(text), out bound);

    /// <summary>The step of an indicator's scale that the text names; the text itself where it names none.</summary>
    public static string Level(string text, IndicatorDefinition indicator)
    {
        if (indicator.Levels.Contains(text, StringComparer.Ordinal)) return text;
        var simple = Text.Search(text);
        if (indicator.ValueType == IndicatorValueType.YesNo && YesOrNo.TryGetValue(simple, out var answer)) return answer;
        var same = indicator.Levels.Where(level => Text.Search(level) == simple).ToList();
        return same.Count == 1 ? same[0] : text;
    }

    /// <summary>Reads a period, as the API writes it or as a document does: "Quý III/2022", "6 tháng đầu năm 2022", "T5/2023", "Cả năm 2023".</summary>
    public static bool TryPeriod(string text, out Period period)
    {
        if (Period.TryParse(text, CultureInfo.InvariantCulture, out period)) return true;
        var match = PeriodName().Match(WrittenName.Simple(text).Replace('–', '-').Replace('—', '-'));
        return match.Success && Canonical(match) is { } canonical && Period.TryParse(canonical, CultureInfo.InvariantCulture, out period);
    }

    /// <summary>Cuts a period off the end of a header: "Thực hiện năm 2024" is "thuc hien" and 2024. Null when none stands there.</summary>
    public static (string Before, Period Period)? PeriodAtEnd(string header)
    {
        var words = WrittenName.Simple(header).Split(' ');
        for (var begin = 1; begin < words.Length; begin++)
        {
            if (TryPeriod(string.Join(' ', words[begin..]), out var period)) return (string.Join(' ', words[..begin]), period);
        }
        return null;
    }

    private static string? Canonical(Match match)
    {
        var year = match.Groups["year"].Value;
        return match.Groups switch
        {
            var found when found["term"].Success => $"{found["from"].Value}-{found["to"].Value}",
            var found when found["quarter"].Success => $"{year}-Q{Quarter(found["quarter"].Value)}",
            var found when found["half"].Success => $"{year}-S{found["half"].Value switch { "dau" or "1" or "i" => 1, _ => 2 }}",
            var found when found["months"].Success => Months(int.Parse(found["months"].Value, CultureInfo.InvariantCulture), year, found["last"].Success),
            var found when found["month"].Success => $"{year}-{found["month"].Value.PadLeft(2, '0')}",
            _ => year,
        };
    }

    // "9 tháng" are the first nine of the year.
    private static string? Months(int months, string year, bool areLast) => (months, areLast) switch
    {
        (3, false) => $"{year}-Q1",
        (6, _) => $"{year}-S{(areLast ? 2 : 1)}",
        (12, false) => year,
        ( > 1 and < 12, false) => string.Create(CultureInfo.InvariantCulture,
            $"{year}-01-01--{year}-{months:00}-{DateTime.DaysInMonth(int.Parse(year, CultureInfo.InvariantCulture), months):00}"),
        _ => null,
    };

    private static string Quarter(string text) => text switch { "i" => "1", "ii" => "2", "iii" => "3", "iv" => "4", _ => text };

    [GeneratedRegex(
        @"^(?:(?<term>(?:(?:nhiem ky|giai doan|khoa|ky) )?(?:tu )?(?:nam )?(?<from>[12]\d{3}) ?(?:-|den) ?(?:nam )?(?<to>[12]\d{3}))"
        + @"|(?:(?:quy|q) ?\.?(?<quarter>i{1,3}|iv|[1-4])|(?<quarter>i{1,3}|iv)(?= ?[/-])|6 thang (?<half>dau|cuoi)|(?:hk|s) ?(?<half>[12])"
        + @"|(?<months>\d{1,2}) thang(?: dau| (?<last>cuoi))?|(?:thang|thg|t) ?\.?(?<month>\d{1,2})|(?<month>\d{1,2})(?= ?[/-])|ca|trong|het)?"
        + @"[ /,.-]*(?:nam )?(?<year>[12]\d{3}))$", RegexOptions.ExplicitCapture)]
    private static partial Regex PeriodName();
}
