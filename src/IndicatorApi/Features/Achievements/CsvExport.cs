using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace IndicatorApi.Features.Achievements;

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
            // A spreadsheet would run a text cell that begins so; a minus may begin a number, but -1+1 is none.
            var escaped = text.Length > 0 && (text[0] is '=' or '+' or '@' or '\t' || (text[0] == '-' && !IsNumber(text))) ? "'" + text : text;
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

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
