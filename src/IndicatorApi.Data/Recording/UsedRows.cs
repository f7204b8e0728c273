using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Keeps what figures refer to from being removed while they are written, without a lock on its row.</summary>
/// <remarks>
/// Units and indicators stand on every node of a cluster, where a lock on one row holds up the writers of all others. So writers hold the counters
/// of their units (<see cref="VersionCounters"/>) and share a lock on the number of each indicator; who removes one of them takes the same alone.
/// Numbers may coincide: then one removal waits for a writer it need not wait for.
/// </remarks>
public static class UsedRows
{
    private const string Number = "hashtextextended(id::text, 0)";

    /// <summary>Waits for the writes with this indicator that run, and keeps new ones waiting until the transaction ends.</summary>
    public static Task LockIndicatorAsync(this IndicatorDbContext context, Guid indicator, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({Number}) FROM unnest(@p0) AS id", [new[] { indicator }], cancellationToken);

    /// <summary>Marks indicators as used until the transaction ends, in one order.</summary>
    internal static NpgsqlBatchCommand Use(Guid[] indicators)
    {
        var command = new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock_shared({Number}) FROM (SELECT id FROM unnest($1) AS id ORDER BY id) AS used");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = indicators });
        return command;
    }
}
