namespace IndicatorApi.Files.Reading;

/// <summary>What a cell holds.</summary>
public enum CellKind
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
public readonly record struct Cell(CellKind Kind, string Text = "", decimal Number = 0, bool IsMerged = false)
{
    /// <summary>A cell with nothing in it.</summary>
    public static Cell Blank { get; } = new(CellKind.Blank);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsBlank => Kind == CellKind.Blank;

    /// <summary>A cell of this text; blank when there is nothing but blanks. What a spreadsheet exports for its errors is an error here too.</summary>
    public static Cell Of(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty) return Blank;
        var kept = trimmed.Length == text.Length ? text : trimmed.ToString();
        return kept[0] == '#' && SpreadsheetErrors.Contains(kept) ? new Cell(CellKind.Error, kept) : new Cell(CellKind.Text, kept);
    }

    private static readonly HashSet<string> SpreadsheetErrors =
        new(StringComparer.OrdinalIgnoreCase) { "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!" };
}

/// <summary>One row of a table.</summary>
/// <param name="Line">The row of the sheet, or the line of the file where it begins; 1 is the first.</param>
/// <param name="Cells">Its cells from the first column on; columns after the last filled one are left out.</param>
public sealed record Row(int Line, IReadOnlyList<Cell> Cells)
{
    /// <summary>The cell of a column, 0 is the first.</summary>
    public Cell this[int column] => column < Cells.Count ? Cells[column] : Cell.Blank;

    /// <summary>Whether nothing stands in it.</summary>
    public bool IsBlank => Cells.All(cell => cell.IsBlank);
}

/// <summary>How spreadsheets name places.</summary>
public static class CellNames
{
    /// <summary>The name of a cell: <c>C12</c>.</summary>
    public static string Of(int column, int line) => $"{Column(column)}{line}";

    /// <summary>The letters of a column, 0 is A.</summary>
    public static string Column(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    /// <summary>Reads <c>C12</c> as column 2, row 12.</summary>
    public static bool TryRead(ReadOnlySpan<char> name, out int column, out int line)
    {
        (column, line) = (0, 0);
        var i = 0;
        for (; i < name.Length && i < 4 && char.IsAsciiLetterUpper(name[i]); i++) column = (column * 26) + name[i] - 'A' + 1;
        column--;
        return column >= 0 && int.TryParse(name[i..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out line) && line > 0;
    }
}
