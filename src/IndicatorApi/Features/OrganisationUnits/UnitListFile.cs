using System.Globalization;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>One row of a list of new units: a unit, and one of those whose place it took.</summary>
public sealed record UnitListRow(int Line, string Code)
{
    public string? Name { get; init; }
    public string? NameEn { get; init; }
    public string? Level { get; init; }
    public string? Parent { get; init; }
    public string? OfficialCode { get; init; }
    public string? Predecessor { get; init; }
    public decimal? Share { get; init; }
}

/// <summary>Reads a list of new units with their predecessors, one row for each pair, as <c>docs/import.md</c> tells it.</summary>
internal static class UnitListFile
{
    // By the English name, which errors use; each also under its Vietnamese ones, without marks.
    private static readonly (string Column, string[] Headers)[] Known =
    [
        ("code", ["code", "ma don vi", "ma don vi moi"]),
        ("name", ["name", "ten don vi", "ten don vi moi"]),
        ("nameEn", ["nameen", "ten tieng anh"]),
        ("level", ["level", "cap"]),
        ("parent", ["parent", "ma don vi cap tren"]),
        ("officialCode", ["officialcode", "ma hanh chinh"]),
        ("predecessor", ["predecessor", "ma don vi cu"]),
        ("share", ["share", "ty le"]),
    ];

    /// <summary>Where a column of a line stands in errors.</summary>
    public static string Place(int line, string column) => string.Create(CultureInfo.InvariantCulture, $"{line}:{column}");

    /// <summary>The rows; what cannot be read is in the errors.</summary>
    public static List<UnitListRow> Read(TableFile table, Errors errors)
    {
        List<UnitListRow> rows = [];
        Dictionary<string, int>? columns = null;
        try
        {
            foreach (var row in table.Rows().Where(row => !row.IsBlank))
            {
                if (columns is null)
                {
                    columns = Columns(row, errors);
                    if (errors.Any) return [];
                }
                else if (Row(row, columns, errors) is { } read) rows.Add(read);
                if (errors.IsFull) break;
            }
        }
        catch (FileException exception)
        {
            errors.Add(exception.Error with { Where = Place(exception.Line, "") });
        }
        if (columns is null && !errors.Any) errors.Add(Place(1, "code"), ErrorCodes.MissingColumn, "code");
        return rows;
    }

    private static Dictionary<string, int> Columns(TableRow header, Errors errors)
    {
        Dictionary<string, int> columns = new(StringComparer.Ordinal);
        foreach (var (place, cell) in header.Cells.Index().Where(cell => !cell.Item.IsBlank))
        {
            var text = Text.Search(cell.Text);
            var column = Array.Find(Known, known => known.Headers.Contains(text, StringComparer.Ordinal)).Column;
            if (column is null)
                errors.Add(Place(header.Line, cell.Text), ErrorCodes.UnknownWord, cell.Text, string.Join(", ", Known.Select(known => known.Column)));
            else if (!columns.TryAdd(column, place)) errors.Add(Place(header.Line, cell.Text), ErrorCodes.RepeatedColumn, cell.Text, column);
        }
        if (!columns.ContainsKey("code")) errors.Add(Place(header.Line, "code"), ErrorCodes.MissingColumn, "code");
        return columns;
    }

    private static UnitListRow? Row(TableRow row, Dictionary<string, int> columns, Errors errors)
    {
        var isFine = true;
        string? Cell(string column)
        {
            if (!columns.TryGetValue(column, out var place) || row[place] is not { IsBlank: false } cell) return null;
            if (cell.Kind is TableCellKind.Text or TableCellKind.Number) return cell.Text;
            Refuse(column, cell.Kind == TableCellKind.Date ? ErrorCodes.NumberIsDate : ErrorCodes.CellError, cell.Text);
            return null;
        }
        void Refuse(string column, ErrorCode code, params object[] arguments)
        {
            isFine = false;
            errors.Add(Place(row.Line, column), code, arguments);
        }
        var code = Cell("code");
        if (code is null && isFine) Refuse("code", ErrorCodes.Required);
        decimal? share = null;
        if (Cell("share") is { } text)
        {
            // A share is below one: there are no thousands to part.
            if (decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) share = number;
            else Refuse("share", ErrorCodes.NotANumber, text);
        }
        var read = new UnitListRow(row.Line, code ?? "")
        {
            Name = Cell("name"),
            NameEn = Cell("nameEn"),
            Level = Cell("level"),
            Parent = Cell("parent"),
            OfficialCode = Cell("officialCode"),
            Predecessor = Cell("predecessor"),
            Share = share,
        };
        return isFine ? read : null;
    }
}
