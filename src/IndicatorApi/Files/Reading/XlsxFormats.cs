using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>What the number formats of a workbook make of a number: a percent, a date, or just the number.</summary>
internal static partial class XlsxFormats
{
    private static readonly SearchValues<char> DateLetters = SearchValues.Create("dmyhsDMYHS");

    /// <summary>The kind of each cell format, by the number that cells refer to.</summary>
    public static IReadOnlyList<TableCellKind> Read(XmlReader? styles)
    {
        if (styles is null) return [];
        using var reader = styles;
        var custom = new Dictionary<int, string>();
        List<TableCellKind> kinds = [];
        var isInCellFormats = false;
        while (reader.Read())
        {
            if (reader.LocalName == "cellXfs") isInCellFormats = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "numFmt" && Number(reader, "numFmtId") is { } id) custom[id] = reader.GetAttribute("formatCode") ?? "";
            else if (reader.LocalName == "xf" && isInCellFormats) kinds.Add(Kind(Number(reader, "numFmtId") ?? 0, custom));
        }
        return kinds;
    }

    private static TableCellKind Kind(int id, Dictionary<int, string> custom)
    {
        if (!custom.TryGetValue(id, out var code))
            return id is 9 or 10 ? TableCellKind.Percent : id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)
                ? TableCellKind.Date : TableCellKind.Number;
        var letters = Literal().Replace(code, "");
        if (letters.Contains('%', StringComparison.Ordinal)) return TableCellKind.Percent;
        return !letters.Contains("General", StringComparison.OrdinalIgnoreCase)
            && letters.AsSpan().ContainsAny(DateLetters) ? TableCellKind.Date : TableCellKind.Number;
    }

    private static int? Number(XmlReader reader, string attribute) =>
        int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Text in quotes, escaped letters, conditions and colours say nothing about the number.
    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]")]
    private static partial Regex Literal();
}
