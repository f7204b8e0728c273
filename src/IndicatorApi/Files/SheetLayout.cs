using IndicatorApi.Calculation;

namespace IndicatorApi.Files;

/// <summary>What a sheet is like apart from its cells.</summary>
public sealed record SheetLayout
{
    /// <summary>Widths of the columns in letters; the rest have the usual one.</summary>
    public IReadOnlyList<double> Widths { get; init; } = [];

    /// <summary>Columns, counted from 0, that are not shown.</summary>
    public IReadOnlyList<int> HiddenColumns { get; init; } = [];

    /// <summary>Rows at the top that stay when the rest scrolls.</summary>
    public int FrozenRows { get; init; }

    /// <summary>Columns at the left that stay.</summary>
    public int FrozenColumns { get; init; }

    /// <summary>Whether the page lies on its side; A4 either way, as wide as the columns.</summary>
    public bool Landscape { get; init; }

    /// <summary>First and last row, counted from 1, that stand again on each printed page.</summary>
    public (int First, int Last)? RepeatedRows { get; init; }

    /// <summary>Only unlocked cells may be changed; no password, so that an office can lift it.</summary>
    public bool Protected { get; init; }

    /// <summary>Not shown among the tabs: lists that other sheets choose from.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether the lines between cells show on the screen.</summary>
    public bool GridLines { get; init; } = true;

    /// <summary>The row, counted from 1, that gets buttons to filter by.</summary>
    public int? FilterRow { get; init; }
}

/// <summary>What may be typed into cells.</summary>
/// <param name="Cells">The cells, such as <c>I2:I40</c>; several parted by blanks.</param>
/// <param name="Type">The program's own name of the check: decimal, list.</param>
/// <param name="Operator">How numbers compare; null for a list.</param>
/// <param name="First">The bound, or where the list is.</param>
/// <param name="Second">The upper bound of two.</param>
/// <param name="Message">What is said when something else is typed, which is refused.</param>
public sealed record CellCheck(string Cells, string Type, string? Operator, string First, string? Second, string Message)
{
    /// <summary>A number, within bounds where there are any.</summary>
    public static CellCheck Number(string cells, decimal? least, decimal? most, string message)
    {
        static string Text(decimal value) => Numbers.Invariant(value);
        return (least, most) switch
        {
            ({ } low, { } high) => new(cells, "decimal", "between", Text(low), Text(high), message),
            ({ } low, null) => new(cells, "decimal", "greaterThanOrEqual", Text(low), null, message),
            (null, { } high) => new(cells, "decimal", "lessThanOrEqual", Text(high), null, message),
            _ => new(cells, "decimal", "between", "-1E+15", "1E+15", message),
        };
    }

    /// <summary>One of the texts in a range of cells, such as <c>Lists!$A$1:$A$3</c>.</summary>
    public static CellCheck List(string cells, string range, string message) => new(cells, "list", null, range, null, message);
}
