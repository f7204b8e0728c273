namespace IndicatorApi;

/// <summary>Work beside the requests. Being told to end is no fault of it, also when the server never came to listen.</summary>
public abstract class BackgroundWork : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host would log it as a crash where it is not itself stopping.
        }
    }

    /// <summary>Works until it is told to end.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);
}
