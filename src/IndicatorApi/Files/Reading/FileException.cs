using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>A file that cannot be read as a table, and where reading stopped.</summary>
public sealed class FileException(int line, ErrorCode code, params object[] arguments) : Exception(code.Code)
{
    /// <summary>The row or line; 0 for the file as a whole.</summary>
    public int Line => line;

    /// <summary>What is wrong.</summary>
    public Error Error { get; } = new("", code, arguments);
}
