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
    Measure,
    Action,
}

/// <summary>Where the columns of a file stand: read from its header, whatever the order, the language and the marks.</summary>
public sealed class ImportColumns
{
    /// <summary>The header stands among the first rows; titles may stand above it.</summary>
    public const int RowsToLookAt = 30;

    // Enough cells of a column to see what they are.
    private const int RowsToSample = 200;

    /// <summary>The columns that hold numbers.</summary>
    public static readonly ImportColumn[] Numbers = [ImportColumn.Value, ImportColumn.Numerator, ImportColumn.Denominator];

    private readonly Dictionary<ImportColumn, int> _places = [];
    private readonly Dictionary<ImportColumn, string> _headers = [];
    private readonly Dictionary<ImportColumn, string> _units = [];
    private readonly HashSet<int> _named = [];
    private readonly List<string> _passed = [];
    private readonly HeaderContext _context;
    private bool _isSdmx;

    private ImportColumns(int headerLine, HeaderContext context) => (HeaderLine, _context) = (headerLine, context);

    /// <summary>The line of the header; what follows it are figures.</summary>
    public int HeaderLine { get; }

    /// <summary>The unit that a title above the header states for the whole table; null for none.</summary>
    public (string Unit, int Line, int Place)? TitleUnit { get; private set; }

    /// <summary>Whether it is the header of a list that this program wrote.</summary>
    public bool IsOwnList { get; private set; }

    /// <summary>Headers that were passed over by name.</summary>
    public IReadOnlyList<string> PassedOver => _passed;

    /// <summary>The header that was taken for units of measure because of what stands below it; null for none.</summary>
    public string? TakenForMeasure { get; private set; }

    /// <summary>Whether the file has this column.</summary>
    public bool Has(ImportColumn column) => _places.ContainsKey(column);

    /// <summary>The cell of a row; blank where the file has no such column.</summary>
    public TableCell Cell(TableRow row, ImportColumn column) => !_places.TryGetValue(column, out var place) ? TableCell.Blank
        : _isSdmx ? SdmxCodes.Read(column, row[place]) : row[place];

    /// <summary>Whether a column has a header: what stands below none would be lost.</summary>
    public bool IsNamed(int place) => _named.Contains(place);

    /// <summary>Where a column stands, 0 is the first; null when the file has none.</summary>
    public int? Place(ImportColumn column) => _places.TryGetValue(column, out var place) ? place : null;

    /// <summary>The column that stands at a place; null when it has no meaning.</summary>
    public ImportColumn? At(int place)
    {
        foreach (var (column, at) in _places)
        {
            if (at == place) return column;
        }
        return null;
    }

    /// <summary>The header of a column as the file has it.</summary>
    public string? Header(ImportColumn column) => _headers.GetValueOrDefault(column);

    /// <summary>The unit that the header of a column states; null for none.</summary>
    public string? HeaderUnit(ImportColumn column) => _units.GetValueOrDefault(column);

    /// <summary>Whether a row repeats the header, as at the top of a printed page.</summary>
    public bool IsRepeated(TableRow row) => row.Cells.Index().All(cell => cell.Item.IsBlank || IsNamed(cell.Index))
        && _headers.All(header => HeaderWords.Simple(Cell(row, header.Key).Text) == HeaderWords.Simple(header.Value));

    /// <summary>Whether a row is the header of a table: it names an indicator and a figure.</summary>
    public static bool IsHeader(TableRow row, HeaderContext context)
    {
        HashSet<ImportColumn> named = [];
        foreach (var cell in row.Cells)
        {
            if (cell.Kind != TableCellKind.Text) continue;
            var meaning = HeaderWords.Of(cell.Text, context);
            if ((meaning.Column ?? meaning.MayBe?.Column) is { } column) named.Add(column);
        }
        return (named.Contains(ImportColumn.Indicator) || named.Contains(ImportColumn.IndicatorName))
            && (named.Contains(ImportColumn.Value) || named.Contains(ImportColumn.Level)
                || (named.Contains(ImportColumn.Numerator) && named.Contains(ImportColumn.Denominator)));
    }

