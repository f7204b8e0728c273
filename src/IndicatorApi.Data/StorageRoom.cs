namespace IndicatorApi.Data;

/// <summary>How much room there is where the private PostgreSQL keeps its data. Of another database nobody here knows; it says itself
/// when it is full.</summary>
/// <remarks>
/// A PostgreSQL that cannot write ahead stops altogether, reads and all. So what would fill the disk is refused, and ended, while there is still room
/// for what goes on.
/// </remarks>
/// <param name="directory">The directory of the data; null where that is not known.</param>
public sealed class StorageRoom(string? directory)
{
    private const long Megabyte = 1L << 20;

    /// <summary>With less than this an import is ended: two of the pieces in which PostgreSQL writes ahead.</summary>
    private const long LeastForImports = 48 * Megabyte;

    /// <summary>With less than this nothing is written any more.</summary>
    private const long LeastForWrites = 24 * Megabyte;

    // A line of a table becomes a figure, its revision and an audit entry with their indexes, and all of that once more ahead of it.
    private const int TimesItsSize = 16;

    // Workbooks are packed.
    private const int TimesItsPackedSize = 60;

    /// <summary>Free bytes; null where that is not known.</summary>
    public long? Free
    {
        get
        {
            if (directory is null) return null;
            try
            {
                return new DriveInfo(directory).AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Whether nothing more should be written.</summary>
    public bool IsLow => Free < LeastForWrites;

    /// <summary>Whether an import that runs should end.</summary>
    public bool IsLowForImports => Free < LeastForImports;

    /// <summary>How many megabytes a file may need and how many there are, where these are fewer.</summary>
    public (long Needed, long Free)? Lack(long bytes, bool isPacked)
    {
        if (Free is not { } free) return null;
        var needed = (bytes * (isPacked ? TimesItsPackedSize : TimesItsSize)) + LeastForImports;
        return needed > free ? ((needed + Megabyte - 1) / Megabyte, free / Megabyte) : null;
    }
}
