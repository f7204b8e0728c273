using System.Globalization;

namespace IndicatorApi.Files;

/// <summary>How spreadsheets name places.</summary>
public static class CellAddress
{
    /// <summary>The address of a cell, such as <c>C12</c>: column counted from 0, row from 1.</summary>
    public static string Of(int column, int row) => Column(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>The letters of a column, counted from 0.</summary>
    public static string Column(int column) => column < 26 ? ((char)('A' + column)).ToString() : Column((column / 26) - 1) + (char)('A' + (column % 26));

    /// <summary>Reads <c>C12</c> as column 2, row 12; small letters and <c>$</c> are spellings of the same place.</summary>
    public static bool TryRead(ReadOnlySpan<char> name, out int column, out int row)
    {
        (column, row) = (0, 0);
        var i = 0;
        if (name.StartsWith('$')) name = name[1..];
        for (; i < name.Length && i < 4 && char.IsAsciiLetter(name[i]); i++) column = (column * 26) + char.ToUpperInvariant(name[i]) - 'A' + 1;
        column--;
        if (i < name.Length && name[i] == '$') i++;
        return column >= 0 && int.TryParse(name[i..], NumberStyles.None, CultureInfo.InvariantCulture, out row) && row > 0;
    }
}
