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
    /// </remarks>
    public async Task<bool> IsSettledAsync(DateTimeOffset then, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - then > LongestWrite) return true;
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
        await using var command = database.Fresh.CreateCommand("""
            SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation IN ('unit_version'::regclass, 'reference_version'::regclass)
            """);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
