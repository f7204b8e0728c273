using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>A format that a whole list leaves in. A new one is a file with a class like this and a line in <see cref="FileFormats"/>.</summary>
/// <param name="name">The value of <c>format</c>.</param>
/// <param name="mediaType">The media type, also understood in <c>Accept</c>.</param>
/// <param name="extension">What a file of it is called by.</param>
public abstract class FileFormat(string name, string mediaType, string extension)
{
    /// <summary>The value of <c>format</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The media type, also understood in <c>Accept</c>.</summary>
    public string MediaType { get; } = mediaType;

    /// <summary>What a file of it is called by.</summary>
    public string Extension { get; } = extension;

    /// <summary>Writes the answer as the rows come; a problem instead where they do not fit.</summary>
    public abstract Task<Problem?> WriteAsync<T>(HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows,
        CancellationToken cancellationToken);
}

/// <summary>The formats of every list.</summary>
public static class FileFormats
{
    /// <summary>The formats; JSON, the default, is a list's own pages.</summary>
    public static IReadOnlyList<FileFormat> All { get; } = [new NdjsonFile(), new CsvFile(), new XlsxFile()];
}
