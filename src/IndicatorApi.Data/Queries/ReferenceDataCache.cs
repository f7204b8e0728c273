using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>Keeps one <see cref="ReferenceData"/> in the process and replaces it when the database's version has moved on.</summary>
public sealed class ReferenceDataCache(FreshContexts contexts, Database database) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile ReferenceData? _current;

    /// <summary>The picture as of now: one small query, and a full read only after a change.</summary>
    public async ValueTask<ReferenceData> GetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Fresh.CreateCommand("SELECT version FROM reference_version WHERE id = 1");
        return await GetAsync((long)(await command.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    /// <summary>The picture of a version that the caller has just read, or a newer one.</summary>
    public async ValueTask<ReferenceData> GetAsync(long version, CancellationToken cancellationToken)
    {
        if (_current is { } current && current.Version >= version) return current;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } loaded && loaded.Version >= version) return loaded;
            return _current = await LoadAsync(cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>A picture that can name these rows: the given one, or the one of now when a row refers to what was added after it.</summary>
    public async ValueTask<ReferenceData> NamingAsync<TRow>(
        ReferenceData reference, IReadOnlyCollection<TRow> rows, Func<TRow, (Guid Unit, Guid? Indicator)> names, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var (unit, indicator) = names(row);
            if (!reference.Knows(unit) || (indicator is { } id && !reference.Knows(unit, id))) return await GetAsync(cancellationToken);
        }
        return reference;
    }

    /// <summary>The picture as it stood at an instant that has passed; the same for ever.</summary>
    public async Task<ReferenceData> AsOfAsync(DateTimeOffset then, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ReferenceRevisions.FromSql($"""
            SELECT DISTINCT ON (kind, id) * FROM reference_revision WHERE recorded_at <= {then} ORDER BY kind, id, row_version DESC
            """).AsNoTracking().ToListAsync(cancellationToken);
        List<T> Of<T>() => [.. rows.Where(row => !row.Deleted && row.Kind == typeof(T).Name).Select(row => JsonSerializer.Deserialize<T>(row.Content)!)];
        var units = Of<OrganisationUnit>();
        PlaceInTree(units);
        var memberships = await context.UnitMemberships.AsNoTracking().Where(membership => membership.RecordedAt <= then).ToListAsync(cancellationToken);
        return new ReferenceData(0, units, memberships, Of<Indicator>(), Of<Resolution>());
    }

    // A unit that moves takes along what is under it without a revision of each: the tree follows from the parents.
    private static void PlaceInTree(List<OrganisationUnit> units)
    {
        var byId = units.ToDictionary(unit => unit.Id);
        foreach (var unit in units)
        {
            var path = "";
            for (var above = unit; above is not null; above = above.ParentId is { } parent ? byId.GetValueOrDefault(parent) : null) path =
                $"{above.Code}/{path}";
            unit.Path = path;
        }
    }

    /// <summary>The last picture, which may be old; null before the first. For requests that read the version along with their facts.</summary>
    public ReferenceData? Latest => _current;

    public void Dispose() => _loading.Dispose();

    private async Task<ReferenceData> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // One snapshot, so that the version is that of the rows.
        await using var transaction = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var version = await context.ReferenceVersions.Select(row => row.Version).SingleAsync(cancellationToken);
        return new ReferenceData(
            version,
            await context.OrganisationUnits.AsNoTracking().ToListAsync(cancellationToken),
            // Who has stood in one place since ever is told by the unit itself.
            await context.UnitMemberships.FromSql($"""
                SELECT * FROM unit_membership WHERE organisation_unit_id IN (SELECT organisation_unit_id FROM unit_membership WHERE parent_from IS NOT NULL)
                """).AsNoTracking().ToListAsync(cancellationToken),
            await context.Indicators.AsNoTracking().ToListAsync(cancellationToken),
            await context.Resolutions.AsNoTracking().ToListAsync(cancellationToken));
    }
}
