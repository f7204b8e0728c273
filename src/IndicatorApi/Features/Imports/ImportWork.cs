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
    ImportJob job, Recordings recordings, ReferenceDataCache cache, ActualEffects effects, FutureQuality quality, Standings standings, ImportJobs jobs,
    TimeProvider clock)
{
    private const int RowsAtOnce = 5_000;
    private const int MostEffects = 10_000;
    private const int MostAttempts = 3;
    private const int MostLines = 20;

    // Fewer than the time after which an instant counts as history.
    private static readonly TimeSpan LongestWrite = History.LongestWrite - TimeSpan.FromMinutes(5);

    private readonly ImportFindings _findings = new(job);
    private readonly List<Calculation.Phrase> _notices = [];
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
    private async Task<bool> TryAsync(TableFile file, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        _notices.Clear();
        job.Notices = null;
        var context = ImportRows.Context(reference, await ColumnsAsync(reference, cancellationToken));
        if (Choose(file, context) is not { } table) return true;
        List<(int Line, int? Column, Error Error)> wrong = [];
        var columns = ImportColumns.Find(table.Rows(), job.OrgUnit is not null, job.Period is not null, wrong, context, table.Name);
        if (wrong.Exists(error => error.Error.Code == ErrorCodes.HeaderMissing) && HasOldFont(table)) return true;
        foreach (var (line, column, error) in wrong) _findings.Add(line, column, null, error);
        if (columns is null) return true;
        NumberLocale? declared = job.Locale is { } locale ? Calculation.WireNames<NumberLocale>.Parse(locale) : null;
        var author = new Author(job.SubmittedBy, Author.IsProgram(job.CallerId) ? null : job.CallerId, job.RequestId);
        if (await GrantAsync(cancellationToken) is not { } grant) return true;
        var caller = new Caller(job.SubmittedBy, grant) { Author = author };
        var rows = new ImportRows(job, columns, new LocaleEvidence(declared), reference);
        var attempt = new Attempt(table, columns, rows, new TableShape(table, columns, rows, context), reference, caller);
        Look(attempt, cancellationToken);
        var units = Check(attempt, cancellationToken);
        KeepNotices();
        if (_findings.Count > 0 || await GrantAsync(cancellationToken) is null) return true;
        return await WriteAsync(attempt, units, cancellationToken);
    }

    // Asked at every stage: who sent the file may have lost the right to it since.
    private async Task<Grant?> GrantAsync(CancellationToken cancellationToken)
    {
        var grant = await standings.ReportingAsync(job.CallerId, job.CallerUntil, Grant.OfClaim(job.Scope), cancellationToken);
        if (grant is null) _findings.Add(ErrorCodes.SenderEnded);
        return grant;
    }

    // What was said of headers with this file, else with earlier ones of the unit.
    private async Task<IReadOnlyDictionary<string, ImportColumn?>> ColumnsAsync(ReferenceData reference, CancellationToken cancellationToken)
    {
        Dictionary<string, ImportColumn?> said = new(StringComparer.Ordinal);
        var unit = job.OrgUnit is { } code ? reference.Unit(code) : null;
        var kept = unit is null ? new Dictionary<string, string?>() : await jobs.HeadersAsync(unit.Id, cancellationToken);
        var given = job.Columns is { } columns ? JsonSerializer.Deserialize<Dictionary<string, string?>>(columns)! : [];
        foreach (var (header, meaning) in kept.Concat(given))
            said[header] = meaning is not null && HeaderWords.TryColumn(meaning, out var column) ? column : null;
        return said;
    }

    private void KeepNotices() => job.Notices = _notices.Count == 0 ? null : JsonSerializer.Serialize(_notices, WireJson.Kept);

    // The sheet that holds the table: the one asked for, or the only one with a header. The others are named.
    private TableFile? Choose(TableFile file, HeaderContext context)
    {
        List<TableFile> others = [.. file.Others];
        if (job.Sheet is not null || others.Count == 0) return file;
        var withTables = Sheets.WithTables(file, context);
        if (withTables.Count > 1)
        {
            var names = string.Join(", ", withTables.Select(sheet => $"'{sheet.Name}'"));
            _findings.Add(ErrorCodes.SecondTable, $"The sheets {names} all hold a table: say which with sheet=.",
                $"Các trang {names} đều có bảng: hãy chọn trang bằng tham số sheet.");
            return null;
        }
        var chosen = withTables.Count == 0 ? file : withTables[0];
        var left = string.Join(", ", others.Prepend(file).Where(sheet => sheet.Name != chosen.Name).Select(sheet => $"'{sheet.Name}'"));
        _notices.Add(new($"Đọc trang '{chosen.Name}'; không đọc trang {left}.", $"The sheet '{chosen.Name}' is read; not read: {left}."));
        return chosen;
    }

    // A file of an old font has no header that anybody finds.
    private bool HasOldFont(TableFile table)
    {
        foreach (var row in table.Rows().Take(ImportColumns.RowsToLookAt))
        {
            foreach (var (place, cell) in row.Cells.Index())
            {
                if (cell.Kind != TableCellKind.Text
                    || OldFont.Of(cell.Text, text => HeaderWords.Of(text, HeaderContext.None).IsKnown) is not { } font) continue;
                _findings.Add(row.Line, place, null, new Error("", ErrorCodes.OldFont, cell.Text, font));
                return true;
            }
        }
        return false;
    }

    private void Look(Attempt file, CancellationToken cancellationToken)
    {
        (_total, _blank) = (0, 0);
        List<int> unsaid = [];
        file.Shape.CheckAbove(_findings);
        foreach (var row in file.Below(cancellationToken))
        {
            if (!file.Shape.Look(row, _findings)) continue;
            _total++;
            if (file.Rows.IsBlank(row)) _blank++;
            if (file.Rows.IsOnlyText(row)) unsaid.Add(row.Line);
            file.Rows.Note(row);
            if (_total % 1000 == 0) Progress = new(ImportPhase.Reading, 0, _total);
        }
        if (file.Shape.End() is var (rows, blank, notice))
        {
            (_total, _blank) = (_total - rows, _blank - blank);
            _notices.Add(notice);
        }
        unsaid.RemoveAll(file.Shape.IsPassed);
        if (unsaid.Count > 0) _notices.Add(new($"Dòng {Lines(unsaid)} có ghi chú, nguồn hoặc tình trạng nhưng không có số liệu: không lưu gì.",
            $"Rows {Lines(unsaid)} have a note, a source or a status and no figure: nothing of them is stored."));
        if (file.Columns.TakenForMeasure is { } measure) _notices.Add(new(
            $"Cột '{measure}' được hiểu là Đơn vị tính theo nội dung các ô; nên đặt tên là 'Đơn vị tính'.",
            $"The column '{measure}' is taken for the unit of measure (Đơn vị tính), as its cells show; call it 'Đơn vị tính'."));
        if (file.Columns.PassedOver.Count > 0) _notices.Add(new($"Các cột được bỏ qua theo tên: {string.Join("; ", file.Columns.PassedOver)}.",
            $"Columns passed over by name: {string.Join("; ", file.Columns.PassedOver)}."));
    }

    private static string Lines(List<int> lines) => string.Join(", ", lines.Take(MostLines)) + (lines.Count > MostLines ? ", …" : "");

    // The units of the file; what is wrong goes to the findings.
    private HashSet<Guid> Check(Attempt file, CancellationToken cancellationToken)
    {
        HashSet<Guid> units = [];
        HashSet<int> nameless = [];
        HashSet<(int Line, int Place)> above = [];
        var places = new Places();
        var done = 0;
        var errors = new Errors();
        foreach (var row in file.Below(cancellationToken))
        {
            if (++done % 1000 == 0) Progress = new(ImportPhase.Checking, _total, done);
            if (file.Shape.Split(row) is var (column, whole, decimals))
            {
                _findings.Add(row.Line, file.Columns, column, ErrorCodes.SplitNumber, whole, decimals);
                continue;
            }
            for (var i = 0; i < row.Cells.Count; i++)
            {
                if (!row.Cells[i].IsBlank && !file.Columns.IsNamed(i) && nameless.Add(i))
                    _findings.Add(row.Line, i, null, new Error("", ErrorCodes.UnknownColumn, CellAddress.Column(i)));
            }
            if (file.Rows.IsBlank(row)) continue;
            foreach (var (line, place, header, error) in file.Rows.StatedAbove(row))
            {
                if (above.Add((line, place))) _findings.Add(line, place, header, error);
            }
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
            _notices.AddRange((await quality.OfAsync(file.Reference, _kept, cancellationToken)).Select(row => row.InWords));
            KeepNotices();
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
    private sealed record Attempt(
        TableFile Table, ImportColumns Columns, ImportRows Rows, TableShape Shape, ReferenceData Reference, Caller Caller)
    {
        /// <summary>The rows below the header.</summary>
        public IEnumerable<TableRow> Below(CancellationToken cancellationToken)
        {
            foreach (var row in Table.Rows())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (row.Line > Columns.HeaderLine && !row.IsBlank && !Shape.IsPassed(row.Line)) yield return row;
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
