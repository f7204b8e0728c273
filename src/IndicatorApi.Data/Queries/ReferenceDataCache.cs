using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Keeps one <see cref="ReferenceData"/> of each server and replaces it when the server's version has moved on.</summary>
public sealed class ReferenceDataCache(Database database) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <summary>The picture as of now: one small query, and a full read only after a change.</summary>
    public async ValueTask<ReferenceData> GetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Read.Source.CreateCommand("SELECT version FROM reference_version WHERE id = 1");
        return await GetAsync((long)(await command.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    /// <summary>The picture of a version that the caller has just read, or a newer one.</summary>
    public async ValueTask<ReferenceData> GetAsync(long version, CancellationToken cancellationToken)
    {
        var server = database.Read;
        if (server.Reference is { } current && current.Version >= version) return current;
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (server.Reference is { } loaded && loaded.Version >= version) return loaded;
            return server.Reference = await LoadAsync(server, cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>The picture of the moment that a transaction sees.</summary>
    public async Task<ReferenceData> OfAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(connection).Options;
        await using var context = new IndicatorDbContext(options);
        var version = await context.ReferenceVersions.Select(row => row.Version).SingleAsync(cancellationToken);
        return database.Read.Reference is { } current && current.Version == version ? current : await ReadAsync(context, version, cancellationToken);
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
        await using var context = await database.Read.CreateDbContextAsync(cancellationToken);
        var rows = await context.ReferenceRevisions.FromSql($"""
            SELECT DISTINCT ON (kind, id) * FROM reference_revision WHERE recorded_at <= {then} ORDER BY kind, id, row_version DESC
            """).AsNoTracking().ToListAsync(cancellationToken);
        List<T> Of<T>() => [.. rows.Where(row => !row.Deleted && row.Kind == typeof(T).Name).Select(row => JsonSerializer.Deserialize<T>(row.Content)!)];
        var units = Of<OrganisationUnit>();
        PlaceInTree(units);
        var memberships = await context.UnitMemberships.AsNoTracking().Where(membership => membership.RecordedAt <= then).ToListAsync(cancellationToken);
        var successions = await Successions(context).Where(succession => succession.RecordedAt <= then).ToListAsync(cancellationToken);
        return new ReferenceData(0, units, memberships, Of<Indicator>(), Of<Resolution>(), successions);
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
    public ReferenceData? Latest => database.Read.Reference;

    public void Dispose() => _loading.Dispose();

    private static async Task<ReferenceData> LoadAsync(ReadServer server, CancellationToken cancellationToken)
    {
        await using var context = await server.CreateDbContextAsync(cancellationToken);
        // One snapshot, so that the version is that of the rows.
        await using var transaction = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        return await ReadAsync(context, await context.ReferenceVersions.Select(row => row.Version).SingleAsync(cancellationToken), cancellationToken);
    }

    private static async Task<ReferenceData> ReadAsync(IndicatorDbContext context, long version, CancellationToken cancellationToken) =>
        new(version,
            await context.OrganisationUnits.AsNoTracking().ToListAsync(cancellationToken),
            // Who has stood in one place since ever is told by the unit itself.
            await context.UnitMemberships.FromSql($"""
                SELECT * FROM unit_membership WHERE organisation_unit_id IN (SELECT organisation_unit_id FROM unit_membership WHERE parent_from IS NOT NULL)
                """).AsNoTracking().ToListAsync(cancellationToken),
            await context.Indicators.AsNoTracking().ToListAsync(cancellationToken),
            await context.Resolutions.AsNoTracking().ToListAsync(cancellationToken),
            await Successions(context).ToListAsync(cancellationToken));

    private static IQueryable<Succession> Successions(IndicatorDbContext context) =>
        context.Successions.AsNoTracking().Include(succession => succession.Parts).OrderBy(succession => succession.Id);
}
