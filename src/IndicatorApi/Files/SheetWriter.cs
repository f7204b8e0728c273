using System.Globalization;
using System.Text;

namespace IndicatorApi.Files;

/// <summary>Writes one sheet, from the top down.</summary>
public sealed class SheetWriter : IDisposable
{
    private readonly Stream _output;
    private readonly WorkbookStyles _styles;
    private readonly StringBuilder _xml = new();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly List<string> _merged = [];
    private readonly List<CellCheck> _checks = [];
    private readonly int? _filterRow;
    private int _columns;
    private byte[] _bytes = new byte[64 * 1024];

    internal SheetWriter(Stream output, string name, SheetLayout layout, WorkbookStyles styles)
    {
        _output = output;
        _styles = styles;
        _filterRow = layout.FilterRow;
        Name = name;
        Layout = layout;
        Begin();
    }

    /// <summary>What its tab says.</summary>
    public string Name { get; }

    /// <summary>What it is like.</summary>
    public SheetLayout Layout { get; }

    /// <summary>Rows written so far: the number of the last one.</summary>
    public int Rows { get; private set; }

    internal string? FilterRange => _filterRow is { } row && Rows > row && _columns > 0 ? $"$A${row}:${CellAddress.Column(_columns - 1)}${Rows}" : null;

    /// <summary>Writes the next row.</summary>
    /// <param name="cells">Its cells from the left.</param>
    /// <param name="height">Its height in points; what the text needs when null.</param>
    public void Row(ReadOnlySpan<Cell> cells, double? height = null)
    {
        if (Rows >= WorkbookWriter.MostRows) throw new InvalidOperationException("A sheet has no more rows.");
        Rows++;
        _columns = Math.Max(_columns, cells.Length);
        _xml.Append("<row r=\"").Append(Rows).Append('"');
        if (height is { } points) _xml.Append(CultureInfo.InvariantCulture, $" ht=\"{points}\" customHeight=\"1\"");
        _xml.Append('>');
        for (var i = 0; i < cells.Length; i++) Write(i, cells[i]);
        _xml.Append("</row>");
        if (_xml.Length > 16 * 1024) Flush();
    }

    /// <summary>Leaves a row empty.</summary>
    public void Skip() => Row([]);

    /// <summary>Makes one cell of several in a row: columns counted from 0, the row from 1.</summary>
    public void Merge(int firstColumn, int lastColumn, int row) => _merged.Add($"{CellAddress.Of(firstColumn, row)}:{CellAddress.Of(lastColumn, row)}");

    /// <summary>Says what may be typed into some cells.</summary>
    public void Check(CellCheck check) => _checks.Add(check);

    /// <summary>Ends the sheet.</summary>
    public void Dispose()
    {
        _xml.Append("</sheetData>");
        if (Layout.Protected) _xml.Append("<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>");
        if (FilterRange is { } filter) _xml.Append("<autoFilter ref=\"").Append(filter.Replace("$", "", StringComparison.Ordinal)).Append("\"/>");
        if (_merged.Count > 0)
        {
            _xml.Append(CultureInfo.InvariantCulture, $"<mergeCells count=\"{_merged.Count}\">");
            foreach (var range in _merged) _xml.Append("<mergeCell ref=\"").Append(range).Append("\"/>");
            _xml.Append("</mergeCells>");
        }
        if (_checks.Count > 0) WriteChecks();
        _xml.Append("<printOptions horizontalCentered=\"1\"/>"
            + "<pageMargins left=\"0.6\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>")
            .Append("<pageSetup paperSize=\"9\" orientation=\"").Append(Layout.Landscape ? "landscape" : "portrait")
                .Append("\" fitToWidth=\"1\" fitToHeight=\"0\"/>")
            .Append("<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter></worksheet>");
        Flush();
        _output.Dispose();
    }

