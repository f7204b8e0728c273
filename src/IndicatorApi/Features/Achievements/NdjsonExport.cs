using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IndicatorApi.Features.Achievements;

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
