namespace IndicatorApi.Data;

/// <summary>Makes sure that an instant is history: that nothing can still be recorded at it.</summary>
public sealed class History(Database database, TimeProvider clock)
{
    /// <summary>Longest time between a writer's taking the time and its commit: what statements are given, several times over.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits until every transaction that may still record something at this instant has ended, so that the same question about it has
    /// the same answer for ever. Returns false when one takes longer than two seconds.
    /// </summary>
    /// <remarks>A writer locks first and takes the time after: one that begins after this question will record a later time.</remarks>
    public async Task<bool> IsSettledAsync(DateTimeOffset then, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - then > LongestWrite) return true;
        var started = clock.GetTimestamp();
        var next = await ReadAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint", cancellationToken);
        while (await ReadAsync("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint", cancellationToken) < next)
        {
            if (clock.GetElapsedTime(started) > Patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(25), clock, cancellationToken);
        }
        return true;
    }

    private async Task<long> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
