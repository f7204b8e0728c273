using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Raises the versions that entity tags and caches rest on. Each call locks what it raises until the transaction ends.</summary>
public static class VersionCounters
{
    /// <summary>Units, indicators or resolutions are about to change. Writers of them stand in line here.</summary>
    public static async Task RaiseReferenceAsync(this IndicatorDbContext context, CancellationToken cancellationToken) =>
        context.RaisedReference = (await context.Database.SqlQuery<long>($"""
            UPDATE reference_version SET version = version + 1 WHERE id = 1 RETURNING version AS "Value"
            """).ToListAsync(cancellationToken)).Single();

    /// <summary>Facts of these units are about to change. Writers of one unit stand in line here, in one order so that none waits for the other.</summary>
    public static async Task RaiseUnitsAsync(NpgsqlConnection connection, IEnumerable<Guid> units, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RaiseUnits([.. units.Distinct()]) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The statement of <see cref="RaiseUnitsAsync"/>, for units that are named once each.</summary>
    internal static NpgsqlBatchCommand RaiseUnits(Guid[] units)
    {
        var command = new NpgsqlBatchCommand("""
            INSERT INTO unit_version (organisation_unit_id, version, written_by)
            SELECT unit, 1, pg_current_xact_id() FROM unnest($1) AS unit ORDER BY unit
            ON CONFLICT (organisation_unit_id) DO UPDATE SET version = unit_version.version + 1, written_by = excluded.written_by
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = units });
        return command;
    }
}
