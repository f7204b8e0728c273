using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The units whose answers may have changed since a moment, and what followers must be told of them.</summary>
public sealed class ChangeReading : IAsyncDisposable
{
    private readonly DatabaseMoment? _since;
    private HashSet<Guid> _moved = [];

    private ChangeReading(NpgsqlConnection connection, DatabaseMoment? since, DatabaseMoment now, ReferenceData reference) =>
        (Connection, _since, Now, Reference) = (connection, since, now, reference);

    /// <summary>Where it reads: within this transaction everything is of one moment.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>The moment.</summary>
    public DatabaseMoment Now { get; }

    /// <summary>Names and definitions, as new as the moment at least.</summary>
    public ReferenceData Reference { get; }

    /// <summary>Whether everything is told, so that nothing can be there no more.</summary>
    public bool IsFromTheStart => _since is null;

    /// <summary>Whether units, indicators or resolutions have changed.</summary>
    public bool HasNewReference => _since is not null && _since.Reference != Now.Reference;

    /// <summary>Units whose facts, names or definitions changed, and those whose targets look at them, in order of id; all of them from the start.</summary>
    public IReadOnlyList<Guid> Units { get; private set; } = [];

    /// <summary>Those of them that may have been somewhere else in the tree.</summary>
    public IReadOnlySet<Guid> Moved => _moved;

