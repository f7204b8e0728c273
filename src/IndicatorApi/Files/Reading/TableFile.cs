using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>How much of a file is read.</summary>
public static class TableLimits
{
    /// <summary>Most rows, as many as a sheet can have.</summary>
    public const int Rows = 1_048_576;

    /// <summary>Most columns.</summary>
    public const int Columns = 256;

    /// <summary>Longest text of a cell, as in a sheet.</summary>
    public const int CellLetters = 32_767;
}

/// <summary>A file that is one table: CSV, or a sheet of a workbook. It can be read any number of times.</summary>
public abstract class TableFile : IDisposable
{
    /// <summary>The rows from the first on; rows with nothing in them may be left out.</summary>
    /// <exception cref="FileException">The file cannot be read further.</exception>
    public abstract IEnumerable<TableRow> Rows();

    /// <summary>The name of the sheet; null for a file that has no sheets.</summary>
    public virtual string? Name => null;

    /// <summary>Whether the cells are parted at commas that nobody declared: a decimal comma without quotes then parts a number too.</summary>
    public virtual bool HasGuessedCommas => false;

    /// <summary>The other sheets that are not hidden. They are read from the same file, and need not be disposed of.</summary>
    public virtual IEnumerable<TableFile> Others => [];

    public abstract void Dispose();

    /// <summary>Opens CSV.</summary>
    /// <param name="file">The file; it is closed with the table.</param>
    /// <param name="separator">What stands between cells; found out when null.</param>
    public static TableFile Csv(Stream file, char? separator) => new CsvTable(file, separator);

    /// <summary>Opens a workbook.</summary>
    /// <param name="file">The file; it is closed with the table.</param>
    /// <param name="sheet">The name of the sheet; the first that is not hidden when null.</param>
    public static TableFile Xlsx(Stream file, string? sheet) => XlsxTable.Open(file, sheet);

    protected static FileException Unreadable(int line, string english, string vietnamese) => new(line, ErrorCodes.FileUnreadable, english, vietnamese);
}
