using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Finds what was removed or altered behind the application's back: in the audit log, in history, and in the current rows.</summary>
/// <remarks>
/// Everything is read in order, in one snapshot; nothing but the ends of the chains and the names of units and indicators is held.
/// Two connections share the snapshot: entries and history are walked side by side.
/// </remarks>
public sealed class AuditVerifier(Database database, IDbContextFactory<IndicatorDbContext> contexts)
{
    private const string Chain = "chain";
    private const string Coverage = "coverage";

    // Whoever writes all the time may be met at a bad moment more than once.
    private const int MostLooks = 5;

    /// <summary>Checks everything.</summary>
    /// <param name="kept">Ends of chains that were kept earlier and must still be on them.</param>
    /// <param name="progress">Is told what is being read.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<AuditReport> RunAsync(IReadOnlyList<AuditHead> kept, Action<string>? progress, CancellationToken cancellationToken)
    {
        var report = await LookAsync(kept, progress, cancellationToken);
        // The nodes of a cluster share no snapshot: what is being written is seen on one and not on another. What does not hold is found each time.
        for (var looks = 1; report.Found > 0 && looks < MostLooks && await IsClusterAsync(cancellationToken); looks++)
        {
            progress?.Invoke("everything once more, since what was found may just have been written");
            var again = await LookAsync(kept, progress, cancellationToken);
            again.KeepWhatWasFoundIn(report);
            report = again;
        }
        return report;
    }