    internal static async Task<ChangeReading> BeginAsync(
        NpgsqlConnection connection, DatabaseMoment? since, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT (SELECT system_identifier FROM pg_control_system()) || '-' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
                   pg_current_snapshot()::text, (SELECT version FROM reference_version WHERE id = 1),
                   {Distribution.IsCluster}
            """));
        DatabaseMoment now;
        bool isCluster;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (now, isCluster) = (new DatabaseMoment(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)), reader.GetBoolean(3));
        }
        if (isCluster) await ClusterCommits.SeenByAllAsync(connection, cancellationToken);
        var changed = since is null ? [] : await ChangedAsync(connection, since, now, cancellationToken);
        var reading = new ChangeReading(connection, since, now, await cache.GetAsync(now.Reference, cancellationToken));
        await reading.FindAsync(changed, cancellationToken);
        return reading;
    }

    // A number that this life of the database has not come to is left from another one: it says nothing of what is new. Both snapshots are given,
    // since a node of a cluster that is asked for its own has other numbers.
    private static async Task<HashSet<Guid>> ChangedAsync(
        NpgsqlConnection connection, DatabaseMoment since, DatabaseMoment now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT organisation_unit_id FROM unit_version
            WHERE written_by >= pg_snapshot_xmin($1::text::pg_snapshot) AND written_by < pg_snapshot_xmax($2::text::pg_snapshot)
              AND NOT pg_visible_in_snapshot(written_by, $1::text::pg_snapshot)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = since.Snapshot });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = now.Snapshot });
        HashSet<Guid> changed = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) changed.Add(reader.GetGuid(0));
        return changed;
    }

    /// <summary>The rows of the moment.</summary>
    public IndicatorDbContext Rows() => new(new DbContextOptionsBuilder<IndicatorDbContext>().UseNpgsql(Connection).Options);

    /// <summary>The versions of units; one that nobody has written to has none.</summary>
    public async Task<Dictionary<Guid, long>> VersionsAsync(Guid[] units, CancellationToken cancellationToken)
    {
        Dictionary<Guid, long> versions = [];
        await using var command = new NpgsqlCommand("SELECT organisation_unit_id, version FROM unit_version WHERE organisation_unit_id = ANY($1)", Connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. Reference.Lineage.WithKin(units)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) versions[reader.GetGuid(0)] = reader.GetInt64(1);
        // What a unit has of others changes with theirs.
        return units.ToDictionary(unit => unit, unit => (Reference.Lineage.Kin(unit) ?? [unit]).Sum(other => versions.GetValueOrDefault(other)));
    }

    /// <summary>Targets of units that an answer may have had and may have no more: removed ones, changed ones, and all where names have changed.</summary>
    /// <param name="units">The units.</param>
    /// <param name="indicator">Only targets that were once on this indicator.</param>
    /// <param name="resolutions">Only targets that were once of one of these resolutions.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<List<(Guid Unit, Guid Target)>> OnceThereAsync(
        Guid[] units, Guid? indicator, IReadOnlyList<Guid>? resolutions, CancellationToken cancellationToken)
    {
        List<(Guid, Guid)> targets = [];
        if (_since is null || units.Length == 0) return targets;
        await using var command = new NpgsqlCommand("""
            SELECT organisation_unit_id, target_id FROM target_version WHERE organisation_unit_id = ANY($1) GROUP BY 1, 2
            HAVING ($2 OR max(row_version) > 1) AND ($3::uuid IS NULL OR bool_or(indicator_id = $3))
                   AND ($4::uuid[] IS NULL OR bool_or(resolution_id = ANY($4)))
            ORDER BY 1, 2
            """, Connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = units });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = HasNewReference });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)indicator ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = (object?)resolutions?.ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) targets.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return targets;
    }

    /// <summary>Targets that units may once have had of those whose place they took, undone successions included: achievements alone tell of them.</summary>
    public async Task<List<(Guid Unit, Guid Target)>> OnceInheritedAsync(Guid[] units, Guid? indicator, CancellationToken cancellationToken)
    {
        if (_since is null) return [];
        Guid[] kin = [.. units.SelectMany(unit => Reference.Lineage.Kin(unit) ?? []).Distinct()];
        if (kin.Length == 0) return [];
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT organisation_unit_id, target_id FROM target_version "
                + "WHERE organisation_unit_id = ANY($1) AND ($2::uuid IS NULL OR indicator_id = $2)", Connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = kin });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)indicator ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        var had = kin.ToDictionary(unit => unit, _ => new HashSet<Guid>());
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) had[reader.GetGuid(0)].Add(reader.GetGuid(1));
        var parts = Reference.Lineage.Successions.SelectMany(succession => succession.Parts.Select(part => (succession.FromDate, part)))
            .Where(one => had.ContainsKey(one.part.PredecessorId)).OrderBy(one => one.FromDate).Select(one => one.part).ToList();
        foreach (var part in parts)
            had[part.SuccessorId].UnionWith(had[part.PredecessorId].Select(target => InheritedTargets.IdOf(part.SuccessorId, target)).ToList());
        var inherited = parts.Select(part => part.SuccessorId).ToHashSet();
        return [.. units.Where(inherited.Contains).SelectMany(unit => had[unit].Select(target => (unit, target))).Order()];
    }

    /// <summary>The last code of units, also of those that are no more.</summary>
    public Task<Dictionary<Guid, string>> CodesAsync(Guid[] units, CancellationToken cancellationToken) =>
        LastCodesAsync(nameof(OrganisationUnit), units, id => Reference.Knows(id) ? Reference.Unit(id).Code : null, cancellationToken);

    /// <summary>The last code of indicators, also of those that are no more.</summary>
    public Task<Dictionary<Guid, string>> IndicatorCodesAsync(Guid[] indicators, CancellationToken cancellationToken)
    {
        var known = Reference.Indicators.ToDictionary(indicator => indicator.Id, indicator => indicator.Code);
        return LastCodesAsync(nameof(Indicator), indicators, known.GetValueOrDefault, cancellationToken);
    }

    // The driver ends the transaction with the use of the connection.
    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private async Task<Dictionary<Guid, string>> LastCodesAsync(
        string kind, Guid[] ids, Func<Guid, string?> code, CancellationToken cancellationToken)
    {
        Dictionary<Guid, string> codes = [];
        foreach (var id in ids) if (code(id) is { } known) codes[id] = known;
        Guid[] gone = [.. ids.Where(id => !codes.ContainsKey(id))];
        if (gone.Length == 0) return codes;
        await using var command = new NpgsqlCommand("""
            SELECT DISTINCT ON (id) id, content->>'Code' FROM reference_revision WHERE kind = $1 AND id = ANY($2) ORDER BY id, row_version DESC
            """, Connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = gone });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) codes[reader.GetGuid(0)] = reader.GetString(1);
        return codes;
    }

    private async Task FindAsync(HashSet<Guid> changed, CancellationToken cancellationToken)
    {
        if (_since is null)
        {
            Units = [.. Reference.Units.Select(unit => unit.Id).Order()];
            return;
        }
        var looksEverywhere = HasNewReference && await AddReferenceAsync(changed, cancellationToken);
        if (changed.Count == 0) return;
        changed.UnionWith(Reference.Lineage.WithKin([.. changed]));
        // What every unit below must hold changes with their figures, wherever they stood on some day.
        var above = changed.Where(Reference.Knows).SelectMany(unit => Reference.Tree.EverAbove(Reference.Unit(unit))).ToHashSet(StringComparer.Ordinal);
        await foreach (var unit in IdsAsync("SELECT DISTINCT organisation_unit_id FROM target WHERE rule_kind = $1", EveryUnit.Kind, cancellationToken))
        {
            if (looksEverywhere || (Reference.Knows(unit) && above.Contains(Reference.Unit(unit).Code))) changed.Add(unit);
        }
        Units = [.. changed.Order()];
    }

    // Adds the units that depend on what changed; true when units themselves did, so that whoever looks at others may see other ones.
    private async Task<bool> AddReferenceAsync(HashSet<Guid> changed, CancellationToken cancellationToken)
    {
        HashSet<Guid> units = [], indicators = [], resolutions = [];
        await using (var command = new NpgsqlCommand("""
            SELECT kind, id, (content->>'OrganisationUnitId')::uuid FROM reference_revision WHERE reference_version > $1
            """, Connection))
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _since!.Reference });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var kind = reader.GetString(0);
                (kind == nameof(OrganisationUnit) ? units : kind == nameof(Indicator) ? indicators : resolutions).Add(reader.GetGuid(1));
                if (!reader.IsDBNull(2)) changed.Add(reader.GetGuid(2));
            }
        }
        // A target that is made of several indicators names them in its rule.
        if (indicators.Count > 0)
            await foreach (var unit in IdsAsync(
                $"SELECT DISTINCT organisation_unit_id FROM target WHERE indicator_id = ANY($1) OR rule_kind = '{Composite.Kind}'", indicators.ToArray(),
                cancellationToken)) changed.Add(unit);
        if (resolutions.Count > 0)
            await foreach (var unit in IdsAsync("SELECT DISTINCT organisation_unit_id FROM target WHERE resolution_id = ANY($1)", resolutions.ToArray(),
                cancellationToken)) changed.Add(unit);
        if (units.Count > 0)
        {
            var codes = units.Where(Reference.Knows).Select(unit => Reference.Unit(unit).Code).ToHashSet(StringComparer.Ordinal);
            _moved = [.. units, .. Reference.Units.Where(unit => Reference.Tree.EverAbove(unit).Any(codes.Contains)).Select(unit => unit.Id)];
            changed.UnionWith(_moved);
        }
        return units.Count + indicators.Count > 0;
    }

    private async IAsyncEnumerable<Guid> IdsAsync<T>(
        string statement, T parameter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, Connection);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return reader.GetGuid(0);
    }
}
