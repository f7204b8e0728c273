using System.Globalization;
using System.Text;

namespace IndicatorApi.Files;

/// <summary>The looks used in a workbook, each written once.</summary>
internal sealed class WorkbookStyles
{
    private static readonly string[] Sides = ["left", "right", "top", "bottom"];

    private const string DateFormat = "yyyy\\-mm\\-dd";
    private readonly List<string> _fonts = [];
    private readonly List<string> _fills = ["<fill><patternFill patternType=\"none\"/></fill>", "<fill><patternFill patternType=\"gray125\"/></fill>"];
    private readonly List<string> _borders = ["<border><left/><right/><top/><bottom/><diagonal/></border>"];
    private readonly List<string> _formats = [];
    private readonly List<string> _cells = [];
    private readonly Dictionary<(CellStyle, CellKind), int> _known = [];
    private readonly string _font;
    private readonly double _size;

    public WorkbookStyles(string font, double size)
    {
        (_font, _size) = (font, size);
        Of(new CellStyle { Middle = false }, CellKind.Text);
    }

    /// <summary>The number of a look in this workbook; 0 is the plain one.</summary>
    public int Of(CellStyle? style, CellKind kind)
    {
        // Only a day looks different for what it is.
        var look = style ?? new CellStyle { Middle = false };
        var key = (look, kind == CellKind.Date && look.Format is null ? CellKind.Date : CellKind.Text);
        if (_known.TryGetValue(key, out var index)) return index;
        var format = look.Format ?? (key.Item2 == CellKind.Date ? DateFormat : null);
        var xml = string.Create(CultureInfo.InvariantCulture,
            $"<xf numFmtId=\"{Format(format)}\" fontId=\"{Add(_fonts, Font(look))}\" fillId=\"{Fill(look)}\" borderId=\"{Border(look)}\""
            + $" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\""
            + $" applyAlignment=\"1\" applyProtection=\"1\">")
            + $"<alignment{(look.Align == CellAlignment.General ? "" : $" horizontal=\"{Word(look.Align)}\"")} vertical=\"{(look.Middle ? "center" : "top")}\""
            + $"{(look.Wrap ? " wrapText=\"1\"" : "")}{(look.Indent > 0 ? $" indent=\"{look.Indent}\"" : "")}/>"
            + $"<protection locked=\"{(look.Unlocked ? 0 : 1)}\"/></xf>";
        _cells.Add(xml);
        return _known[key] = _cells.Count - 1;
    }

    public string ToXml()
    {
        var xml = new StringBuilder(XmlText.Head).Append("<styleSheet xmlns=\"").Append(XmlText.Main).Append("\">");
        if (_formats.Count > 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<numFmts count=\"{_formats.Count}\">");
            for (var i = 0; i < _formats.Count; i++) xml.Append(
                CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{XmlText.Escape(_formats[i])}\"/>");
            xml.Append("</numFmts>");
        }
        List(xml, "fonts", _fonts);
        List(xml, "fills", _fills);
        List(xml, "borders", _borders);
        List(xml, "cellStyleXfs", ["<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"]);
        List(xml, "cellXfs", _cells);
        List(xml, "cellStyles", ["<cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"]);
        return xml.Append("</styleSheet>").ToString();
    }

    private int Format(string? format) => format switch { null => 0, "@" => 49, _ => 164 + Add(_formats, format) };

    private string Font(CellStyle style) => string.Create(CultureInfo.InvariantCulture,
        $"<font>{(style.Bold ? "<b/>" : "")}{(style.Italic ? "<i/>" : "")}<sz val=\"{style.Size ?? _size}\"/>"
            + $"{(style.Colour is null ? "" : $"<color rgb=\"FF{style.Colour}\"/>")}<name val=\"{XmlText.Escape(_font)}\"/></font>");

    private int Fill(CellStyle style) => style.Fill is null ? 0
        : Add(_fills, $"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{style.Fill}\"/><bgColor indexed=\"64\"/></patternFill></fill>");

    private int Border(CellStyle style) => !style.Border ? 0
        : Add(_borders, $"<border>{string.Concat(Sides.Select(side => $"<{side} style=\"thin\"><color rgb=\"FF7F7F7F\"/></{side}>"))}<diagonal/></border>");

    private static string Word(CellAlignment align) => align switch { CellAlignment.Left => "left", CellAlignment.Center => "center", _ => "right" };

    private static int Add(List<string> list, string xml)
    {
        var index = list.IndexOf(xml);
        if (index >= 0) return index;
        list.Add(xml);
        return list.Count - 1;
    }

    private static void List(StringBuilder xml, string name, List<string> items)
    {
        xml.Append(CultureInfo.InvariantCulture, $"<{name} count=\"{items.Count}\">");
        foreach (var item in items) xml.Append(item);
        xml.Append(CultureInfo.InvariantCulture, $"</{name}>");
    }
}
