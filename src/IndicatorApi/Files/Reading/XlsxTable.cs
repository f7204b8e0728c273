using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>One sheet of a workbook (ECMA-376), row by row: values as they were saved, no formula is computed, no link is followed.</summary>
/// <remarks>An own reader: it must tell a percent from a number, a formula without a value from a blank cell, and stay within bounds on any input.</remarks>
internal sealed partial class XlsxTable : TableFile
{
    private const int MostSharedLetters = 32 * 1024 * 1024;
    private readonly Stream _file;
    private readonly XlsxPackage _package;
    private readonly string _sheet;
    private readonly List<string> _strings;
    private readonly IReadOnlyList<TableCellKind> _formats;
    private readonly XlsxMerges _merges;

    private XlsxTable(Stream file, XlsxPackage package, string? sheet)
    {
        (_file, _package) = (file, package);
        _sheet = FindSheet(sheet);
        _strings = ReadStrings();
        _formats = XlsxFormats.Read(_package.Read("xl/styles.xml"));
        _merges = XlsxMerges.Read(Sheet());
    }

    /// <summary>Opens the sheet of this name, or the first that is not hidden.</summary>
    public static XlsxTable Open(Stream file, string? sheet)
    {
        try
        {
            return new XlsxTable(file, XlsxPackage.Open(file), sheet);
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw Damaged();
        }
    }

    /// <summary>The refusal of a workbook as a whole.</summary>
    internal static FileException Refuse(string english, string vietnamese) => Unreadable(0, english, vietnamese);

