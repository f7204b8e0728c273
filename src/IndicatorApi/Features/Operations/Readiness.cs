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
        try
        {
            await using var command = database.Readiness.CreateCommand("SELECT version FROM reference_version WHERE id = 1");
            await command.ExecuteScalarAsync(CancellationToken.None);
            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return new Problem(ErrorCodes.DatabaseUnavailable);
        }
    }
}
