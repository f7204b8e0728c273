using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>One JSON object a line.</summary>
public sealed class NdjsonFile() : FileFormat("ndjson", "application/x-ndjson", "ndjson")
{
    private static readonly JsonWriterOptions Settings = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override async Task<Problem?> WriteAsync<T>(HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows,
        CancellationToken cancellationToken)
    {
        response.ContentType = MediaType + "; charset=utf-8";
        var output = response.BodyWriter;
        await using var json = new Utf8JsonWriter(output, Settings);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Columns<T>.Write(json, columns, row);
            json.Flush();
            output.Write("\n"u8);
            json.Reset();
            if (output.UnflushedBytes > 32 * 1024) await output.FlushAsync(cancellationToken);
        }
        await output.FlushAsync(cancellationToken);
        return null;
    }
}
