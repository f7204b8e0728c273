using System.Buffers;
using System.Text;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>RFC 4180, UTF-8, a header line; nested members are columns of their own (<c>paceIndex</c>, <c>ruleKind</c>).</summary>
public sealed class CsvFile() : FileFormat("csv", "text/csv", "csv")
{
    public override async Task<Problem?> WriteAsync<T>(HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows,
        CancellationToken cancellationToken)
    {
        response.ContentType = MediaType + "; charset=utf-8";
        var output = response.BodyWriter;
        if (choice.Bom) output.Write(Encoding.UTF8.Preamble);
        var flat = columns.SelectMany(column => column.Flat).ToArray();
        var line = new CsvLine(choice);
        foreach (var column in flat) line.Add(CellKind.Text, column.Header);
        line.End(output);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var column in flat) line.Add(column.Kind, column.Text(row));
            line.End(output);
            if (output.UnflushedBytes > 32 * 1024) await output.FlushAsync(cancellationToken);
        }
        await output.FlushAsync(cancellationToken);
        return null;
    }
}

/// <summary>One line of CSV at a time.</summary>
/// <param name="choice">How it is written.</param>
public sealed class CsvLine(FileChoice choice)
{
    private readonly SearchValues<char> _quoted = SearchValues.Create(['"', '\r', '\n', choice.Separator]);
    private readonly StringBuilder _line = new();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private bool _begun;

    /// <summary>Adds a cell; null is an empty one.</summary>
    public void Add(CellKind kind, string? text)
    {
        if (_begun) _line.Append(choice.Separator);
        _begun = true;
        if (text is null) return;
        var cell = kind switch
        {
            CellKind.Text => FormulaGuard.Put(text),
            CellKind.Number when choice.DecimalComma => text.Replace('.', ','),
            _ => text,
        };
        if (cell.AsSpan().ContainsAny(_quoted)) _line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else _line.Append(cell);
    }

    /// <summary>Ends the line and writes it.</summary>
    public void End(IBufferWriter<byte> output)
    {
        _line.Append("\r\n");
        foreach (var part in _line.GetChunks()) _encoder.Convert(part.Span, output, flush: false, out _, out _);
        _line.Clear();
        _begun = false;
    }
}
