using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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

/// <summary>One JSON object a line.</summary>
public sealed class NdjsonExport : IAchievementFormat
{
    private static readonly JsonWriterOptions Settings = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Name => "ndjson";

    public static string MediaType => "application/x-ndjson";

    public static async Task WriteAsync(PipeWriter output, IReadOnlyList<AchievementColumn> columns, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Settings);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            AchievementColumns.Write(json, columns, row);
            json.Flush();
            output.Write("\n"u8);
            json.Reset();
            if (output.UnflushedBytes > 32 * 1024) await output.FlushAsync(cancellationToken);
        }
        await output.FlushAsync(cancellationToken);
    }
}

/// <summary>RFC 4180, UTF-8, a header line; nested members are columns of their own (<c>paceIndex</c>, <c>ruleKind</c>).</summary>
public sealed class CsvExport : IAchievementFormat
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    public static string Name => "csv";

    public static string MediaType => "text/csv";

    public static async Task WriteAsync(PipeWriter output, IReadOnlyList<AchievementColumn> columns, IAsyncEnumerable<AchievementRow> rows, CancellationToken cancellationToken)
    {
        var flat = columns.SelectMany(column => column.Flat).ToArray();
        var line = new StringBuilder();
        void Cell(int i, string? text)
        {
            if (i > 0) line.Append(',');
            if (text is null) return;
            // A spreadsheet would run a text cell that begins so; a minus before a digit is a number.
            var escaped = text.Length > 0 && (text[0] is '=' or '+' or '@' or '\t' || (text[0] == '-' && (text.Length == 1 || !char.IsAsciiDigit(text[1])))) ? "'" + text : text;
            if (escaped.AsSpan().ContainsAny(Quoted)) line.Append('"').Append(escaped.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else line.Append(escaped);
        }
        void End()
        {
            line.Append("\r\n");
            foreach (var part in line.GetChunks()) Encoding.UTF8.GetBytes(part.Span, output);
            line.Clear();
        }
        for (var i = 0; i < flat.Length; i++) Cell(i, flat[i].Header);
        End();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            for (var i = 0; i < flat.Length; i++) Cell(i, flat[i].Text(row));
            End();
            if (output.UnflushedBytes > 32 * 1024) await output.FlushAsync(cancellationToken);
        }
        await output.FlushAsync(cancellationToken);
    }
}
