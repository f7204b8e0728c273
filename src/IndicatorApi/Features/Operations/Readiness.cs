using IndicatorApi.Data;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Operations;

/// <summary>Asks whether requests can be served, on a connection that no request can hold. However many ask at once, the database is asked once.</summary>
public sealed class Readiness(Database database, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private Task<Problem?>? _asking;
    private Func<bool> _isDown = () => false;

    /// <summary>Whether no primary answered when it was last asked, and a standby did.</summary>
    public bool IsForReadsOnly { get; private set; }

    /// <summary>Also asks the keeper of a private database whether it is down.</summary>
    public void Follow(Func<bool> isDown) => _isDown = isDown;

    /// <summary>Why requests cannot be served; null when they can.</summary>
    public async Task<Problem?> ProblemAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new Problem(ErrorCodes.Stopping);
        if (_isDown()) return new Problem(ErrorCodes.DatabaseRestarting);
        Task<Problem?> asking;
        lock (_lock) asking = _asking is { IsCompleted: false } running ? running : _asking = AskAsync();
        return await asking.WaitAsync(cancellationToken);
    }

    private async Task<Problem?> AskAsync()
    {
        if (await IsStandbyAsync(database.Readiness) is { } isStandby)
        {
            IsForReadsOnly = isStandby;
            return null;
        }
        foreach (var server in database.Reads.InOrder(isFresh: false).Where(server => !ReferenceEquals(server, database.Reads.Primary)))
        {
            if (await IsStandbyAsync(server.Source) is null) continue;
            IsForReadsOnly = true;
            return null;
        }
        return new Problem(ErrorCodes.DatabaseUnavailable);
    }

    // Null when it does not answer, or has no schema.
    private static async Task<bool?> IsStandbyAsync(NpgsqlDataSource server)
    {
        try
        {
            await using var command = server.CreateCommand("SELECT pg_is_in_recovery() FROM reference_version WHERE id = 1");
            command.CommandTimeout = 2;
            return (bool?)await command.ExecuteScalarAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }
}
