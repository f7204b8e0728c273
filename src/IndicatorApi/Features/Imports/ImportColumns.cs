using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>What a column of a file means.</summary>
public enum ImportColumn
{
    OrgUnit,
    OrgUnitName,
    Indicator,
    IndicatorName,
    Period,
    Group,
    Value,
    Numerator,
    Denominator,
    Level,
    Bound,
    Status,
    Source,
    Note,
    Reason,
}

/// <summary>Where the columns of a file stand: read from its header, whatever the order, the language and the marks.</summary>
public sealed class ImportColumns
{
    /// <summary>The header stands among the first rows; titles may stand above it.</summary>
    public const int RowsToLookAt = 30;

    /// <summary>The names of each column; the first is the one that answers use, and marks, case and blanks play no part.</summary>
    public static IReadOnlyList<(ImportColumn Column, string[] Names)> Known { get; } =
    [
        (ImportColumn.OrgUnit, ["orgUnit", "Mã đơn vị", "org unit", "unit code"]),
        (ImportColumn.OrgUnitName, ["orgUnitName", "Đơn vị", "Tên đơn vị", "unit", "unit name"]),
        (ImportColumn.Indicator, ["indicator", "Mã chỉ tiêu", "indicator code"]),
        (ImportColumn.IndicatorName, ["indicatorName", "Chỉ tiêu", "Tên chỉ tiêu", "indicator name"]),
        (ImportColumn.Period, ["period", "Kỳ", "Kỳ báo cáo"]),
        (ImportColumn.Group, ["group", "Nhóm", "Nhóm đối tượng"]),
        (ImportColumn.Value, ["value", "Kết quả", "Kết quả thực hiện", "Thực hiện", "actual"]),
        (ImportColumn.Numerator, ["numerator", "Tử số"]),
        (ImportColumn.Denominator, ["denominator", "Mẫu số"]),
        (ImportColumn.Level, ["level", "Mức", "Xếp loại"]),
        (ImportColumn.Bound, ["bound", "Giới hạn", "Cận"]),
        (ImportColumn.Status, ["status", "Tình trạng", "Trạng thái"]),
        (ImportColumn.Source, ["source", "Nguồn", "Nguồn số liệu"]),
        (ImportColumn.Note, ["note", "Ghi chú"]),
        (ImportColumn.Reason, ["reason", "Lý do", "Lý do sửa"]),
    ];

    /// <summary>Columns of sheets that say nothing new: they are passed over by name, any other unknown column is refused.</summary>
    public static IReadOnlyList<string> Informative { get; } =
    [
        "TT", "STT", "ĐVT", "Đơn vị tính", "measure", "Chỉ tiêu Nghị quyết", "Nghị quyết", "target", "targetText", "resolution", "Kỳ trước", "previous",
        "Tỷ lệ", "Tỷ lệ %",
        "Tỷ lệ hoàn thành", "percent", "So sánh", "difference", "Đánh giá", "verdict", "Lỗi", "error", "errors",
    ];

    private static readonly Dictionary<string, ImportColumn> ByName =
        Known.SelectMany(known => known.Names.Select(name => (Name: Simple(name), known.Column)))
            .ToDictionary(pair => pair.Name, pair => pair.Column, StringComparer.Ordinal);

    private static readonly HashSet<string> Ignored = [.. Informative.Select(Simple)];

    private readonly Dictionary<ImportColumn, int> _places = [];
    private readonly Dictionary<ImportColumn, string> _headers = [];
    private readonly HashSet<int> _named = [];

    private ImportColumns(int headerLine) => HeaderLine = headerLine;

    /// <summary>The line of the header; what follows it are figures.</summary>
    public int HeaderLine { get; }

    /// <summary>Whether the file has this column.</summary>
    public bool Has(ImportColumn column) => _places.ContainsKey(column);

    /// <summary>The cell of a row; blank where the file has no such column.</summary>
    public TableCell Cell(TableRow row, ImportColumn column) => _places.TryGetValue(column, out var place) ? row[place] : TableCell.Blank;

    /// <summary>Whether a column has a header: what stands below none would be lost.</summary>
    public bool IsNamed(int place) => _named.Contains(place);

    /// <summary>Where a column stands, 0 is the first; null when the file has none.</summary>
    public int? Place(ImportColumn column) => _places.TryGetValue(column, out var place) ? place : null;

    /// <summary>The header of a column as the file has it.</summary>
    public string? Header(ImportColumn column) => _headers.GetValueOrDefault(column);

