using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>A reference row that the world knows by its code.</summary>
public interface ICodedRow
{
    /// <summary>Never shown, never changed.</summary>
    Guid Id { get; set; }

    /// <summary>The identity in addresses and bodies.</summary>
    string Code { get; }

    /// <summary>1 when first written, one more with every change; the ETag.</summary>
    long RowVersion { get; set; }
}

/// <summary>What storing many rows did.</summary>
/// <param name="Created">Rows that were new.</param>
/// <param name="Updated">Rows whose content changed.</param>
/// <param name="Unchanged">Rows that were there already.</param>
public readonly record struct UpsertCounts(int Created, int Updated, int Unchanged)
{
    /// <summary>What two of them did together.</summary>
    public UpsertCounts Plus(UpsertCounts other) => new(Created + other.Created, Updated + other.Updated, Unchanged + other.Unchanged);
}

/// <summary>Stores reference rows by code.</summary>
public static class CodedRows
{
    /// <summary>
    /// Makes the stored rows equal to the wanted ones: ids of rows that exist are kept, versions of rows that change go up.
    /// Nothing is saved yet: the caller saves and commits. The caller holds the reference lock (<see cref="VersionCounters.RaiseReferenceAsync"/>).
    /// </summary>
    public static async Task<UpsertCounts> UpsertAsync<TRow>(
        this IndicatorDbContext context, IReadOnlyList<TRow> wanted, string caller, TimeProvider clock, CancellationToken cancellationToken)
        where TRow : class, ICodedRow
    {
        var codes = wanted.Select(row => row.Code).ToArray();
        var existing = await context.Set<TRow>().Where(row => codes.Contains(row.Code))
            .ToDictionaryAsync(row => row.Code, StringComparer.Ordinal, cancellationToken);
        int created = 0, updated = 0, unchanged = 0;
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        foreach (var row in wanted)
        {
            if (!existing.TryGetValue(row.Code, out var stored))
            {
                if (row.Id == default) row.Id = ids.Next();
                row.RowVersion = 1;
                context.Add(row);
                context.Add(ReferenceRevision.Of(row, deleted: false, context.RaisedReference, caller, now));
                created++;
                continue;
            }
            row.Id = stored.Id;
            row.RowVersion = stored.RowVersion;
            var entry = context.Entry(stored);
            entry.CurrentValues.SetValues(row);
            if (entry.State == EntityState.Modified)
            {
                context.ReviseCoded(stored, caller, now);
                updated++;
            }
            else
            {
                unchanged++;
            }
        }
        return new UpsertCounts(created, updated, unchanged);
    }

    /// <summary>Counts a change of a row and records it. The caller holds the reference lock, saves and commits.</summary>
    public static void ReviseCoded<TRow>(this IndicatorDbContext context, TRow row, string caller, DateTimeOffset now) where TRow : class, ICodedRow
    {
        row.RowVersion++;
        context.Add(ReferenceRevision.Of(row, deleted: false, context.RaisedReference, caller, now));
    }

    /// <summary>Removes a row and records that it was removed. The caller has made sure that nothing uses it, saves and commits.</summary>
    public static void RemoveCoded<TRow>(this IndicatorDbContext context, TRow row, string caller, TimeProvider clock) where TRow : class, ICodedRow
    {
        context.Remove(row);
        context.Add(ReferenceRevision.Of(row, deleted: true, context.RaisedReference, caller, clock.GetUtcNow()));
    }
}
