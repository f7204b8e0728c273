using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Files;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Imports;

/// <summary>One attempt at one import: looks at the whole file, checks every row, and only then writes all of them in one transaction.</summary>
/// <remarks>The file is read three times rather than kept in memory or in a table: memory stays bounded, and a file with errors writes nothing.</remarks>
public sealed class ImportWork(
    ImportJob job, Recordings recordings, ReferenceDataCache cache, ActualEffects effects, Standings standings, ImportJobs jobs, TimeProvider clock)
{
    private const int RowsAtOnce = 5_000;
    private const int MostEffects = 10_000;
    private const int MostAttempts = 3;

    // Fewer than the time after which an instant counts as history.
    private static readonly TimeSpan LongestWrite = History.LongestWrite - TimeSpan.FromMinutes(5);

    private readonly ImportFindings _findings = new(job);
    private readonly int[] _counts = new int[3];
    private int _total, _blank;

    // Of a dry run what is shown; where a second person approves, all that changes: the figures of a file are one submission.
    private AllowedFigures _kept = AllowedFigures.None;

    /// <summary>How far it is.</summary>
    public ImportProgress Progress { get; private set; } = new(ImportPhase.Reading, 0, 0);

    /// <summary>Works to the end. What it stores and the end of the job become visible together; a job that was taken away stores nothing.</summary>
    public async Task RunAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            using var table = job.Kind == ImportFileKind.Csv ? TableFile.Csv(file, job.Separator?[0]) : TableFile.Xlsx(file, job.Sheet);
            for (var attempt = 1; !await TryAsync(table, cancellationToken); attempt++)
            {
                if (attempt < MostAttempts) continue;
                _findings.Add(ErrorCodes.Conflict);
                break;
            }
        }
        catch (FileException exception)
        {
            _findings.Add(exception);
        }
        if (_findings.Count > 0) await jobs.FailAsync(job, new ImportCounts(_total, 0, 0, 0, _blank), _findings.Kept, _findings.Count, cancellationToken);
    }

    // False when what the figures refer to has changed in between: then all is read anew.
    private async Task<bool> TryAsync(TableFile table, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        List<(int Line, int? Column, Error Error)> wrong = [];
        var columns = ImportColumns.Find(table.Rows(), job.OrgUnit is not null, job.Period is not null, wrong);
        foreach (var (line, column, error) in wrong) _findings.Add(line, column, null, error);
        if (columns is null) return true;
        NumberLocale? declared = job.Locale is { } locale ? Calculation.WireNames<NumberLocale>.Parse(locale) : null;
        var author = new Author(job.SubmittedBy, job.CallerId.StartsWith("program:", StringComparison.Ordinal) ? null : job.CallerId, job.RequestId);
        if (await GrantAsync(cancellationToken) is not { } grant) return true;
        var caller = new Caller(job.SubmittedBy, grant) { Author = author };
        var file = new Attempt(table, columns, new ImportRows(job, columns, new LocaleEvidence(declared), reference), reference, caller);
        Look(file, cancellationToken);
        var units = Check(file, cancellationToken);
        if (_findings.Count > 0 || await GrantAsync(cancellationToken) is null) return true;
        return await WriteAsync(file, units, cancellationToken);
    }

    // Asked at every stage: who sent the file may have lost the right to it since.
    private async Task<Grant?> GrantAsync(CancellationToken cancellationToken)
    {
        var grant = await standings.ReportingAsync(job.CallerId, job.CallerUntil, Grant.OfClaim(job.Scope), cancellationToken);
        if (grant is null) _findings.Add(ErrorCodes.SenderEnded);
        return grant;
    }

    private void Look(Attempt file, CancellationToken cancellationToken)
    {
        (_total, _blank) = (0, 0);
        foreach (var row in file.Below(cancellationToken))
        {
            _total++;
            if (file.Rows.IsBlank(row)) _blank++;
            file.Rows.Note(row);
            if (_total % 1000 == 0) Progress = new(ImportPhase.Reading, 0, _total);
        }
    }

    // The units of the file; what is wrong goes to the findings.
    private HashSet<Guid> Check(Attempt file, CancellationToken cancellationToken)
    {
        HashSet<Guid> units = [];
        HashSet<int> nameless = [];
        var places = new Places();
        var done = 0;
        var errors = new Errors();
        foreach (var row in file.Below(cancellationToken))
        {
            if (++done % 1000 == 0) Progress = new(ImportPhase.Checking, _total, done);
            for (var i = 0; i < row.Cells.Count; i++)
            {
                if (!row.Cells[i].IsBlank && !file.Columns.IsNamed(i) && nameless.Add(i))
                    _findings.Add(row.Line, i, null, new Error("", ErrorCodes.UnknownColumn, CellAddress.Column(i)));
            }
            if (file.Rows.IsBlank(row)) continue;
            if (file.Rows.Read(row, (column, code, arguments) => _findings.Add(row.Line, file.Columns, column, code, arguments)) is not { } reported) continue;
            file.Caller.Grant.Check(reported.Unit, "orgUnit", errors, file.Reference.PathIn(reported.Unit, reported.Period));
            var wanted = reported.Check(errors, Member);
            if (errors.Any)
            {
                foreach (var error in errors.All) Find(file, row, error);
                errors = new Errors();
                continue;
            }
            units.Add(wanted.Unit);
            if (places.Add(wanted, row.Line) is { } first)
                Find(file, row, new Error("orgUnit", ErrorCodes.RepeatedKey, new Noun($"line {first}", $"dòng {first}")));
        }
        return units;
    }

    private async Task<bool> WriteAsync(Attempt file, HashSet<Guid> units, CancellationToken cancellationToken)
    {
        ImportCounts counts;
        IReadOnlyList<FigureChange> changes;
        await using (var recording = await recordings.BeginAsync(file.Reference, file.Caller.Author, cancellationToken))
        {
            await recording.LockAsync(units, cancellationToken);
            if (!await WritePartsAsync(recording, file, units, cancellationToken)) return false;
            if (_findings.Count > 0) return true;
            counts = new ImportCounts(_total, Count(ActualChange.Created), Count(ActualChange.Updated), Count(ActualChange.Unchanged), _blank);
            if (!job.DryRun)
            {
                // Not this worker's any more, or its sender's key has ended at the last moment; the latter is said.
                if (!await recording.CompleteAsync(job, counts, _kept, cancellationToken)) await GrantAsync(cancellationToken);
                return true;
            }
            changes = _kept.All.Count == 0 ? [] : await effects.OfAsync(recording, _kept, cancellationToken);
        }
        await using var ending = await recordings.BeginAsync(file.Reference, file.Caller.Author, cancellationToken);
        List<string> kept = [.. changes.Select(change => JsonSerializer.Serialize(change, WireJson.Options))];
        if (!await ending.CompleteTrialAsync(job, counts, kept, cancellationToken)) await GrantAsync(cancellationToken);
        return true;
    }

    // False when what the figures refer to has changed in between.
    private async Task<bool> WritePartsAsync(Recording recording, Attempt file, HashSet<Guid> units, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        var isReviewed = units.Any(unit => file.Reference.IsReviewed(file.Reference.Unit(unit)));
        var done = 0;
        Array.Clear(_counts);
        _kept = AllowedFigures.None;
        Progress = new(ImportPhase.Writing, _total, 0);
        foreach (var slice in file.Below(cancellationToken).Chunk(RowsAtOnce))
        {
            if (clock.GetElapsedTime(since) > LongestWrite)
            {
                _findings.Add(ErrorCodes.Timeout);
                return true;
            }
            if (await AllowAsync(recording, file, slice, cancellationToken) is not { } allowed) return false;
            foreach (var figure in allowed.All) _counts[(int)figure.Compared.Change]++;
            if (job.DryRun) _kept = _kept.And(allowed.Changes(MostEffects - _kept.All.Count));
            else if (isReviewed) _kept = _kept.And(allowed.Changes());
            else if (_findings.Count == 0) await recording.WritePartAsync(allowed, cancellationToken);
            if (!job.DryRun && _kept.All.Count > Batch<ActualItem>.MostItems)
            {
                _findings.Add(ErrorCodes.TooMany, Batch<ActualItem>.MostItems);
                return true;
            }
            done += slice.Length;
            Progress = new(ImportPhase.Writing, _total, done);
        }
        return true;
    }

    // The figures of some rows that may be recorded; what stands in the way of others goes to the findings. Null when what they refer to has changed in
    // between.
    private async Task<AllowedFigures?> AllowAsync(Recording recording, Attempt file, TableRow[] slice, CancellationToken cancellationToken)
    {
        var filled = slice.Where(row => !file.Rows.IsBlank(row)).ToList();
        var errors = new Errors();
        var wanted = filled.ConvertAll(row => file.Rows.Read(row, (_, code, _) => throw Refused(code))!.Value.Check(errors, Member));
        if (errors.Any) throw Refused(errors.All[0].Code);
        if ((await recording.CompareAsync(wanted, cancellationToken)).IsRefused(out _, out var compared)) return null;
        if (!(await recording.AllowAsync(compared, cancellationToken)).IsRefused(out var refusal, out var allowed)) return allowed;
        if (refusal is not Refusal.Obstructed obstructed) return null;
        foreach (var obstacle in obstructed.Obstacles) Find(file, filled[obstacle.Place], obstacle.ToError());
        return obstructed.Others;
    }

    private static InvalidOperationException Refused(ErrorCode code) => new($"A checked row is refused: {code.Code}.");

    private static string Member(string member) => member;

    private int Count(ActualChange change) => _counts[(int)change];

    private void Find(Attempt file, TableRow row, Error error) =>
        _findings.Add(row.Line, file.Columns, file.Rows.ColumnOf(error.Where), error.Code, error.Arguments);

    /// <summary>One attempt: the file, read with one picture of the names and terms.</summary>
    private sealed record Attempt(TableFile Table, ImportColumns Columns, ImportRows Rows, ReferenceData Reference, Caller Caller)
    {
        /// <summary>The rows below the header.</summary>
        public IEnumerable<TableRow> Below(CancellationToken cancellationToken)
        {
            foreach (var row in Table.Rows())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (row.Line > Columns.HeaderLine && !row.IsBlank) yield return row;
            }
        }
    }

    /// <summary>The places of a file's figures, as small as a million of them have to be.</summary>
    private sealed class Places
    {
        private readonly Dictionary<Guid, int> _ids = [];
        private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
        private readonly Dictionary<(int Unit, int Indicator, int Group, int Period), int> _lines = [];

        /// <summary>The line where the same place stood before; null when it is new.</summary>
        public int? Add(WantedFigure figure, int line)
        {
            var place = (Number(_ids, figure.Unit), Number(_ids, figure.Indicator), Number(_words, figure.Group), Number(_words, figure.Place.Period));
            return _lines.TryAdd(place, line) ? null : _lines[place];
        }

        private static int Number<T>(Dictionary<T, int> known, T key) where T : notnull =>
            known.TryGetValue(key, out var number) ? number : known[key] = known.Count;
    }
}
