using IndicatorApi.Data;

namespace IndicatorApi;

/// <summary>Asks every server each second how it fares, where there are several.</summary>
public sealed class ServersWatch(Database database, TimeProvider clock) : BackgroundWork
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (!database.Reads.AreSeveral) return;
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        do await database.Reads.LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
