using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Published;

/// <summary>Stores claims and benchmarks. What was published is never overwritten: a correction is a further row.</summary>
public sealed class StorePublished(IndicatorDbContext context, TimeProvider clock)
{
    /// <summary>Checks and adds all claims or none inside the caller's transaction.</summary>
    public Task<UpsertCounts> RunAsync(OneOrMany<ClaimBody> body, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken) =>
        RunAsync(body, (item, where) => Covered(item.ToRow(reference, errors, where), row => row.OrganisationUnitId, reference, caller, errors, where), units => ClaimsAt().Where(row => units.Contains(row.OrganisationUnitId)), row => row.OrganisationUnitId,
            row => (row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, row.ResolutionId),
            (row, stored) => (row.Percent, row.Decimals, row.Verdict, row.Statement, row.Source, row.PublishedOn) == (stored.Percent, stored.Decimals, stored.Verdict, stored.Statement, stored.Source, stored.PublishedOn),
            (row, stored, id, now) => (row.Id, row.RowVersion, row.RecordedAt, row.RecordedBy, row.Replaces) = (id, (stored?.RowVersion ?? 0) + 1, now, caller.Name, stored), errors, cancellationToken);

    /// <summary>Checks and adds all benchmarks or none inside the caller's transaction.</summary>
    public Task<UpsertCounts> RunAsync(OneOrMany<BenchmarkBody> body, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken) =>
        RunAsync(body, (item, where) => Covered(item.ToRow(reference, errors, where), row => row.OrganisationUnitId, reference, caller, errors, where), units => BenchmarksAt().Where(row => units.Contains(row.OrganisationUnitId)), row => row.OrganisationUnitId,
            row => (row.OrganisationUnitId, row.IndicatorId, row.Period, row.ScopeUnitId),
            (row, stored) => (row.Value, row.Source) == (stored.Value, stored.Source),
            (row, stored, id, now) => (row.Id, row.RowVersion, row.RecordedAt, row.RecordedBy, row.Replaces) = (id, (stored?.RowVersion ?? 0) + 1, now, caller.Name, stored), errors, cancellationToken);

    /// <summary>The claims that count: of each key the latest row, as recorded by now or by then.</summary>
    public IQueryable<Claim> ClaimsAt(DateTimeOffset? then = null) => context.Claims.FromSql($"""
        SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period, resolution_id) *
        FROM claim WHERE recorded_at <= {then ?? DateTimeOffset.MaxValue} ORDER BY organisation_unit_id, indicator_id, group_code, period, resolution_id, row_version DESC
        """).AsNoTracking();

    /// <summary>The benchmarks that count: of each key the latest row, as recorded by now or by then.</summary>
    public IQueryable<Benchmark> BenchmarksAt(DateTimeOffset? then = null) => context.Benchmarks.FromSql($"""
        SELECT DISTINCT ON (organisation_unit_id, indicator_id, period, scope_unit_id) *
        FROM benchmark WHERE recorded_at <= {then ?? DateTimeOffset.MaxValue} ORDER BY organisation_unit_id, indicator_id, period, scope_unit_id, row_version DESC
        """).AsNoTracking();

    private static TRow? Covered<TRow>(TRow? row, Func<TRow, Guid> unit, ReferenceData reference, Caller caller, Errors errors, Func<string, string> where) where TRow : class
    {
        if (row is not null) caller.Scope.Check(reference.Unit(unit(row)), where("orgUnit"), errors);
        return row;
    }

    private async Task<UpsertCounts> RunAsync<TBody, TRow, TKey>(
        OneOrMany<TBody> body, Func<TBody, Func<string, string>, TRow?> read, Func<Guid[], IQueryable<TRow>> latestOf, Func<TRow, Guid> unit, Func<TRow, TKey> key,
        Func<TRow, TRow, bool> isSame, Action<TRow, TRow?, Guid, DateTimeOffset> identify, Errors errors, CancellationToken cancellationToken)
        where TRow : class where TKey : notnull
    {
        var rows = new List<TRow>(body.Items.Count);
        for (var i = 0; i < body.Items.Count && !errors.IsFull; i++)
        {
            var at = i;
            if (read(body.Items[i], member => body.Where(at, member)) is { } row) rows.Add(row);
        }
        if (!errors.Any) Batches.CheckRepeated(rows, key, body.Where, errors);
        if (errors.Any) return default;

        var units = rows.Select(unit).Distinct().ToArray();
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), units, cancellationToken);
        var stored = (await latestOf(units).ToListAsync(cancellationToken)).ToDictionary(key);
        int created = 0, updated = 0;
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        foreach (var row in rows)
        {
            var existing = stored.GetValueOrDefault(key(row));
            if (existing is not null && isSame(row, existing)) continue;
            identify(row, existing, ids.Next(), now);
            context.Add(row);
            if (existing is null) created++;
            else updated++;
        }
        return new UpsertCounts(created, updated, rows.Count - created - updated);
    }
}
