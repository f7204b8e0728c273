using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The servers that reads may go to, and which of them is asked.</summary>
/// <param name="primary">The primary, whichever server that is just now.</param>
/// <param name="others">Every server that may be a standby; none where there is one server only, which is then not asked how it fares.</param>
/// <param name="prefersStandbys">Whether standbys come first; otherwise they stand in for a primary that is gone.</param>
/// <param name="clock">The clock.</param>
public sealed class ReadServers(ReadServer primary, IReadOnlyList<ReadServer> others, bool prefersStandbys, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>A standby that lacks what the primary had this long ago is asked only when no other is there.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(30);

    private int _turn;

    /// <summary>The primary.</summary>
    public ReadServer Primary => primary;

    /// <summary>Whether there is more than the primary.</summary>
    public bool AreSeveral => others.Count > 0;

    /// <summary>The servers to ask, the one to begin with first; the others only when those before are gone.</summary>
    /// <param name="isFresh">Whether every write must be seen at once.</param>
    public IReadOnlyList<ReadServer> InOrder(bool isFresh)
    {
        if (others.Count == 0) return [primary];
        var standbys = others.Where(server => server is { IsUp: true, IsStandby: true }).ToList();
        if (standbys.Count > 1)
        {
            var first = (int)((uint)Interlocked.Increment(ref _turn) % standbys.Count);
            standbys = [.. standbys[first..], .. standbys[..first]];
        }
        var near = standbys.FindAll(server => clock.GetElapsedTime(server.CaughtUpAt) <= LongestLag);
        var far = standbys.Except(near);
        List<ReadServer> order = !primary.IsUp ? [.. near, .. far] : prefersStandbys && !isFresh ? [.. near, primary, .. far] : [primary, .. near, .. far];
        // What is thought to be gone, or was not asked yet, is worth a try when all else fails.
        return [.. order.Concat(others.Where(server => server.IsUp)).Append(primary).Concat(others).Distinct()];
    }

    /// <summary>Asks each server how it fares.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (others.Count == 0) return;
        var before = primary.IsUp ? primary.Position : (NpgsqlTypes.NpgsqlLogSequenceNumber?)null;
        var now = clock.GetTimestamp();
        await Task.WhenAll(others.Append(primary).Select(server => server.LookAsync(cancellationToken)));
        foreach (var server in others)
        {
            // Who has what the primary had at the last look is behind by no more than that; nobody is behind a primary that is gone.
            if (server.IsUp && (before is null || !primary.IsUp || server.Position >= before)) server.CaughtUpAt = now;
        }
    }

    /// <summary>Whether another server may answer a read instead: this one is gone, lags, or had to break off for what it replays.</summary>
    public static bool MayAnotherAnswer(Exception exception) => exception is StandbyLagsException || IsGone(exception) || exception switch
    {
        PostgresException postgres => postgres.SqlState is "40001" or "25006",
        { InnerException: { } inner } => MayAnotherAnswer(inner),
        _ => false,
    };

    /// <summary>Whether an error says that the server is gone.</summary>
    public static bool IsGone(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        // It is there, and slow.
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException => true,
        { InnerException: { } inner } => IsGone(inner),
        _ => false,
    };

    public async ValueTask DisposeAsync()
    {
        await primary.DisposeAsync();
        foreach (var server in others) await server.DisposeAsync();
    }
}
