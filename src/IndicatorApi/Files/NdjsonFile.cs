using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>One JSON object a line.</summary>
public sealed class NdjsonFile() : FileFormat("ndjson", "application/x-ndjson", "ndjson")
{
    public override async Task<Problem?> WriteAsync<T>(HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows,
        CancellationToken cancellationToken)
    {
        response.ContentType = MediaType + "; charset=utf-8";
        using var json = new RowJson(response.BodyWriter);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Columns<T>.Write(json, columns, row);
            json.EndLine();
            await json.SendAsync(cancellationToken);
        }
        json.End();
        await response.BodyWriter.FlushAsync(cancellationToken);
        return null;
    }
}