    private void Begin()
    {
        _xml.Append(XmlText.Head).Append("<worksheet xmlns=\"").Append(XmlText.Main)
            .Append("\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"")
            .Append(Layout.GridLines ? "" : " showGridLines=\"0\"").Append('>');
        if (Layout.FrozenRows > 0 || Layout.FrozenColumns > 0)
        {
            var pane = Layout.FrozenRows > 0 ? Layout.FrozenColumns > 0 ? "bottomRight" : "bottomLeft" : "topRight";
            _xml.Append("<pane").Append(Layout.FrozenColumns > 0 ? string.Create(CultureInfo.InvariantCulture, $" xSplit=\"{Layout.FrozenColumns}\"") : "")
                .Append(Layout.FrozenRows > 0 ? string.Create(CultureInfo.InvariantCulture, $" ySplit=\"{Layout.FrozenRows}\"") : "")
                .Append(CultureInfo.InvariantCulture,
                    $" topLeftCell=\"{CellAddress.Of(Layout.FrozenColumns, Layout.FrozenRows + 1)}\" activePane=\"{pane}\" state=\"frozen\"/>");
        }
        _xml.Append("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
        if (Layout.Widths.Count > 0)
        {
            _xml.Append("<cols>");
            for (var i = 0; i < Layout.Widths.Count; i++)
            {
                var hidden = Layout.HiddenColumns.Contains(i) ? " hidden=\"1\"" : "";
                _xml.Append(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{Layout.Widths[i]}\" customWidth=\"1\"{hidden}/>");
            }
            _xml.Append("</cols>");
        }
        _xml.Append("<sheetData>");
    }

    private void Write(int column, in Cell cell)
    {
        var style = _styles.Of(cell.Style, cell.Kind);
        if (cell.Text is null && style == 0) return;
        _xml.Append("<c r=\"").Append(CellAddress.Column(column)).Append(Rows).Append('"');
        if (style != 0) _xml.Append(" s=\"").Append(style).Append('"');
        switch (cell)
        {
            case { Text: null }:
                _xml.Append("/>");
                return;
            case { Kind: CellKind.Number }:
                _xml.Append("><v>").Append(cell.Text).Append("</v></c>");
                return;
            case { Kind: CellKind.Flag }:
                _xml.Append(" t=\"b\"><v>").Append(cell.Text == "true" ? '1' : '0').Append("</v></c>");
                return;
            // Excel's calendar begins in 1900 and has a day too many in its first months; earlier days stay text.
            case { Kind: CellKind.Date } when DateOnly.TryParseExact(cell.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day >= new DateOnly(1900, 3, 1):
                _xml.Append("><v>").Append(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).Append("</v></c>");
                return;
            default:
                var escaped = XmlText.Escape(cell.Text);
                _xml.Append(" t=\"inlineStr\"><is><t");
                if (escaped.Length > 0 && (char.IsWhiteSpace(escaped[0]) || char.IsWhiteSpace(escaped[^1])
                    || escaped.Contains('\n', StringComparison.Ordinal))) _xml.Append(" xml:space=\"preserve\"");
                _xml.Append('>').Append(escaped).Append("</t></is></c>");
                return;
        }
    }

    private void WriteChecks()
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<dataValidations count=\"{_checks.Count}\">");
        foreach (var check in _checks)
        {
            _xml.Append("<dataValidation type=\"").Append(check.Type).Append('"');
            if (check.Operator is { } comparison) _xml.Append(" operator=\"").Append(comparison).Append('"');
            _xml.Append(" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" error=\"").Append(XmlText.Escape(check.Message)).Append("\" sqref=\"")
                .Append(check.Cells)
                .Append("\"><formula1>").Append(XmlText.Escape(check.First)).Append("</formula1>");
            if (check.Second is { } second) _xml.Append("<formula2>").Append(XmlText.Escape(second)).Append("</formula2>");
            _xml.Append("</dataValidation>");
        }
        _xml.Append("</dataValidations>");
    }

    private void Flush()
    {
        foreach (var part in _xml.GetChunks())
        {
            var most = Encoding.UTF8.GetMaxByteCount(part.Length);
            if (_bytes.Length < most) _bytes = new byte[most];
            // One encoder for all: a chunk may end in the middle of a letter.
            _output.Write(_bytes, 0, _encoder.GetBytes(part.Span, _bytes, flush: false));
        }
        _xml.Clear();
    }
}
