using System.Buffers;
using System.Globalization;
using System.Text;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>The rows of an imported file again, with a last column that says what is wrong; mended, it can be sent again.</summary>
public sealed class MarkedCopy(ImportJob job, IReadOnlyList<ImportError> errors, ImportFileKind format, Language language) : IResult
{
    private const string Column = "Lỗi";

    // Stands in the copy for a formula whose value was not saved.
    private const string Lost = "(công thức không có giá trị)";
    private const string Doubt = " (?)";
    private static readonly CellStyle Bad = new() { Fill = "FFC7CE" };
    private static readonly CellStyle BadPercent = new() { Fill = "FFC7CE", Format = "0.########%" };
    private static readonly CellStyle AsPercent = new() { Format = "0.########%" };
    private static readonly CellStyle AsDate = new() { Fill = "FFC7CE", Format = "dd/mm/yyyy" };
    private static readonly CellStyle AsText = new() { Format = "@" };

    private readonly ILookup<int, ImportError> _byLine = errors.ToLookup(error => error.Line);

    /// <summary>The kind of copy that is asked for, by <c>format</c> or else by <c>Accept</c>; null for pages of JSON.</summary>
    public static ImportFileKind? Asked(HttpRequest request, string? format, Errors errors)
    {
        if (format is "json") return null;
        if (format is not null)
        {
            if (WireNames<ImportFileKind>.TryParse(format, out var named)) return named;
            errors.Add("format", ErrorCodes.UnknownWord, format, $"json, {string.Join(", ", WireNames<ImportFileKind>.All)}");
            return null;
        }
        foreach (var accepted in request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1))
        {
            if (accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return null;
            if (accepted.MediaType.Equals(ImportFiles.CsvType, StringComparison.OrdinalIgnoreCase)) return ImportFileKind.Csv;
            if (accepted.MediaType.Equals(ImportFiles.XlsxType, StringComparison.OrdinalIgnoreCase)) return ImportFileKind.Xlsx;
        }
        return null;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var copy = TemporaryFile.Create();
        var source = TemporaryFile.Create();
        await using (source)
        {
            await services.GetRequiredService<ImportJobs>().CopyFileAsync(job.Id, source, httpContext.RequestAborted);
            await Task.Run(() => Write(source, copy, httpContext.RequestAborted), httpContext.RequestAborted);
        }
        copy.Position = 0;
        httpContext.Response.ContentType = format == ImportFileKind.Csv ? $"{ImportFiles.CsvType}; charset=utf-8" : ImportFiles.XlsxType;
        httpContext.Response.ContentLength = copy.Length;
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"errors.{WireNames<ImportFileKind>.Of(format)}\"";
        await copy.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }

    private void Write(Stream source, Stream copy, CancellationToken cancellationToken)
    {
        if (format == ImportFileKind.Csv)
        {
            // Excel takes a file without this mark for the machine's own encoding.
            copy.Write(Encoding.UTF8.Preamble);
            var line = new CsvLine(new FileChoice(new CsvFile(), ';', Bom: true, DecimalComma: false));
            var bytes = new ArrayBufferWriter<byte>();
            var at = 0;
            foreach (var (number, cells, note) in Rows(source, cancellationToken))
            {
                // Lines count as in the file, so that what is found again is found at the same places.
                for (at = Math.Max(at + 1, 1); at < number && job.Kind == ImportFileKind.Xlsx; at++) line.End(bytes);
                foreach (var (place, cell) in cells.Index()) line.Add(Kind(cell), Shown(cell, Reason(number, place)));
                line.Add(CellKind.Text, note.ReplaceLineEndings(" "));
                line.End(bytes);
                copy.Write(bytes.WrittenSpan);
                bytes.ResetWrittenCount();
            }
            return;
        }
        using var workbook = new WorkbookWriter(copy);
        using var sheet = workbook.AddSheet(Column);
        foreach (var (line, cells, note) in Rows(source, cancellationToken))
        {
            while (line > sheet.Rows + 1) sheet.Skip();
            sheet.Row([.. cells.Select((cell, i) => Marked(cell, Reason(line, i))), Cell.Of(note, note.Length > 0 && line > 0 ? Bad : null)]);
        }
    }

