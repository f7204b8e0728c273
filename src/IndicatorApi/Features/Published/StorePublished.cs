using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Published;

/// <summary>Stores claims and benchmarks: rows of a unit, found again by what they are about.</summary>
public sealed class StorePublished(IndicatorDbContext context, TimeProvider clock)
{
    /// <summary>Checks and saves all claims or none inside the caller's transaction.</summary>
    public Task<UpsertCounts> RunAsync(OneOrMany<ClaimBody> body, ReferenceData reference, Errors errors, CancellationToken cancellationToken) =>
        RunAsync(body, (item, where) => item.ToRow(reference, errors, where), row => row.OrganisationUnitId,
            row => (row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, row.ResolutionId),
            units => context.Claims.Where(row => units.Contains(row.OrganisationUnitId)),
            (row, stored) => (row.Id, row.RowVersion) = stored is null ? (Guid.CreateVersion7(clock.GetUtcNow()), 1) : (stored.Id, stored.RowVersion),
            stored => stored.RowVersion++, errors, cancellationToken);

    /// <summary>Checks and saves all benchmarks or none inside the caller's transaction.</summary>
    public Task<UpsertCounts> RunAsync(OneOrMany<BenchmarkBody> body, ReferenceData reference, Errors errors, CancellationToken cancellationToken) =>
        RunAsync(body, (item, where) => item.ToRow(reference, errors, where), row => row.OrganisationUnitId,
            row => (row.OrganisationUnitId, row.IndicatorId, row.Period, row.ScopeUnitId),
            units => context.Benchmarks.Where(row => units.Contains(row.OrganisationUnitId)),
            (row, stored) => (row.Id, row.RowVersion) = stored is null ? (Guid.CreateVersion7(clock.GetUtcNow()), 1) : (stored.Id, stored.RowVersion),
            stored => stored.RowVersion++, errors, cancellationToken);

    private async Task<UpsertCounts> RunAsync<TBody, TRow, TKey>(
        OneOrMany<TBody> body, Func<TBody, Func<string, string>, TRow?> read, Func<TRow, Guid> unit, Func<TRow, TKey> key,
        Func<Guid[], IQueryable<TRow>> storedOf, Action<TRow, TRow?> identify, Action<TRow> raise, Errors errors, CancellationToken cancellationToken)
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
        var stored = (await storedOf(units).ToListAsync(cancellationToken)).ToDictionary(key);
        int created = 0, updated = 0;
        foreach (var row in rows)
        {
            var existing = stored.GetValueOrDefault(key(row));
            identify(row, existing);
            if (existing is null)
            {
                context.Add(row);
                created++;
                continue;
            }
            var entry = context.Entry(existing);
            entry.CurrentValues.SetValues(row);
            if (entry.State != EntityState.Modified) continue;
            raise(existing);
            updated++;
        }
        return new UpsertCounts(created, updated, rows.Count - created - updated);
    }
}