    public override IEnumerable<TableRow> Rows()
    {
        using var reader = Sheet();
        var held = new Dictionary<int, TableCell>();
        var line = 0;
        while (Advance(reader))
        {
            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "sheetData") yield break;
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "row") continue;
            line = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : line + 1;
            if (line is < 1 or > TableLimits.Rows) throw Damaged();
            if (reader.IsEmptyElement) continue;
            var cells = ReadRow(reader, line);
            Merge(cells, line, held);
            while (cells.Count > 0 && cells[^1].IsBlank) cells.RemoveAt(cells.Count - 1);
            if (cells.Count > 0) yield return new TableRow(line, cells);
        }
    }

    public override void Dispose()
    {
        _package.Dispose();
        _file.Dispose();
    }

    private XmlReader Sheet() => _package.Read(_sheet) ?? throw Damaged();

    private static FileException Damaged() => Refuse("it is no workbook, or damaged.", "tệp không phải bảng tính hoặc bị hỏng.");

    private static bool Advance(XmlReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw Damaged();
        }
    }

    private List<TableCell> ReadRow(XmlReader reader, int line)
    {
        List<TableCell> cells = [];
        var next = 0;
        while (Advance(reader) && !(reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "row"))
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "c") continue;
            var column = CellAddress.TryRead(reader.GetAttribute("r"), out var named, out _) ? named : next;
            var cell = ReadCell(reader);
            next = column + 1;
            if (cell.IsBlank) continue;
            if (column >= TableLimits.Columns) throw Unreadable(
                line, $"it has more than {TableLimits.Columns} columns.", $"tệp có hơn {TableLimits.Columns} cột.");
            while (cells.Count <= column) cells.Add(TableCell.Blank);
            cells[column] = cell;
        }
        return cells;
    }

    private TableCell ReadCell(XmlReader reader)
    {
        var type = reader.GetAttribute("t");
        var format = int.TryParse(reader.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style)
            && style < _formats.Count ? _formats[style] : TableCellKind.Number;
        if (reader.IsEmptyElement) return TableCell.Blank;
        var hasFormula = false;
        string? value = null;
        StringBuilder? inline = null;
        var depth = reader.Depth;
        while (Advance(reader) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            switch (reader.LocalName)
            {
                case "f": hasFormula = true; break;
                case "v": value = Content(reader); break;
                case "t": (inline ??= new()).Append(Content(reader)); break;
                case "rPh": Skip(reader); break;
            }
        }
        if (inline is not null) return TableCell.Of(Unescape(inline.ToString()));
        if (value is null) return hasFormula ? new TableCell(TableCellKind.FormulaWithoutValue) : TableCell.Blank;
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < _strings.Count ? TableCell.Of(_strings[index]) : throw Damaged(),
            "str" => TableCell.Of(Unescape(value)),
            "b" => new TableCell(TableCellKind.Text, value == "1" ? "TRUE" : "FALSE"),
            "e" => new TableCell(TableCellKind.Error, value),
            "d" => new TableCell(TableCellKind.Date, value),
            _ => Numeric(value, format),
        };
    }

    private static TableCell Numeric(string value, TableCellKind format)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || Math.Abs(read) >= 1e28) return new TableCell(
            TableCellKind.Error, value);
        // A workbook keeps binary numbers and shows fifteen digits of them: 55.939999999999998 is 55.94. Longer ones were written as decimals.
        var digits = value.TrimStart('-').TakeWhile(letter => letter is not ('e' or 'E')).Count(char.IsAsciiDigit);
        var exact = digits is not (16 or 17) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var written) ? written
            : (decimal)read;
        return new TableCell(format, value, exact);
    }

    // Down a merged range the first cell's value counts for every row; across, it stands in the first column alone.
    private void Merge(List<TableCell> cells, int line, Dictionary<int, TableCell> held)
    {
        foreach (var column in _merges.Columns)
        {
            if (_merges.Find(column, line) is not { } range) continue;
            while (cells.Count <= column) cells.Add(TableCell.Blank);
            if (!range.IsFirstColumn) cells[column] = TableCell.Blank;
            else if (line == range.First) held[column] = cells[column] = cells[column] with { IsMerged = true };
            else cells[column] = held.GetValueOrDefault(column, TableCell.Blank);
        }
    }

    private string FindSheet(string? wanted)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var relations = _package.Read("xl/_rels/workbook.xml.rels") ?? throw Damaged())
        {
            while (Advance(relations))
            {
                if (relations.NodeType != XmlNodeType.Element || relations.LocalName != "Relationship"
                    || relations.GetAttribute("TargetMode") == "External") continue;
                var target = relations.GetAttribute("Target") ?? "";
                targets[relations.GetAttribute("Id") ?? ""] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }
        List<string> names = [];
        using var workbook = _package.Read("xl/workbook.xml") ?? throw Damaged();
        while (Advance(workbook))
        {
            if (workbook.NodeType != XmlNodeType.Element || workbook.LocalName != "sheet") continue;
            var name = (workbook.GetAttribute("name") ?? "").Normalize(NormalizationForm.FormC);
            names.Add(name);
            var id = Id(workbook);
            if (wanted is null ? workbook.GetAttribute("state") is null or "visible" : name == wanted)
                return id is not null && targets.TryGetValue(id, out var target) ? target : throw Damaged();
        }
        throw new FileException(0, ErrorCodes.UnknownWord, wanted ?? "", string.Join(", ", names));
    }

    private static string? Id(XmlReader sheet)
    {
        for (var i = 0; i < sheet.AttributeCount; i++)
        {
            sheet.MoveToAttribute(i);
            if (sheet.LocalName != "id" || sheet.NamespaceURI.Length == 0) continue;
            var id = sheet.Value;
            sheet.MoveToElement();
            return id;
        }
        sheet.MoveToElement();
        return null;
    }

    private List<string> ReadStrings()
    {
        List<string> strings = [];
        if (_package.Read("xl/sharedStrings.xml") is not { } part) return strings;
        using var reader = part;
        var text = new StringBuilder();
        long letters = 0;
        while (Advance(reader))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "si"):
                    text.Clear();
                    if (reader.IsEmptyElement) strings.Add("");
                    break;
                case (XmlNodeType.Element, "t"):
                    text.Append(Content(reader));
                    break;
                case (XmlNodeType.Element, "rPh"):
                    Skip(reader);
                    break;
                case (XmlNodeType.EndElement, "si"):
                    letters += text.Length + 16;
                    if (letters > MostSharedLetters) throw Refuse("it has more text than a sheet of figures has.", "tệp có quá nhiều chữ.");
                    strings.Add(Unescape(text.ToString()));
                    break;
            }
        }
        return strings;
    }

    // The text of the element that the reader stands on; it ends on the closing tag.
    private static string Content(XmlReader reader)
    {
        if (reader.IsEmptyElement) return "";
        var text = "";
        while (Advance(reader) && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text =
                text.Length == 0 ? reader.Value : text + reader.Value;
            if (text.Length > TableLimits.CellLetters) throw Refuse(
                $"a cell has more than {TableLimits.CellLetters} characters.", $"một ô có hơn {TableLimits.CellLetters} ký tự.");
        }
        return text;
    }

    private static void Skip(XmlReader reader)
    {
        if (reader.IsEmptyElement) return;
        var depth = reader.Depth;
        while (Advance(reader) && reader.Depth > depth)
        {
            // Readings printed above the letters are no part of the text.
        }
    }

    private static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escaped();
}
