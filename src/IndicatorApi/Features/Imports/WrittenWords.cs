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

    /// <summary>Reads a period, as the API writes it or as a document does: "Quý III/2022", "6 tháng đầu năm 2022", "9 tháng năm 2022".</summary>
    public static bool TryPeriod(string text, out Period period)
    {
        if (Period.TryParse(text, CultureInfo.InvariantCulture, out period)) return true;
        var match = PeriodName().Match(Text.Search(text).Replace('–', '-'));
        if (!match.Success) return false;
        var canonical = match.Groups switch
        {
            var found when found["term"].Success => $"{found["from"].Value}-{found["to"].Value}",
            var found when found["quarter"].Success => $"{found["year"].Value}-Q{Quarter(found["quarter"].Value)}",
            var found when found["half"].Success => $"{found["year"].Value}-S{(found["half"].Value == "dau" ? 1 : 2)}",
            var found when found["nine"].Success => $"{found["year"].Value}-01-01--{found["year"].Value}-09-30",
            var found when found["month"].Success => $"{found["year"].Value}-{found["month"].Value.PadLeft(2, '0')}",
            var found => found["year"].Value,
        };
        return Period.TryParse(canonical, CultureInfo.InvariantCulture, out period);
    }

    private static string Quarter(string text) => text switch { "i" => "1", "ii" => "2", "iii" => "3", "iv" => "4", _ => text };

    [GeneratedRegex(
        @"^(?:(?<term>(?:nhiem ky )?(?<from>\d{4}) ?- ?(?<to>\d{4}))"
        + @"|(?:quy (?<quarter>i{1,3}|iv|[1-4])|6 thang (?<half>dau|cuoi)|(?<nine>9 thang)(?: dau)?|thang (?<month>\d{1,2}))?"
        + @"[ /,-]*(?:nam )?(?<year>\d{4}))$", RegexOptions.ExplicitCapture)]
    private static partial Regex PeriodName();
}
