using Npgsql;

namespace IndicatorApi.Data;

/// <summary>What the coordinator of a cluster calls committed, and its nodes may not show yet.</summary>
internal static class ClusterCommits
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until every node shows what was committed so far, to whoever reads there after it.</summary>
    /// <remarks>A transaction over several nodes is prepared on each before it is committed at the coordinator, and shown by each a little later.</remarks>
    public static async Task SeenByAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var waited = await PreparedAsync(connection, cancellationToken);
        while (waited.Count > 0)
        {
            if (TimeProvider.System.GetElapsedTime(began) > LongestWait)
                throw new NpgsqlException("A node of the cluster has not ended a transaction.", new TimeoutException());
            await Task.Delay(Pause, cancellationToken);
            waited.IntersectWith(await PreparedAsync(connection, cancellationToken));
        }
    }

    private static async Task<HashSet<string>> PreparedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT success, result FROM run_command_on_workers(
              $$SELECT coalesce(string_agg(gid, ' '), '') FROM pg_prepared_xacts WHERE gid LIKE 'citus%' AND database = current_database()$$)
            """, connection);
        HashSet<string> prepared = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!reader.GetBoolean(0)) throw new NpgsqlException("A node of the cluster does not answer.", new TimeoutException());
            prepared.UnionWith(reader.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        return prepared;
    }
}
