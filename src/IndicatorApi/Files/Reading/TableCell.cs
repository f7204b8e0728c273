namespace IndicatorApi.Files.Reading;

/// <summary>What a cell holds.</summary>
public enum TableCellKind
{
    /// <summary>Nothing, or blanks.</summary>
    Blank,
    /// <summary>Text as it was typed; every filled cell of a CSV file.</summary>
    Text,
    /// <summary>A number of a workbook.</summary>
    Number,
    /// <summary>A number that the workbook shows as a percent: 0.93 shown as 93%.</summary>
    Percent,
    /// <summary>A date or time of a workbook.</summary>
    Date,
    /// <summary>An error of a spreadsheet, such as <c>#REF!</c>.</summary>
    Error,
    /// <summary>A formula that was saved without its value.</summary>
    FormulaWithoutValue,
}

/// <summary>One cell of a table.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">Its text without blanks around it; of a number the number as the file has it.</param>
/// <param name="Number">Its number, where it is one.</param>
/// <param name="IsMerged">Whether it is part of a merged range.</param>
public readonly record struct TableCell(TableCellKind Kind, string Text = "", decimal Number = 0, bool IsMerged = false)
{
    /// <summary>How a workbook shows it; null outside of workbooks.</summary>
    public CellFormat? Format { get; init; }

    /// <summary>A cell with nothing in it.</summary>
    public static TableCell Blank { get; } = new(TableCellKind.Blank);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Kind == TableCellKind.Blank;

    /// <summary>A cell of this text; blank when there is nothing but blanks. What a spreadsheet exports for its errors is an error here too.</summary>
    public static TableCell Of(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty) return Blank;
        var kept = trimmed.Length == text.Length ? text : trimmed.ToString();
        return kept[0] == '#' && SpreadsheetErrors.Contains(kept) ? new TableCell(TableCellKind.Error, kept) : new TableCell(TableCellKind.Text, kept);
    }

    private static readonly HashSet<string> SpreadsheetErrors =
        new(StringComparer.OrdinalIgnoreCase) { "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!" };
}

/// <summary>One row of a table.</summary>
/// <param name="Line">The row of the sheet, or the line of the file where it begins; 1 is the first.</param>
/// <param name="Cells">Its cells from the first column on; columns after the last filled one are left out.</param>
public sealed record TableRow(int Line, IReadOnlyList<TableCell> Cells)
{
    /// <summary>The cell of a column, 0 is the first.</summary>
    public TableCell this[int column] => column < Cells.Count ? Cells[column] : TableCell.Blank;

    /// <summary>Whether nothing stands in it.</summary>
    public bool IsBlank => Cells.All(cell => cell.IsBlank);
}
