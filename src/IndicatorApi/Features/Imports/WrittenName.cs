using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>Names as people write them: marks, case and blanks play no part, nor does whether <c>tỉ</c> or <c>tỷ</c> is written.</summary>
public static partial class WrittenName
{
    /// <summary>The name as it is compared.</summary>
    public static string Simple(string text) => Either().Replace(
        string.Join(' ', Text.Search(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), "$1y");

    /// <summary>The name without what a table puts before and behind it: numbers and bullets, "Trong đó:", a mark of a footnote.</summary>
    public static string Bare(string text)
    {
        var bare = text.Trim();
        for (var before = ""; before != bare;)
        {
            before = bare;
            bare = Numbering().Replace(bare, "").Trim();
            bare = Footnote().Replace(bare, "").TrimEnd(' ', ':', ';', '.');
        }
        return bare;
    }

    /// <summary>What stands in brackets or behind a comma at the end, where a name has its unit; null when nothing does.</summary>
    public static (string Name, string Unit)? WithUnit(string text)
    {
        var match = Bracket().Match(text);
        return match.Success ? (match.Groups["name"].Value.Trim(), match.Groups["unit"].Value.Trim()) : null;
    }

    /// <summary>Whether it is what the last row of a table is called.</summary>
    public static bool IsTotal(string text) => Simple(Bare(text)) is "tong cong" or "tong" or "cong" or "tong so" or "total";

    /// <summary>The text with everything that cannot be seen written out.</summary>
    public static string Visible(string text)
    {
        if (!text.Any(IsInvisible)) return text;
        var visible = new StringBuilder();
        foreach (var letter in text)
        {
            if (IsInvisible(letter)) visible.Append(CultureInfo.InvariantCulture, $"‹U+{(int)letter:X4}›");
            else visible.Append(letter);
        }
        return visible.ToString();
    }

    private static bool IsInvisible(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control
        && letter is not ('\n' or '\r' or '\t');

    // The same sound is written i or y behind these letters.
    [GeneratedRegex(@"\b(qu|[hklmst])i\b")]
    private static partial Regex Either();

    [GeneratedRegex(
        @"^(?:[-–—−+*•·●○▪■□◦‣✓➢]+\s*|\(?\d{1,2}(?:\.\d{1,2})*\s?[.)/-]\s*|\d{1,2}(?:\.\d{1,2})*\s+|\(?(?:[IVXLivxl]{1,5}|\p{L})\s?[.)]\s*"
        + @"|(?:trong|Trong|TRONG)\s+(?:đó|ĐÓ)\s*:?\s*)(?=\S)")]
    private static partial Regex Numbering();

    [GeneratedRegex(@"\s*(?:\((?:\*+|\d{1,2})\)|\[\d{1,2}\]|\*+|[¹²³⁴⁵])$")]
    private static partial Regex Footnote();

    [GeneratedRegex(@"^(?<name>.+?)\s*(?:\((?:ĐVT\s*:\s*|Đơn vị(?: tính)?\s*:\s*)?(?<unit>[^()]+)\)|,\s*(?<unit>[^,()]{1,40}))$")]
    private static partial Regex Bracket();
}
