using System.Globalization;
using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>The number formats of a workbook, by the number that cells refer to.</summary>
internal static class XlsxFormats
{
    /// <summary>The formats of the cells; none where the workbook has no part for them.</summary>
    public static IReadOnlyList<NumberFormat> Read(XmlReader? styles)
    {
        if (styles is null) return [];
        using var reader = styles;
        var custom = new Dictionary<int, string>();
        var known = new Dictionary<int, NumberFormat>();
        List<NumberFormat> formats = [];
        var isInCellFormats = false;
        while (reader.Read())
        {
            if (reader.LocalName == "cellXfs") isInCellFormats = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "numFmt" && Number(reader, "numFmtId") is { } id) custom[id] = reader.GetAttribute("formatCode") ?? "";
            else if (reader.LocalName == "xf" && isInCellFormats)
            {
                var number = Number(reader, "numFmtId") ?? 0;
                if (!known.TryGetValue(number, out var format)) known[number] = format = Of(number, custom);
                formats.Add(format);
            }
        }
        return formats;
    }

    private static NumberFormat Of(int id, Dictionary<int, string> custom) => custom.TryGetValue(id, out var code) ? NumberFormat.Parse(code) : id switch
    {
        // The formats that every program knows by number alone.
        1 or 3 or 37 or 38 => NumberFormat.Parse("0"),
        2 or 4 or 39 or 40 => NumberFormat.Parse("0.00"),
        9 => NumberFormat.Parse("0%"),
        10 => NumberFormat.Parse("0.00%"),
        (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) => NumberFormat.Parse("yyyy"),
        _ => NumberFormat.Of(CellFormat.General),
    };

    private static int? Number(XmlReader reader, string attribute) =>
        int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
