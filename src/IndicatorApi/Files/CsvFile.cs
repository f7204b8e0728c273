using System.Buffers;
using System.Text;
using IndicatorApi.Calculation;
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
        if (choice is { Bom: true, IsRest: false }) output.Write(Encoding.UTF8.Preamble);
        var flat = columns.SelectMany(column => column.Flat).ToArray();
        var line = new CsvLine(choice);
        if (!choice.IsRest)
        {
            foreach (var column in flat) line.Add(CellKind.Text, column.Header);
            line.End(output);
        }
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var column in flat)
            {
                if (column.Number is { } number) line.Add(number(row));
                else line.Add(column.Kind, column.Text(row));
            }
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
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private bool _begun;

    /// <summary>Adds a cell; null is an empty one.</summary>
    public void Add(CellKind kind, string? text)
    {
        Begin();
        if (text is null) return;
        var cell = kind switch
        {
            CellKind.Text => FormulaGuard.Put(text),
            CellKind.Number when choice.DecimalComma => text.Replace('.', ','),
            _ => text,
        };
        if (cell.AsSpan().ContainsAny(_quoted)) cell = $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        _line.Advance(Encoding.UTF8.GetBytes(cell, _line.GetSpan(3 * cell.Length)));
    }

    /// <summary>Adds a number; null is an empty cell.</summary>
    public void Add(decimal? number)
    {
        // Only a comma in the number can be the separator.
        if (number is { } one && choice is { DecimalComma: true, Separator: ',' })
        {
            Add(CellKind.Number, Numbers.Invariant(one));
            return;
        }
        Begin();
        if (number is not { } value) return;
        var text = _line.GetSpan(Numbers.LongestText);
        var length = Numbers.Write(value, text);
        if (choice.DecimalComma) text[..length].Replace((byte)'.', (byte)',');
        _line.Advance(length);
    }

    /// <summary>Ends the line and writes it.</summary>
    public void End(IBufferWriter<byte> output)
    {
        _line.Write("\r\n"u8);
        output.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        _begun = false;
    }

    private void Begin()
    {
        if (_begun) _line.Write([(byte)choice.Separator]);
        _begun = true;
    }
}