    /// <summary>Finds the header: the row among the first that names most columns. Null, with what is wrong, when it will not do.</summary>
    public static ImportColumns? Find(IEnumerable<TableRow> rows, bool hasOrgUnit, bool hasPeriod, ICollection<(int Line, int? Column, Error Error)> errors)
    {
        var header = rows.Take(RowsToLookAt).Select(row => (Row: row, Count: row.Cells.Select(Meaning).Where(column => column is not null).Distinct().Count()))
            .Where(candidate => candidate.Count >= 2).OrderByDescending(candidate => candidate.Count).ThenBy(candidate => candidate.Row.Line)
                .Select(candidate => candidate.Row).FirstOrDefault();
        if (header is null)
        {
            errors.Add((0, null, new Error("", ErrorCodes.HeaderMissing, RowsToLookAt)));
            return null;
        }
        var columns = new ImportColumns(header.Line);
        for (var i = 0; i < header.Cells.Count; i++)
        {
            var text = header.Cells[i].Text;
            if (header.Cells[i].IsBlank) continue;
            columns._named.Add(i);
            if (IsInformative(text)) continue;
            if (Meaning(header.Cells[i]) is not { } column) errors.Add((header.Line, i, new Error("", ErrorCodes.UnknownColumn, text)));
            else if (!columns._places.TryAdd(column, i)) errors.Add((header.Line, i, new Error("", ErrorCodes.RepeatedColumn, text, columns._headers[column])));
            else columns._headers[column] = text;
        }
        columns.CheckComplete(hasOrgUnit, hasPeriod, errors);
        return errors.Count == 0 ? columns : null;
    }

    private void CheckComplete(bool hasOrgUnit, bool hasPeriod, ICollection<(int Line, int? Column, Error Error)> errors)
    {
        void Missing(string english, string vietnamese) => errors.Add(
            (HeaderLine, null, new Error("", ErrorCodes.MissingColumn, new Noun(english, vietnamese))));
        void Twice(ImportColumn column, string parameter) => errors.Add((HeaderLine, Place(column), new Error("", ErrorCodes.Inconsistent,
            $"The file has this column: leave the parameter {parameter} out.", $"Tệp đã có cột này: hãy bỏ tham số {parameter}.")));
        var unit = Has(ImportColumn.OrgUnit) ? ImportColumn.OrgUnit : ImportColumn.OrgUnitName;
        if (!Has(unit) && !hasOrgUnit) Missing("orgUnit (or the parameter orgUnit)", "Mã đơn vị (hoặc tham số orgUnit)");
        if (Has(unit) && hasOrgUnit) Twice(unit, "orgUnit");
        if (!Has(ImportColumn.Indicator) && !Has(ImportColumn.IndicatorName)) Missing("indicator", "Mã chỉ tiêu");
        if (!Has(ImportColumn.Period) && !hasPeriod) Missing("period (or the parameter period)", "Kỳ báo cáo (hoặc tham số period)");
        if (Has(ImportColumn.Period) && hasPeriod) Twice(ImportColumn.Period, "period");
        if (!Has(ImportColumn.Value) && !Has(ImportColumn.Level) && !(Has(ImportColumn.Numerator) && Has(ImportColumn.Denominator)))
            Missing("value", "Kết quả thực hiện");
    }

    // "Kết quả thực hiện (value)" is named twice; "Kết quả (người)" has a unit behind it.
    private static ImportColumn? Meaning(TableCell cell)
    {
        if (cell.IsBlank) return null;
        if (ByName.TryGetValue(Simple(cell.Text), out var known)) return known;
        var (outer, inner) = Parts(cell.Text);
        // What is passed over by name is not taken for a column because of what stands behind it: "Tỷ lệ (value)" is no value.
        if (Ignored.Contains(outer)) return null;
        return inner is not null && ByName.TryGetValue(inner, out known) ? known : ByName.TryGetValue(outer, out known) ? known : null;
    }

    private static bool IsInformative(string header) => Ignored.Contains(Simple(header)) || Ignored.Contains(Parts(header).Outer);

    private static (string Outer, string? Inner) Parts(string header)
    {
        var open = header.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return (Simple(header), null);
        var close = header.IndexOf(')', open);
        return (Simple(header[..open]), close > open ? Simple(header[(open + 1)..close]) : null);
    }

    private static string Simple(string header) => string.Join(
        ' ', Text.Search(header.Replace('_', ' ')).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('*', ':', ' ');
}
