using IndicatorApi.Data;

namespace IndicatorApi.Features.Operations;

/// <summary>Keeps the facts in memory as new as the database has them.</summary>
public sealed partial class FactFollower(FactSnapshot snapshot, TimeProvider clock, ILogger<FactFollower> logger) : BackgroundWork
{
    private const long WorthTidying = 16 * 1024 * 1024;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        if (!snapshot.IsEnabled) return;
        var began = clock.GetTimestamp();
        var (isTold, isFailing) = (false, false);
        while (true)
        {
            var started = clock.GetTimestamp();
            try
            {
                var isMore = await snapshot.StepAsync(stoppingToken);
                if (isFailing) LogBack(logger);
                isFailing = false;
                if (!isMore && !isTold)
                {
                    isTold = true;
                    if (snapshot.Bytes > WorthTidying) Tidy();
                    LogHeld(logger, snapshot.Units, snapshot.All, snapshot.Bytes / 1024 / 1024, clock.GetElapsedTime(began).TotalSeconds);
                }
                if (isMore) continue;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing) LogFailure(logger, exception.Message);
                isFailing = true;
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
            // Where asking takes long, it is asked less often.
            var took = clock.GetElapsedTime(started);
            await Task.Delay(took < Step ? Step : took > AfterFailure ? AfterFailure : took, clock, stoppingToken);
        }
    }

    // What is left of reading a country is more than the country: given back once, while the program has just begun, it is not taken along for hours.
    private static void Tidy() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Held} of {All} units are in memory, {Megabytes} MB, after {Seconds:0.0} s; the database answers for the others")]
    private static partial void LogHeld(ILogger logger, int held, int all, long megabytes, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Memory cannot follow the database, which answers by itself meanwhile: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Memory follows the database again")]
    private static partial void LogBack(ILogger logger);
}
