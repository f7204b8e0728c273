using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>One sheet with a header row; numbers are numbers, days are days, codes are text.</summary>
public sealed class XlsxFile() : FileFormat("xlsx", WorkbookWriter.MediaType, "xlsx")
{
    // Rows that are looked at before the columns get their widths.
    private const int Sampled = 100;

    public override async Task<Problem?> WriteAsync<T>(HttpResponse response, FileChoice choice, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows,
        CancellationToken cancellationToken)
    {
        await using var file = TemporaryFile.Create();
        if (!await WriteAsync(file, columns, rows, WorkbookWriter.MostRows, cancellationToken)) return new Problem(
            ErrorCodes.TooManyRows, WorkbookWriter.MostRows - 1);
        response.ContentType = MediaType;
        await file.SendAsync(response, cancellationToken);
        return null;
    }

    /// <summary>Writes the sheet; false when there are more rows than it may have.</summary>
    internal static async Task<bool> WriteAsync<T>(Stream output, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, int mostRows,
        CancellationToken cancellationToken)
    {
        var flat = columns.SelectMany(column => column.Flat).ToArray();
        var first = new List<Cell[]>(Sampled);
        using var book = new WorkbookWriter(output);
        SheetWriter? sheet = null;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                var cells = Array.ConvertAll(flat, column => new Cell(column.Kind, column.Text(row)));
                if (sheet is null && first.Count < Sampled)
                {
                    first.Add(cells);
                    continue;
                }
                sheet ??= Begin(book, flat, first);
                if (sheet.Rows >= mostRows) return false;
                sheet.Row(cells);
            }
            sheet ??= Begin(book, flat, first);
            return sheet.Rows <= mostRows;
        }
        finally
        {
            sheet?.Dispose();
        }
    }

    private static SheetWriter Begin<T>(WorkbookWriter book, FlatColumn<T>[] flat, List<Cell[]> first)
    {
        double Width(int i) => Math.Clamp(first.Select(cells => cells[i].Text?.Length ?? 0).Append(flat[i].Header.Length).Max() + 3, 8, 60);
        var sheet = book.AddSheet("data", new SheetLayout
        {
            Widths = [.. flat.Select((_, i) => Width(i))],
            FrozenRows = 1,
            FilterRow = 1,
            Landscape = true,
            RepeatedRows = (1, 1)
        });
        sheet.Row(Array.ConvertAll(flat, column => Cell.Of(column.Header, CellStyle.Header)));
        foreach (var cells in first) sheet.Row(cells);
        return sheet;
    }
}
