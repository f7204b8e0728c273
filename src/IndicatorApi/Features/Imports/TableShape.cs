using System.Text.RegularExpressions;
using IndicatorApi.Calculation;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>What stands on a sheet besides its figures: numbers of columns, the header again on each page, signatures below, other tables.</summary>
/// <remarks>What is passed over is named in the answer; what may hold figures is refused.</remarks>
public sealed partial class TableShape(TableFile table, ImportColumns columns, ImportRows rows, HeaderContext context)
{
    private readonly HashSet<int> _passed = [];
    private readonly List<(int Line, bool IsBlank)> _below = [];
    private readonly Dictionary<int, (int Split, int Other)> _neighbours = [];
    private int _lastHeader = columns.HeaderLine;
    private int _end = int.MaxValue;

    /// <summary>Whether a line is no row of the table.</summary>
    public bool IsPassed(int line) => line >= _end || _passed.Contains(line);

    /// <summary>Looks at a row below the header, once and in order; false when it is none of the table's. What is another table goes to the errors.</summary>
    public bool Look(TableRow row, ImportFindings findings)
    {
        if (row.Line >= _end) return false;
        if (columns.IsRepeated(row))
        {
            _lastHeader = row.Line;
            return Pass(row.Line);
        }
        if (ImportColumns.IsHeader(row, context))
        {
            _end = row.Line;
            findings.Add(row.Line, null, null, Another(row.Line));
            return false;
        }
        if (row.Line <= _lastHeader + 2 && AreNumbersOfColumns(row)) return Pass(row.Line);
        NoteNeighbours(row);
        if (rows.HasNumber(row) || rows.NamesAnIndicator(row)) _below.Clear();
        else if (_below.Count > 0 || row.Cells.Any(cell => Signature().IsMatch(WrittenName.Simple(cell.Text)))) _below.Add((row.Line, rows.IsBlank(row)));
        return true;
    }

    /// <summary>Ends the look: what stands below the last figure is known now, and is no row of the table. Null when nothing does.</summary>
    public (int Rows, int Blank, Phrase Notice)? End()
    {
        if (_below.Count == 0) return null;
        _passed.UnionWith(_below.Select(row => row.Line));
        return (_below.Count, _below.Count(row => row.IsBlank), new(
            $"Dòng {_below[0].Line} đến {_below[^1].Line} dưới bảng (ký tên, nơi nhận) không có số liệu và được bỏ qua.",
            $"Rows {_below[0].Line} to {_below[^1].Line} below the table (signatures) hold no figures and are passed over."));
    }

    /// <summary>Figures above the header, which would be taken for titles.</summary>
    public void CheckAbove(ImportFindings findings)
    {
        foreach (var row in table.Rows().TakeWhile(row => row.Line < columns.HeaderLine))
        {
            if (rows.IsFigure(row)) findings.Add(row.Line, null, null, Another(row.Line));
        }
    }

    /// <summary>The two cells of a row that may be one number whose decimal comma was taken for a separator.</summary>
    public (ImportColumn Column, string Whole, string Decimals)? Split(TableRow row)
    {
        foreach (var column in ImportColumns.Numbers)
        {
            if (columns.Place(column) is not { } place || _neighbours.GetValueOrDefault(place) is not { Split: > 0, Other: 0 }) continue;
            if (IsWhole(row[place]) && IsDecimals(row[place + 1])) return (column, row[place].Text, row[place + 1].Text);
        }
        return null;
    }

    private bool Pass(int line)
    {
        _passed.Add(line);
        return false;
    }

    private static Error Another(int line) => new("", ErrorCodes.SecondTable,
        $"Row {line} begins or belongs to another table of the sheet.", $"Dòng {line} bắt đầu hoặc thuộc một bảng khác trên trang.");

    // "(1) (2) (3)", "A B 1 2 3=2/1": every cell is the number of its column.
    private bool AreNumbersOfColumns(TableRow row)
    {
        var filled = row.Cells.Where(cell => !cell.IsBlank).ToList();
        return filled.Count >= 2 && filled.TrueForAll(cell => cell.Kind is TableCellKind.Text or TableCellKind.Number && ColumnNumber().IsMatch(cell.Text))
            && !rows.NamesAnIndicator(row);
    }

    private void NoteNeighbours(TableRow row)
    {
        if (!table.HasGuessedCommas) return;
        foreach (var column in ImportColumns.Numbers)
        {
            if (columns.Place(column) is not { } place || row[place + 1].IsBlank || !TakesText(place + 1)) continue;
            var (split, other) = _neighbours.GetValueOrDefault(place);
            _neighbours[place] = IsWhole(row[place]) && IsDecimals(row[place + 1]) ? (split + 1, other) : (split, other + 1);
        }
    }

    private bool TakesText(int place) => !columns.IsNamed(place) || columns.At(place) is ImportColumn.Note or ImportColumn.Source or ImportColumn.Reason
        or ImportColumn.Group or ImportColumn.Level or ImportColumn.Bound or ImportColumn.Status or ImportColumn.Measure;

    private static bool IsWhole(TableCell cell) => cell.Kind == TableCellKind.Text && WholeNumber().IsMatch(cell.Text);

    private static bool IsDecimals(TableCell cell) => cell.Kind == TableCellKind.Text && Decimals().IsMatch(cell.Text);

    [GeneratedRegex(@"^(?:\(?\[?(?:\d{1,2}|\p{L}|[IVXivx]{1,4})\]?\)?|\(?\d{1,2}\)?\s*=\s*[\d\s()/*xX:+%-]+)$")]
    private static partial Regex ColumnNumber();

    [GeneratedRegex(@"^[+−-]?[\d.]+$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\d{1,8}\s?%?$")]
    private static partial Regex Decimals();

    [GeneratedRegex(
        @"^(?:t/?m\.? |kt\.? |tl\.? |tuq\.? |q\. |nguoi (?:lap|tong hop|bao cao|ky)|can bo (?:lap|tong hop)|lap bieu|ke toan|thu truong|chu tich|pho chu tich|bi thu|pho bi thu"
        + @"|xac nhan|noi nhan|phe duyet|\(?ky|dong dau|luu:|.*\bngay .{0,6}thang .{0,6}nam\b)")]
    private static partial Regex Signature();
}
