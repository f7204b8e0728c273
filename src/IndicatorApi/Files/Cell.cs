using System.Globalization;
using IndicatorApi.Calculation;

namespace IndicatorApi.Files;

/// <summary>What kind of value a cell or column holds.</summary>
public enum CellKind
{
    /// <summary>Text, codes among it: never read as a number.</summary>
    Text,
    /// <summary>An exact decimal.</summary>
    Number,
    /// <summary>A day.</summary>
    Date,
    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>One cell of a sheet; text is the value as the API writes it: 55.94, 2022-12-31, true.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">The value; null for an empty cell.</param>
/// <param name="Style">How it looks; the sheet's plain style when null.</param>
public readonly record struct Cell(CellKind Kind, string? Text, CellStyle? Style = null)
{
    /// <summary>A cell of text.</summary>
    public static Cell Of(string? text, CellStyle? style = null) => new(CellKind.Text, text, style);

    /// <summary>A cell of a number, every digit kept.</summary>
    public static Cell Of(decimal? number, CellStyle? style = null) => new(CellKind.Number, number is { } value ? Numbers.Invariant(value) : null, style);

    /// <summary>A cell of a day.</summary>
    public static Cell Of(DateOnly? day, CellStyle? style = null) => new(CellKind.Date, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), style);

    /// <summary>An empty cell that only has a look.</summary>
    public static Cell Empty(CellStyle? style = null) => new(CellKind.Text, null, style);
}

/// <summary>Where text stands in a cell.</summary>
public enum CellAlignment
{
    /// <summary>Text to the left, numbers to the right.</summary>
    General,
    Left,
    Center,
    Right,
}

/// <summary>How a cell looks.</summary>
public sealed record CellStyle
{
    /// <summary>A header: bold, wrapped, in the middle, on a light ground.</summary>
    public static CellStyle Header { get; } = new() { Bold = true, Wrap = true, Align = CellAlignment.Center, Fill = "DDE6EF", Border = true };

    public bool Bold { get; init; }

    public bool Italic { get; init; }

    /// <summary>Size of the letters in points; the workbook's when null.</summary>
    public double? Size { get; init; }

    /// <summary>Colour of the letters, as RRGGBB.</summary>
    public string? Colour { get; init; }

    /// <summary>Colour of the ground, as RRGGBB.</summary>
    public string? Fill { get; init; }

    /// <summary>A thin line all around.</summary>
    public bool Border { get; init; }

    public bool Wrap { get; init; }

    public CellAlignment Align { get; init; }

    /// <summary>How many letters the text keeps from the edge that it is aligned to.</summary>
    public int Indent { get; init; }

    /// <summary>In the middle between top and bottom; at the top otherwise.</summary>
    public bool Middle { get; init; } = true;

    /// <summary>How numbers show, in Excel's own words (<c>#,##0.##</c>); <c>@</c> keeps what is typed as text.</summary>
    public string? Format { get; init; }

    /// <summary>May be changed where the sheet is protected.</summary>
    public bool Unlocked { get; init; }
}