    /// <summary>Finds the header among the first rows. Null, with what is wrong, when it will not do.</summary>
    public static ImportColumns? Find(IEnumerable<TableRow> rows, bool hasOrgUnit, bool hasPeriod, ICollection<(int Line, int? Column, Error Error)> errors,
        HeaderContext? context = null, string? sheet = null)
    {
        context ??= HeaderContext.None;
        var all = rows.Take(RowsToLookAt + RowsToSample).ToList();
        var first = all.Take(RowsToLookAt).ToList();
        var header = first.Find(row => IsHeader(row, context)) ?? first.Where(row => Meanings(row, context).Distinct().Count() >= 2)
            .OrderByDescending(row => Meanings(row, context).Distinct().Count()).ThenBy(row => row.Line).FirstOrDefault();
        if (header is null)
        {
            var (line, likeliest) = Likeliest(first, context, sheet);
            errors.Add((line, null, new Error("", ErrorCodes.HeaderMissing, RowsToLookAt, likeliest)));
            return null;
        }
        header = Whole(header, first, context);
        var columns = new ImportColumns(header.Line, context)
        {
            IsOwnList = HeaderWords.AreOfOwnList(header.Cells.Select(cell => cell.Text)),
            _isSdmx = SdmxCodes.AreHeaders(header.Cells.Select(cell => cell.Text)),
        };
        List<(int Line, int? Column, Error Error)> wrong = [];
        for (var i = 0; i < header.Cells.Count; i++)
        {
            if (!header.Cells[i].IsBlank) columns.Name(i, header.Cells[i].Text, all.Where(row => row.Line > header.Line), hasOrgUnit, wrong);
        }
        columns.FindTitleUnit(first);
        columns.CheckComplete(hasOrgUnit, hasPeriod, wrong);
        foreach (var error in wrong) errors.Add(error);
        return wrong.Count == 0 ? columns : null;
    }

    private void Name(int place, string text, IEnumerable<TableRow> below, bool hasOrgUnit, List<(int Line, int? Column, Error Error)> wrong)
    {
        _named.Add(place);
        var meaning = HeaderWords.Of(text, _context);
        if (meaning.Column == ImportColumn.OrgUnitName && !Has(ImportColumn.OrgUnit) && HeaderWords.Simple(text) == "don vi"
            && !_context.Given.ContainsKey("don vi"))
            meaning = UnitOf(place, text, below, hasOrgUnit, meaning);
        if (meaning.IsPassed) _passed.Add(text);
        else if (meaning.MayBe is var (may, suggested))
            wrong.Add((HeaderLine, place, new Error("", ErrorCodes.ColumnAsked, text, may, $"{text}={HeaderWords.NameOf(suggested)}")));
        else if (meaning.Column is not { } column) wrong.Add((HeaderLine, place, new Error("", ErrorCodes.UnknownColumn, text)));
        else if (!_places.TryAdd(column, place)) wrong.Add((HeaderLine, place, new Error("", ErrorCodes.RepeatedColumn, text, _headers[column])));
        else
        {
            _headers[column] = text;
            if (meaning.Unit is { } unit) _units[column] = unit;
        }
    }

    // "Đơn vị" is the unit of government, or short for "Đơn vị tính": the cells below it show which.
    private HeaderMeaning UnitOf(int place, string text, IEnumerable<TableRow> below, bool hasOrgUnit, HeaderMeaning meaning)
    {
        var cells = below.Select(row => row[place]).Where(cell => cell.Kind == TableCellKind.Text && !WrittenUnit.SaysNothing(cell.Text)
            && HeaderWords.Simple(cell.Text) != HeaderWords.Simple(text)).Select(cell => cell.Text).ToList();
        var places = cells.Count(cell => _context.IsUnitName(cell));
        if (places > 0 || cells.Count == 0) return meaning;
        if (cells.All(cell => WrittenUnit.IsUnit(cell, _context.UnitWords)))
        {
            TakenForMeasure = text;
            return new(ImportColumn.Measure, false, null, null);
        }
        return !hasOrgUnit ? meaning : new(null, false, null, (new Noun("the unit of government (then call it 'Tên đơn vị' and leave the parameter orgUnit "
            + "out), or the unit of measure (then call it 'Đơn vị tính')", "đơn vị hành chính (khi đó đặt tên là 'Tên đơn vị' và bỏ tham số orgUnit), hoặc "
            + "đơn vị tính (khi đó đặt tên là 'Đơn vị tính')"), ImportColumn.Measure));
    }