    private async Task<bool> IsClusterAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand($"SELECT {Distribution.IsCluster}");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<AuditReport> LookAsync(IReadOnlyList<AuditHead> kept, Action<string>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(0);
        await using var beside = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using (var export = new NpgsqlCommand("SELECT pg_export_snapshot()", (NpgsqlConnection)context.Database.GetDbConnection()))
        {
            var snapshot = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
            // A statement without parameters by its grammar; the text comes from the database.
            await using var share = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{snapshot}'", connection);
            await share.ExecuteNonQueryAsync(cancellationToken);
        }
        var reference = new ReferenceData(0,
            await context.OrganisationUnits.AsNoTracking().ToListAsync(cancellationToken),
            await context.UnitMemberships.AsNoTracking().ToListAsync(cancellationToken),
            await context.Indicators.AsNoTracking().ToListAsync(cancellationToken),
            await context.Resolutions.AsNoTracking().ToListAsync(cancellationToken));
        var names = new Names(reference);
        var report = new AuditReport();

        await StepAsync("the chains", () => CheckChainsAsync(context, kept, names, report, cancellationToken));
        await StepAsync("actuals and their revisions", () => CoverAsync(connection, new History<ActualRevision>(
            context.ActualRevisions.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id), ActualStatements.AuditKind,
            row => (row.OrganisationUnitId, row.Id, 0),
            row => (row.RecordedAt, $"revision {row.RowVersion} of {names.Actual(row.OrganisationUnitId, row.IndicatorId, row.Period, row.GroupCode)}")),
            names, report, cancellationToken));
        await StepAsync("targets and their versions", () => CoverAsync(connection, new History<TargetVersion>(
            context.TargetVersions.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.TargetId).ThenBy(row => row.RowVersion), "target",
            row => (row.OrganisationUnitId, row.TargetId, row.RowVersion),
            row => (row.RecordedAt, $"version {row.RowVersion} of target {row.TargetId}")),
            names, report, cancellationToken));
        foreach (var kind in (string[])[nameof(OrganisationUnit), nameof(Indicator), nameof(Resolution)])
        {
            await StepAsync($"revisions of {kind}", () => CoverAsync(connection, new History<ReferenceRevision>(
                context.ReferenceRevisions.Where(row => row.Kind == kind).OrderBy(row => row.Id).ThenBy(row => row.RowVersion),
                char.ToLowerInvariant(kind[0]) + kind[1..],
                row => (AuditEntry.CommonChain, row.Id, row.RowVersion),
                row => (row.RecordedAt, $"revision {row.RowVersion} of {kind} {names.Coded(row.Id)}")),
                names, report, cancellationToken));
        }
        await StepAsync("claims", () => CoverAsync(connection, new History<Claim>(
            context.Claims.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id), "claim",
            row => (row.OrganisationUnitId, row.Id, 0),
            row => (row.RecordedAt, $"claim {names.Actual(row.OrganisationUnitId, row.IndicatorId, row.Period, row.GroupCode)}")),
            names, report, cancellationToken));
        await StepAsync("benchmarks", () => CoverAsync(connection, new History<Benchmark>(
            context.Benchmarks.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id), "benchmark",
            row => (row.OrganisationUnitId, row.Id, 0),
            row => (row.RecordedAt, $"benchmark {names.Actual(row.OrganisationUnitId, row.IndicatorId, row.Period, "")}")),
            names, report, cancellationToken));
        await StepAsync("expectations", () => CoverAsync(connection, new History<Expectation>(
            context.Expectations.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id), "expectation",
            row => (row.OrganisationUnitId, row.Id, 0),
            row => (row.RecordedAt, $"expectation of target {row.TargetId}")),
            names, report, cancellationToken));
        await StepAsync("judgements", () => CoverAsync(connection, new History<JudgementVersion>(
            context.Judgements.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id).ThenBy(row => row.RowVersion), "judgement",
            row => (row.OrganisationUnitId, row.Id, row.RowVersion),
            row => (row.RecordedAt, $"version {row.RowVersion} of judgement {row.Id}")),
            names, report, cancellationToken));
        await StepAsync("remedies", () => CoverAsync(connection, new History<Remedy>(
            context.Remedies.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id).ThenBy(row => row.RowVersion), "remedy",
            row => (row.OrganisationUnitId, row.Id, row.RowVersion),
            row => (row.RecordedAt, $"version {row.RowVersion} of remedy {row.Id}")),
            names, report, cancellationToken));
        await StepAsync("scoring schemes", () => CoverAsync(connection, new History<ScoringSchemeVersion>(
            context.ScoringSchemes.OrderBy(row => row.Id).ThenBy(row => row.RowVersion), "scoringScheme",
            row => (AuditEntry.CommonChain, row.Id, row.RowVersion),
            row => (row.RecordedAt, $"version {row.RowVersion} of scoring scheme {row.Code} from {row.ValidFrom:yyyy-MM-dd}")),
            names, report, cancellationToken));
        await StepAsync("current rows", () => new CurrentRows(connection, context, reference, names, report).CheckAsync(cancellationToken));
        return report;

        // What was altered into something that cannot even be read is a finding, and no reason to leave the rest unread.
        async Task StepAsync(string what, Func<Task> check)
        {
            progress?.Invoke(what);
            try
            {
                await check();
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or NpgsqlException))
            {
                report.Add(Coverage, what, $"a row cannot be read: {exception.Message}");
            }
        }
    }

    private static async Task CheckChainsAsync(IndicatorDbContext context, IReadOnlyList<AuditHead> kept, Names names, AuditReport report,
        CancellationToken cancellationToken)
    {
        var wanted = kept.Distinct().ToDictionary(head => (head.Chain, head.Sequence));
        var heads = new List<AuditHead>();
        AuditEntry? last = null;
        await foreach (var entry in context.AuditEntries.AsNoTracking().OrderBy(entry => entry.OrganisationUnitId).ThenBy(entry => entry.Sequence)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            report.Entries++;
            var before = last?.OrganisationUnitId == entry.OrganisationUnitId ? last : null;
            if (before is null && last is not null) heads.Add(Head(last, names));
            var where = $"{names.Chain(entry.OrganisationUnitId)}, entry {entry.Sequence}";
            var next = (before?.Sequence ?? 0) + 1;
            if (entry.Sequence != next)
                report.Add(Chain, where, entry.Sequence - next == 1 ? $"entry {next} before it is missing"
                    : $"entries {next} to {entry.Sequence - 1} before it are missing");
            else if (!entry.PreviousHash.AsSpan().SequenceEqual(before?.Hash ?? AuditChain.Beginning))
                report.Add(Chain, where, "it does not follow the entry before it: one of the two is not what was written");
            if (!entry.Hash.AsSpan().SequenceEqual(entry.ComputeHash())) report.Add(Chain, where, "its content is not what was hashed: it was altered");
            if (wanted.Remove((entry.OrganisationUnitId, entry.Sequence), out var head)
                && !head.Hash.Equals(Convert.ToHexStringLower(entry.Hash), StringComparison.OrdinalIgnoreCase))
                report.Add("head", where, $"it had the hash {head.Hash} when it was kept, and has another now");
            if (entry.OrganisationUnitId == AuditEntry.CommonChain && entry.Action == AuditActions.Opened) report.OpenedAt = entry.RecordedAt;
            last = entry;
        }
        if (last is not null) heads.Add(Head(last, names));
        report.Heads = heads;
        if (report.OpenedAt is null) report.Add(Chain, names.Chain(AuditEntry.CommonChain), "the entry that begins the log is missing");
        foreach (var head in wanted.Values) report.Add("head", $"{names.Chain(head.Chain)}, entry {head.Sequence}",
            "it stood when the heads were kept, and is missing now");
    }

    private static AuditHead Head(AuditEntry last, Names names) =>
        new(last.OrganisationUnitId, names.CodeOf(last.OrganisationUnitId), last.Sequence, Convert.ToHexStringLower(last.Hash));

    // Both sides come in the order of chain, id and version: one walk finds rows without an entry, entries without their row, and rows that differ.
    private static async Task CoverAsync<TRow>(
        NpgsqlConnection connection, History<TRow> history, Names names, AuditReport report, CancellationToken cancellationToken) where TRow : class
    {
        await using var covers = ReadCoversAsync(connection, history.Kind, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasCover = await covers.MoveNextAsync();
        await foreach (var row in history.Rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            report.Revisions++;
            var place = history.Key(row);
            while (hasCover && covers.Current.Key.CompareTo(place) < 0)
            {
                Miss(covers.Current);
                hasCover = await covers.MoveNextAsync();
            }
            if (!hasCover || covers.Current.Key != place)
            {
                var (recordedAt, where) = history.Describe(row);
                if (report.OpenedAt is null || recordedAt < report.OpenedAt) report.BeforeTheLog++;
                else report.Add(Coverage, where, "no entry of the audit log tells of it");
                continue;
            }
            var cover = covers.Current;
            if (!cover.Digest.AsSpan().SequenceEqual(RowDigest.Of(row)))
                report.Add(Coverage, $"{names.Chain(place.Item1)}, entry {cover.Sequence}",
                    $"{history.Describe(row).Where} is not what was written: it was altered");
            while ((hasCover = await covers.MoveNextAsync()) && covers.Current.Key == place)
                report.Add(Coverage, $"{names.Chain(place.Item1)}, entry {covers.Current.Sequence}",
                    $"{history.Describe(row).Where} is told of twice, by entry {cover.Sequence} already");
        }
        for (; hasCover; hasCover = await covers.MoveNextAsync()) Miss(covers.Current);

        void Miss(Cover cover) => report.Add(Coverage, $"{names.Chain(cover.Key.Chain)}, entry {cover.Sequence}",
            $"the row of history that it tells of is missing: {history.Kind} {cover.Subject}, id {cover.Key.Id}"
            + $"{(cover.Key.Version > 0 ? $", version {cover.Key.Version}" : "")}");
    }

    private static async IAsyncEnumerable<Cover> ReadCoversAsync(
        NpgsqlConnection connection, string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT e.organisation_unit_id, n.id, coalesce(e.revision_version, 0), n.digest, e.sequence, e.subject
            FROM audit_entry e CROSS JOIN LATERAL unnest(e.revisions, e.digests) AS n (id, digest)
            WHERE e.kind = $1 AND n.id IS NOT NULL ORDER BY 1, 2, 3
            """, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new Cover((reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2)), reader.IsDBNull(3) ? [] : (byte[])reader[3], reader.GetInt64(4),
                reader.GetString(5));
    }

    /// <summary>Rows of history, in the order of chain, id and version.</summary>
    /// <param name="Rows">The rows.</param>
    /// <param name="Kind">What the log calls them.</param>
    /// <param name="Key">By which chain, id and version the log tells of one.</param>
    /// <param name="Describe">When one was recorded, and what a person calls it.</param>
    private sealed record History<TRow>(
        IQueryable<TRow> Rows, string Kind, Func<TRow, (Guid, Guid, long)> Key, Func<TRow, (DateTimeOffset RecordedAt, string Where)> Describe);

    private sealed record Cover((Guid Chain, Guid Id, long Version) Key, byte[] Digest, long Sequence, string Subject);

    /// <summary>What people call the rows; ids where a row is gone.</summary>
    internal sealed class Names(ReferenceData reference)
    {
        private readonly Dictionary<Guid, string> _codes = reference.Units.Select(row => (row.Id, row.Code))
            .Concat(reference.Indicators.Select(row => (row.Id, row.Code))).Concat(reference.Resolutions.Select(row => (row.Id, row.Code)))
            .ToDictionary(row => row.Id, row => row.Code);

        public string? CodeOf(Guid id) => _codes.GetValueOrDefault(id);

        public string Coded(Guid id) => CodeOf(id) ?? $"{id}";

        public string Chain(Guid chain) => chain == AuditEntry.CommonChain ? "common chain" : $"chain of {Coded(chain)}";

        public string Actual(Guid unit, Guid? indicator, string period, string group) =>
            $"{Coded(unit)}/{(indicator is { } id ? $"{Coded(id)}/" : "")}{period}{(group.Length > 0 ? $"?group={group}" : "")}";
    }
}
