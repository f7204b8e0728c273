using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Files;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Imports;

/// <summary>One attempt at one import: looks at the whole file, checks every row, and only then writes all of them in one transaction.</summary>
/// <remarks>The file is read three times rather than kept in memory or in a table: memory stays bounded, and a file with errors writes nothing.</remarks>
public sealed class ImportWork(ImportJob job, Database database, ReferenceDataCache cache, ActualEffects effects, ImportJobs jobs, TimeProvider clock)
{
    private const int RowsAtOnce = 5_000;
    private const int MostEffects = 10_000;
    private const int MostAttempts = 3;

    // Fewer than the time after which an instant counts as history.
    private static readonly TimeSpan LongestWrite = History.LongestWrite - TimeSpan.FromMinutes(5);

    private int _total, _blank;

    /// <summary>How far it is.</summary>
    public ImportProgress Progress { get; private set; } = new(ImportPhase.Reading, 0, 0);

    /// <summary>Works to the end. What it stores and the end of the job become visible together; a job that was taken away stores nothing.</summary>
    public async Task RunAsync(Stream file, CancellationToken cancellationToken)
    {
        var findings = new ImportFindings(job);
        try
        {
            using var table = job.Kind == ImportFileKind.Csv ? TableFile.Csv(file, job.Separator?[0]) : TableFile.Xlsx(file, job.Sheet);
            for (var attempt = 1; !await TryAsync(table, findings, cancellationToken); attempt++)
            {
                if (attempt < MostAttempts) continue;
                findings.Add(0, null, null, new Error("", ErrorCodes.Conflict));
                break;
            }
        }
        catch (FileException exception)
        {
            findings.Add(exception);
        }
        if (findings.Count > 0) await jobs.FailAsync(job, new ImportCounts(_total, 0, 0, 0, _blank), findings.Kept, findings.Count, cancellationToken);
    }

    // False when what the figures refer to has changed in between: then all is read anew.
    private async Task<bool> TryAsync(TableFile table, ImportFindings findings, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        List<(int Line, int? Column, Error Error)> wrong = [];
        var columns = ImportColumns.Find(table.Rows(), job.OrgUnit is not null, job.Period is not null, wrong);
        foreach (var (line, column, error) in wrong) findings.Add(line, column, null, error);
        if (columns is null) return true;
        NumberLocale? declared = job.Locale is { } locale ? Calculation.WireNames<NumberLocale>.Parse(locale) : null;
        var rows = new ImportRows(job, columns, new LocaleEvidence(declared), reference);
        Look(table, columns, rows, cancellationToken);
        var author = new Author(job.SubmittedBy, job.CallerId.StartsWith("program:", StringComparison.Ordinal) ? null : job.CallerId, job.RequestId);
        var caller = new Caller(job.SubmittedBy, Scope.Of(job.Scope)) { Author = author };
        var units = Check(table, columns, rows, reference, caller, findings, cancellationToken);
        return findings.Count > 0 || await WriteAsync(table, columns, rows, units, reference, caller, findings, cancellationToken);
    }

    private void Look(TableFile table, ImportColumns columns, ImportRows rows, CancellationToken cancellationToken)
    {
        (_total, _blank) = (0, 0);
        foreach (var row in Below(table, columns, cancellationToken))
        {
            _total++;
            if (rows.IsBlank(row)) _blank++;
            rows.Note(row);
            if (_total % 1000 == 0) Progress = new(ImportPhase.Reading, 0, _total);
        }
    }

    // The units of the file; what is wrong goes to the findings.
    private HashSet<Guid> Check(TableFile table, ImportColumns columns, ImportRows rows, ReferenceData reference, Caller caller, ImportFindings findings, CancellationToken cancellationToken)
    {
        HashSet<Guid> units = [];
        HashSet<int> nameless = [];
        var places = new Places();
        var done = 0;
        foreach (var row in Below(table, columns, cancellationToken))
        {
            if (++done % 1000 == 0) Progress = new(ImportPhase.Checking, _total, done);
            for (var i = 0; i < row.Cells.Count; i++)
            {
                if (!row.Cells[i].IsBlank && !columns.IsNamed(i) && nameless.Add(i)) findings.Add(row.Line, i, null, new Error("", ErrorCodes.UnknownColumn, CellAddress.Column(i)));
            }
            if (rows.IsBlank(row)) continue;
            if (rows.Read(row, (column, code, arguments) => findings.Add(row.Line, columns, column, code, arguments)) is not { } item) continue;
            var errors = new Errors();
            var writes = StoreActuals.Read([item], (_, member) => member, reference, caller, errors);
            foreach (var error in errors.All) findings.Add(row.Line, columns, rows.ColumnOf(error.Where), error.Code, error.Arguments);
            if (errors.Any) continue;
            var figure = writes[0].Figure;
            units.Add(figure.OrganisationUnitId);
            if (places.Add(item, row.Line) is { } first) findings.Add(row.Line, columns, rows.ColumnOf("orgUnit"), ErrorCodes.RepeatedKey, new Noun($"line {first}", $"dòng {first}"));
        }
        return units;
    }

