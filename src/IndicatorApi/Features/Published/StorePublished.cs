using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Published;

/// <summary>Stores claims and benchmarks. What was published is never overwritten: a correction is a further row.</summary>
public sealed class StorePublished(IndicatorDbContext context, TimeProvider clock)
{
    /// <summary>Checks and adds all of the bodies or none inside the caller's transaction.</summary>
    public async Task<UpsertCounts> RunAsync<TBody, TRow>(
        PublishedKind<TBody, TRow> kind, Batch<TBody> body, ReferenceData reference, Caller caller, Errors errors, CancellationToken cancellationToken)
        where TRow : class, IPublished<TRow>
    {
        var rows = Read(kind, body, reference, caller, errors);
        if (errors.Any) return default;

        var units = rows.Select(row => row.OrganisationUnitId).Distinct().ToArray();
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), units, cancellationToken);
        var stored = await kind.Counting(context).Where(row => units.Contains(row.OrganisationUnitId)).ToDictionaryAsync(kind.Key, cancellationToken);
        int created = 0, updated = 0;
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        foreach (var row in rows)
        {
            var existing = stored.GetValueOrDefault(kind.Key(row));
            if (existing is not null && kind.IsSame(row, existing)) continue;
            row.Id = ids.Next();
            row.RowVersion = (existing?.RowVersion ?? 0) + 1;
            row.RecordedAt = now;
            row.RecordedBy = caller.Name;
            row.Replaces = existing;
            context.Add(row);
            if (existing is null) created++;
            else updated++;
        }
        return new UpsertCounts(created, updated, rows.Count - created - updated);
    }

    private static List<TRow> Read<TBody, TRow>(PublishedKind<TBody, TRow> kind, Batch<TBody> body, ReferenceData reference, Caller caller, Errors errors)
        where TRow : class, IPublished<TRow>
    {
        var rows = new List<TRow>(body.Items.Count);
        for (var i = 0; i < body.Items.Count && !errors.IsFull; i++)
        {
            var at = i;
            if (kind.ToRow(body.Items[i], reference, errors, member => body.Where(at, member)) is not { } row) continue;
            // Who wrote the unit's facts of that time writes what was published about it.
            var unit = reference.Unit(row.OrganisationUnitId);
            caller.Grant.Check(unit, body.Where(i, "orgUnit"), errors, reference.PathIn(unit, Period.Parse(row.Period, null)));
            rows.Add(row);
        }
        if (!errors.Any) Batches.CheckRepeated(rows, kind.Key, body.Where, errors);
        return rows;
    }
}