    // What cannot be read cannot be copied; the first line then says why.
    private IEnumerable<(int Line, IReadOnlyList<TableCell> Cells, string Note)> Rows(Stream source, CancellationToken cancellationToken)
    {
        if (_byLine[0].Any()) yield return (0, [], Note(0));
        TableFile? table = null;
        TableFile? sheet = null;
        try
        {
            table = job.Kind == ImportFileKind.Csv ? TableFile.Csv(source, job.Separator?[0]) : TableFile.Xlsx(source, job.Sheet);
            if (job.Sheet is null) sheet = Sheets.WithTables(table, HeaderContext.None) is [var only] ? only : table;
        }
        catch (FileException)
        {
            yield break;
        }
        using (table)
        {
            sheet ??= table;
            var first = Readable(sheet).Take(ImportColumns.RowsToLookAt).ToList();
            var header = first.Find(row => ImportColumns.IsHeader(row, HeaderContext.None))?.Line
                ?? ImportColumns.Find(first, job.OrgUnit is not null, job.Period is not null, [])?.HeaderLine;
            var width = first.Select(row => row.Cells.Count).DefaultIfEmpty().Max();
            foreach (var row in Readable(sheet))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return (row.Line, [.. Enumerable.Range(0, Math.Max(width, row.Cells.Count)).Select(i => row[i])],
                    row.Line == header ? Column : Note(row.Line));
            }
        }
    }

    private static IEnumerable<TableRow> Readable(TableFile table)
    {
        using var rows = table.Rows().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext()) yield break;
            }
            catch (FileException)
            {
                yield break;
            }
            yield return rows.Current;
        }
    }

    private string Note(int line) => string.Join('\n', _byLine[line].Select(error =>
    {
        var message = language == Language.Vietnamese ? error.Vietnamese : error.English;
        return error.ColumnName is null ? message : $"{error.ColumnName}: {message}";
    }));

    // Why a cell is bad; null when it is not.
    private string? Reason(int line, int place) => _byLine[line].FirstOrDefault(error => error.ColumnNumber == place)?.Code;

    // What made a cell bad stays with it: sent back as it is, the copy is refused at the same place.
    private static Cell Marked(TableCell cell, string? reason)
    {
        var isBad = reason is not null;
        return cell.Kind switch
        {
            TableCellKind.Blank => Cell.Empty(isBad ? Bad : null),
            TableCellKind.FormulaWithoutValue => Cell.Of(Lost, Bad),
            TableCellKind.Number or TableCellKind.Percent when IsLostInCopy(cell, reason) => Cell.Of(Shown(cell, reason), Bad),
            TableCellKind.Number => Cell.Of(cell.Number, isBad ? Bad : null),
            TableCellKind.Percent => Cell.Of(cell.Number, isBad ? BadPercent : AsPercent),
            TableCellKind.Date when decimal.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var day) => Cell.Of(day, AsDate),
            _ => Cell.Of(Shown(cell, reason), isBad ? Bad : AsText),
        };
    }

    // A number of a workbook reads the Vietnamese way beside the semicolons, as Excel there writes CSV itself.
    private static string Shown(TableCell cell, string? reason)
    {
        var shown = cell.Kind switch
        {
            TableCellKind.Number => Vietnamese(cell.Number),
            TableCellKind.Percent => Vietnamese(cell.Number * 100) + "%",
            TableCellKind.Date when double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var day) && day is > 0 and < 2_958_466 =>
                DateTime.FromOADate(day).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
            TableCellKind.FormulaWithoutValue => Lost,
            _ => cell.Text,
        };
        if (cell.Format is { Words.Length: > 0, Divisor: 1 } format) return $"{shown} {format.Words}";
        return IsLostInCopy(cell, reason) ? shown + Doubt : shown;
    }

    // Merged ranges, formats and the way the other numbers are written do not go with a copied cell: a sign that no number has stands for them.
    private static bool IsLostInCopy(TableCell cell, string? reason) => reason is not null && (cell.Format is { SaysMore: true }
        || reason == ErrorCodes.MergedFigure.Code || reason == ErrorCodes.AmbiguousNumber.Code || reason == ErrorCodes.FractionBesidePercent.Code
        || reason == ErrorCodes.SplitNumber.Code);

    // 36,602 could be thousands; 36,6020 cannot.
    private static string Vietnamese(decimal number)
    {
        var written = Numbers.Invariant(number).Replace('.', ',');
        return written.Length > 4 && written[^4] == ',' ? written + "0" : written;
    }

    // A number with a sign stays one; all other text is kept from being run by a spreadsheet.
    private static CellKind Kind(TableCell cell) =>
        cell.Kind is TableCellKind.Number or TableCellKind.Percent || WrittenNumber.Read(cell.Text) is { Measure: "" } ? CellKind.Number : CellKind.Text;
}