    private async Task<bool> WriteAsync(
        TableFile table, ImportColumns columns, ImportRows rows, HashSet<Guid> units, ReferenceData reference, Caller caller, ImportFindings findings, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        // All units at once and in one order, so that two files that share units follow one another and never wait for each other.
        await VersionCounters.RaiseUnitsAsync(connection, units, cancellationToken);
        var writer = new ActualWriter(connection, transaction, clock);
        var counts = new int[3];
        var done = 0;
        // Where a second person approves, the figures of a file are one submission, and so all of them are kept until the end.
        var isReviewed = units.Any(unit => reference.IsReviewed(reference.Unit(unit)));
        List<ActualWrite> shown = [], waiting = [];
        Progress = new(ImportPhase.Writing, _total, 0);
        foreach (var slice in Below(table, columns, cancellationToken).Chunk(RowsAtOnce))
        {
            if (clock.GetElapsedTime(since) > LongestWrite)
            {
                findings.Add(0, null, null, new Error("", ErrorCodes.Timeout));
                return true;
            }
            var filled = slice.Where(row => !rows.IsBlank(row)).ToList();
            var items = filled.Select(row => rows.Read(row, (_, code, _) => throw new InvalidOperationException($"A checked row is refused: {code.Code}."))!).ToList();
            var errors = new Errors();
            var writes = StoreActuals.Read(items, (_, member) => member, reference, caller, errors);
            if (errors.Any || (writes.Count > 0 && !await writer.CompareAsync(writes, cancellationToken))) return false;
            if (await StoreActuals.HoldingAsync(writes, reference, connection, transaction, cancellationToken) is not { } closures) return false;
            foreach (var closure in closures)
                findings.Add(filled[closure.Write].Line, columns, rows.ColumnOf("period"), ErrorCodes.PeriodClosed, closure.Period, reference.Unit(closure.Unit).Code, closure.Id);
            foreach (var write in writes) counts[(int)write.Change]++;
            var changed = writes.Where(write => write.Change != ActualChange.Unchanged);
            if (job.DryRun) shown.AddRange(changed.Take(MostEffects - shown.Count));
            else if (isReviewed) waiting.AddRange(changed);
            else if (findings.Count == 0) await writer.SaveAsync(writes, caller.Author, cancellationToken);
            if (waiting.Count > OneOrMany<ActualItem>.MostItems)
            {
                findings.Add(0, null, null, new Error("", ErrorCodes.TooMany, OneOrMany<ActualItem>.MostItems));
                return true;
            }
            done += slice.Length;
            Progress = new(ImportPhase.Writing, _total, done);
        }
        if (findings.Count > 0) return true;
        var counted = new ImportCounts(_total, counts[(int)ActualChange.Created], counts[(int)ActualChange.Updated], counts[(int)ActualChange.Unchanged], _blank);
        if (!job.DryRun)
        {
            var submission = waiting.Count == 0 ? null : await StoreActuals.StoreAsync(waiting, reference, caller, connection, transaction, clock, cancellationToken);
            if (await jobs.SucceedAsync(job, counted, submission, connection, cancellationToken)) await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
            return true;
        }
        var changes = shown.Count == 0 ? [] : await effects.OfAsync(connection, writer, shown, reference, caller.Author, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        await KeepAsync(counted, changes, connection, cancellationToken);
        return true;
    }

    private async Task KeepAsync(ImportCounts counts, IReadOnlyList<FigureChange> changes, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await AnsweredBegins.BeginAsync(connection, cancellationToken);
        if (!await jobs.SucceedAsync(job, counts, null, connection, cancellationToken)) return;
        await ImportJobs.KeepChangesAsync(job, [.. changes.Select(change => JsonSerializer.Serialize(change, WireJson.Options))], connection, cancellationToken);
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
    }

    private static IEnumerable<TableRow> Below(TableFile table, ImportColumns columns, CancellationToken cancellationToken)
    {
        foreach (var row in table.Rows())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Line > columns.HeaderLine && !row.IsBlank) yield return row;
        }
    }

    /// <summary>The places of a file's figures, as small as a million of them have to be.</summary>
    private sealed class Places
    {
        private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
        private readonly Dictionary<(int Unit, int Indicator, int Group, int Period), int> _lines = [];

        /// <summary>The line where the same place stood before; null when it is new.</summary>
        public int? Add(ActualItem item, int line)
        {
            var place = (Word(item.OrgUnit), Word(item.Indicator), Word(item.Group ?? ""), Word(item.Period.ToString()));
            return _lines.TryAdd(place, line) ? null : _lines[place];
        }

        private int Word(string text) => _words.TryGetValue(text, out var number) ? number : _words[text] = _words.Count;
    }
}
