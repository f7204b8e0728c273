namespace IndicatorApi.Access;

/// <summary>Stores once a minute which keys were used, so that no request pays for it.</summary>
public sealed class KeyUses(ApiKeys keys, TimeProvider clock, ILogger<KeyUses> logger) : BackgroundWork
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.StoreUsesAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "The last uses of keys could not be stored; they will be next time");
            }
        }
    }
}
