using System.IO.Pipelines;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A format that streams the whole result of a list.</summary>
public interface IAchievementFormat
{
    /// <summary>The value of <c>format</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The media type, also understood in <c>Accept</c>.</summary>
    static abstract string MediaType { get; }

    /// <summary>Writes the rows as they come.</summary>
    static abstract Task WriteAsync(PipeWriter output, IReadOnlyList<AchievementColumn> columns, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken);
}

/// <summary>One format of the list below.</summary>
/// <param name="Name">The value of <c>format</c>.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="WriteAsync">Writes the rows as they come; null for JSON pages, which are no stream.</param>
public sealed record AchievementFormat(
    string Name, string MediaType, Func<PipeWriter, IReadOnlyList<AchievementColumn>, IAsyncEnumerable<AchievementRow>, CancellationToken, Task>? WriteAsync);

/// <summary>The formats that rows leave in. A new one is a file with an <see cref="IAchievementFormat"/> and one line here.</summary>
public static class Formats
{
    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<AchievementFormat> All { get; } =
    [
        new("json", "application/json", null),
        Stream<NdjsonExport>(),
        Stream<CsvExport>(),
    ];

    /// <summary>The format asked for by <c>format</c>, else by <c>Accept</c>, else JSON.</summary>
    public static AchievementFormat Pick(HttpRequest request, string? format, Errors errors)
    {
        if (format is not null)
        {
            if (All.FirstOrDefault(known => known.Name == format) is { } named) return named;
            errors.Add("format", ErrorCodes.UnknownWord, format, string.Join(", ", All.Select(known => known.Name)));
            return All[0];
        }
        return request.GetTypedHeaders().Accept
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => All.FirstOrDefault(known => accepted.MediaType.Equals(known.MediaType, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(known => known is not null) ?? All[0];
    }

    private static AchievementFormat Stream<T>() where T : IAchievementFormat => new(T.Name, T.MediaType, T.WriteAsync);
}
