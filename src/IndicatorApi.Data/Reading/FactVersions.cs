using Npgsql;

namespace IndicatorApi.Data;

/// <summary>What an answer depends on, as two numbers: they are another pair whenever it may be another answer.</summary>
/// <param name="Reference">The version of the names.</param>
/// <param name="Units">The sum of the versions of all units that are asked about.</param>
public readonly record struct FactVersions(long Reference, long Units)
{
    internal static async Task<FactVersions> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var versions = new FactVersions(reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        return versions;
    }

    internal static async Task<FactVersions> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<Guid>? units, Lineage lineage, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(UnitStatements.Versions(units, lineage));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }
}