    // A header may take several rows: cells that reach down, or a row below that names only what stands under a wider cell.
    private static TableRow Whole(TableRow header, List<TableRow> first, HeaderContext context)
    {
        while (first.Find(row => row.Line == header.Line + 1) is { } next && GoesOn(header, next, context))
        {
            var width = Math.Max(header.Cells.Count, next.Cells.Count);
            header = new TableRow(next.Line, [.. Enumerable.Range(0, width).Select(i => next[i].IsBlank ? header[i] : next[i])]);
        }
        return header;
    }

    private static bool GoesOn(TableRow header, TableRow next, HeaderContext context)
    {
        var indicator = Enumerable.Range(0, header.Cells.Count).FirstOrDefault(i => HeaderWords.Of(header[i].Text, context).Column
            is ImportColumn.Indicator or ImportColumn.IndicatorName, -1);
        if (indicator < 0) return false;
        if (next[indicator] is { IsBlank: false } cell) return cell.Text == header[indicator].Text;
        var named = next.Cells.Where(cell => !cell.IsBlank).ToList();
        return named.Count > 0 && named.All(cell => cell.Kind == TableCellKind.Text && HeaderWords.Of(cell.Text, context).IsKnown);
    }

    private static IEnumerable<ImportColumn> Meanings(TableRow row, HeaderContext context) => row.Cells.Where(cell => cell.Kind == TableCellKind.Text)
        .Select(cell => HeaderWords.Of(cell.Text, context)).Select(meaning => meaning.Column ?? meaning.MayBe?.Column).OfType<ImportColumn>();

    private void FindTitleUnit(List<TableRow> first)
    {
        foreach (var row in first.Where(row => row.Line < HeaderLine))
        {
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var cut = row[i].Text.IndexOf(':', StringComparison.Ordinal);
                if (row[i].Kind != TableCellKind.Text || cut < 0) continue;
                var unit = row[i].Text[(cut + 1)..].Trim(' ', ')', '.');
                if (WrittenName.Simple(row[i].Text[..cut]).TrimStart('(') is "dvt" or "don vi tinh" or "don vi" && WrittenUnit.IsUnit(unit, _context.UnitWords))
                    TitleUnit = (unit, row.Line, i);
            }
        }
    }

    // The row that comes nearest to a header, with what was understood of it.
    private static (int Line, Noun Words) Likeliest(List<TableRow> first, HeaderContext context, string? sheet)
    {
        var page = sheet is null ? ("", "") : ($" Sheet: '{sheet}'.", $" Trang: '{sheet}'.");
        var row = first.Where(row => row.Cells.Any(cell => cell.Kind == TableCellKind.Text && HeaderWords.Of(cell.Text, context).IsKnown))
            .MaxBy(row => row.Cells.Count(cell => cell.Kind == TableCellKind.Text && HeaderWords.Of(cell.Text, context).IsKnown));
        if (row is null) return (0, new Noun(page.Item1, page.Item2));
        string Words(string passed, string unknown) => string.Join("; ", row.Cells.Where(cell => !cell.IsBlank).Select(cell =>
        {
            var meaning = HeaderWords.Of(cell.Text, context);
            var known = meaning.Column ?? meaning.MayBe?.Column;
            return $"'{cell.Text}' {(known is { } column ? $"= {HeaderWords.NameOf(column)}" : meaning.IsPassed ? passed : unknown)}";
        }));
        return (row.Line, new Noun($"{page.Item1} Row {row.Line} is most like one: {Words("(passed over)", "(not known)")}.",
            $"{page.Item2} Giống nhất là dòng {row.Line}: {Words("(bỏ qua)", "(không rõ)")}."));
    }

    private void CheckComplete(bool hasOrgUnit, bool hasPeriod, List<(int Line, int? Column, Error Error)> errors)
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
        // A column that is asked about may be the figure.
        if (!Has(ImportColumn.Value) && !Has(ImportColumn.Level) && !(Has(ImportColumn.Numerator) && Has(ImportColumn.Denominator))
            && errors.TrueForAll(error => error.Error.Code != ErrorCodes.ColumnAsked)) Missing("value", "Kết quả thực hiện");
    }
}
