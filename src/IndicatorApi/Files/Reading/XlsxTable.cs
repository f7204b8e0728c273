using System.Globalization;
using System.Text;
using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>One sheet of a workbook (ECMA-376), row by row: values as they were saved, no formula is computed, no link is followed.</summary>
/// <remarks>An own reader: it must tell a percent from a number, a formula without a value from a blank cell, and stay within bounds on any input.</remarks>
internal sealed class XlsxTable : TableFile
{
    private readonly XlsxBook _book;
    private readonly XlsxSheet _sheet;
    private readonly XlsxMerges _merges;

    private XlsxTable(XlsxBook book, XlsxSheet sheet)
    {
        (_book, _sheet) = (book, sheet);
        _merges = XlsxMerges.Read(Reader());
    }

    /// <summary>Opens the sheet of this name, or the first that is not hidden.</summary>
    public static XlsxTable Open(Stream file, string? sheet)
    {
        try
        {
            var book = XlsxBook.Open(file);
            return new XlsxTable(book, book.Find(sheet));
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw Damaged();
        }
    }

    public override string? Name => _sheet.Name;

    public override IEnumerable<TableFile> Others
    {
        get
        {
            foreach (var sheet in _book.Sheets.Where(sheet => sheet.IsVisible && sheet != _sheet && _book.Has(sheet))) yield return Of(sheet);
        }
    }

    /// <summary>The refusal of a workbook as a whole.</summary>
    internal static FileException Refuse(string english, string vietnamese) => Unreadable(0, english, vietnamese);

    public override IEnumerable<TableRow> Rows()
    {
        using var reader = Reader();
        var held = new Dictionary<int, TableCell>();
        var line = 0;
        while (Advance(reader))
        {
            if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "sheetData") yield break;
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "row") continue;
            line = LineOf(reader.GetAttribute("r"), line);
            if (reader.IsEmptyElement) continue;
            var cells = ReadRow(reader, line);
            Merge(cells, line, held);
            while (cells.Count > 0 && cells[^1].IsBlank) cells.RemoveAt(cells.Count - 1);
            if (cells.Count > 0) yield return new TableRow(line, cells);
        }
    }

    public override void Dispose() => _book.Dispose();

    /// <summary>The refusal of what is no workbook.</summary>
    internal static FileException Damaged() => Refuse("it is no workbook, or damaged.", "tệp không phải bảng tính hoặc bị hỏng.");

    private XlsxTable Of(XlsxSheet sheet)
    {
        try
        {
            return new XlsxTable(_book, sheet);
        }
        catch (Exception exception) when (exception is XmlException or InvalidDataException)
        {
            throw Damaged();
        }
    }

    private XmlReader Reader() => _book.Read(_sheet);

    internal static bool Advance(XmlReader reader)
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
            var column = ColumnOf(reader.GetAttribute("r"), line, next);
            var cell = ReadCell(reader) ?? throw Unreadable(line,
                $"the cell {CellAddress.Of(column, line)} refers to a text (sharedStrings) that the file does not have; open it and save it again.",
                $"ô {CellAddress.Of(column, line)} trỏ tới đoạn chữ (sharedStrings) không có trong tệp; hãy mở và lưu lại tệp.");
            next = column + 1;
            if (cell.IsBlank) continue;
            if (column >= TableLimits.Columns) throw Unreadable(
                line, $"it has more than {TableLimits.Columns} columns.", $"tệp có hơn {TableLimits.Columns} cột.");
            while (cells.Count <= column) cells.Add(TableCell.Blank);
            if (!cells[column].IsBlank) throw Misplaced(line, CellAddress.Of(column, line));
            cells[column] = cell;
        }
        return cells;
    }

    // Rows and cells without a place follow one another; a place that cannot be read is never guessed.
    private static int LineOf(string? place, int before)
    {
        if (place is null) return before + 1;
        if (int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line is >= 1 and <= TableLimits.Rows) return line;
        throw Misplaced(before + 1, place);
    }

    private static int ColumnOf(string? place, int line, int next)
    {
        if (place is null) return next;
        return CellAddress.TryRead(place, out var column, out var row) && row == line ? column : throw Misplaced(line, place);
    }

    private static FileException Misplaced(int line, string place) => Unreadable(
        line, $"it has a cell at '{place}' in row {line}, which is no place or is taken.",
        $"có ô ở vị trí '{place}' trong dòng {line}, vị trí này sai hoặc đã có ô khác.");

    // Null where the cell's text is not in the workbook.
    private TableCell? ReadCell(XmlReader reader)
    {
        var type = reader.GetAttribute("t");
        var format = _book.Format(reader.GetAttribute("s"));
        if (reader.IsEmptyElement) return TableCell.Blank;
        var hasFormula = false;
        string? value = null;
        StringBuilder? inline = null;
        var (depth, own) = (reader.Depth, reader.NamespaceURI);
        while (Advance(reader) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            // What a program keeps beside the value, in words of its own, may be called like it.
            if (reader.LocalName == "extLst" || reader.NamespaceURI != own)
            {
                Skip(reader);
                continue;
            }
            switch (reader.LocalName)
            {
                case "f": hasFormula = true; break;
                case "v": value = Content(reader); break;
                case "t": (inline ??= new()).Append(Content(reader)); break;
                case "rPh": Skip(reader); break;
            }
        }
        if (inline is not null) return TableCell.Of(XlsxBook.Unescape(inline.ToString()));
        // A formula may make a text of no letters; a number of no digits was never computed.
        if (string.IsNullOrWhiteSpace(value) && type is not "str")
            return hasFormula ? new TableCell(TableCellKind.FormulaWithoutValue) : TableCell.Blank;
        if (value is null) return hasFormula ? new TableCell(TableCellKind.FormulaWithoutValue) : TableCell.Blank;
        return type switch
        {
            "s" => _book.Text(value) is { } shared ? TableCell.Of(shared) : null,
            "str" or "inlineStr" => TableCell.Of(XlsxBook.Unescape(value)),
            "b" => new TableCell(TableCellKind.Text, value == "1" ? "TRUE" : "FALSE"),
            "e" => new TableCell(TableCellKind.Error, value),
            "d" => new TableCell(TableCellKind.Date, value),
            _ => Numeric(value, format),
        };
    }

    // What programs write for not-a-number is a text here, as which it is refused where a number is wanted.
    private static TableCell Numeric(string value, NumberFormat format)
    {
        if (WorkbookNumber.Read(value) is not { } number) return TableCell.Of(value);
        var shown = format.For(number);
        return new TableCell(shown.Kind, value, number) { Format = shown };
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

    // The text of the element that the reader stands on; it ends on the closing tag.
    internal static string Content(XmlReader reader)
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

    internal static void Skip(XmlReader reader)
    {
        if (reader.IsEmptyElement) return;
        var depth = reader.Depth;
        while (Advance(reader) && reader.Depth > depth)
        {
            // Readings printed above the letters are no part of the text.
        }
    }
}
