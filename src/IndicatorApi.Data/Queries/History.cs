using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>Makes sure that an instant is history: that nothing can still be recorded at it.</summary>
public sealed class History(Database database, TimeProvider clock)
{
    /// <summary>Longest time between a writer's taking the time and its commit: the time that the writing of an import is given.</summary>
    public static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits until every transaction that may still record something at this instant has ended, so that the same question about it has
    /// the same answer for ever. Returns false when one takes longer than two seconds.
    /// </summary>
    /// <remarks>
    /// A writer locks the counter of its units or of the reference data first and takes the time after: who holds no such lock now will
    /// record a later time. Locks are seen of this database only, and of every writer that it has.
    /// A standby is asked only about what it has replayed; about the rest another server has to be asked.
    /// </remarks>
    /// <exception cref="StandbyLagsException">This standby has not come so far.</exception>
    public async Task<bool> IsSettledAsync(DateTimeOffset then, CancellationToken cancellationToken)
    {
        var isOld = clock.GetUtcNow() - then > LongestWrite;
        if (ReferenceEquals(database.Read, database.Reads.Primary)) return isOld || await HaveEndedAsync(cancellationToken);
        if (await HasReplayedAsync("pg_last_xact_replay_timestamp() > $1",
            new NpgsqlParameter<DateTimeOffset> { TypedValue = then + LongestWrite }, cancellationToken)) return true;
        if (!database.Reads.Primary.IsUp) return false;
        if (!isOld && !await HaveEndedAsync(cancellationToken)) return false;
        var position = new NpgsqlParameter<NpgsqlLogSequenceNumber> { TypedValue = await PositionAsync(cancellationToken), DataTypeName = "pg_lsn" };
        return await HasReplayedAsync("pg_last_wal_replay_lsn() >= $1", position, cancellationToken) ? true : throw new StandbyLagsException();
    }

    // Whether a standby has come so far.
    private async Task<bool> HasReplayedAsync(string condition, NpgsqlParameter parameter, CancellationToken cancellationToken)
    {
        await using var command = database.Read.Source.CreateCommand($"SELECT coalesce({condition}, false)");
        command.Parameters.Add(parameter);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<NpgsqlLogSequenceNumber> PositionAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Reads.Primary.Source.CreateCommand("SELECT pg_current_wal_insert_lsn()");
        return (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<bool> HaveEndedAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var writing = await WritersAsync(cancellationToken);
        while (writing.Length > 0)
        {
            if (clock.GetElapsedTime(started) > Patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(25), clock, cancellationToken);
            writing = [.. writing.Intersect(await WritersAsync(cancellationToken))];
        }
        return true;
    }

    private async Task<string[]> WritersAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Reads.Primary.Source.CreateCommand("""
            SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation IN ('unit_version'::regclass, 'reference_version'::regclass)
            """);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
