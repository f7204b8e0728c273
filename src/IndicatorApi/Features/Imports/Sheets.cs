using IndicatorApi.Files.Reading;

namespace IndicatorApi.Features.Imports;

/// <summary>Which sheets of a file hold tables of figures.</summary>
public static class Sheets
{
    /// <summary>The sheets that people see and that have the header of a table among their first rows.</summary>
    public static IReadOnlyList<TableFile> WithTables(TableFile first, HeaderContext context) => [.. first.Others.Prepend(first)
        .Where(sheet => sheet.Rows().Take(ImportColumns.RowsToLookAt).Any(row => ImportColumns.IsHeader(row, context)))];
}
