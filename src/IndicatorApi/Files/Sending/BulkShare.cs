using System.Threading.RateLimiting;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Sending;

/// <summary>
/// Lets only so many large answers be made at once, so that they leave connections and processors to all others: who comes when all places are taken
/// waits a moment, and then is told to come again. One caller has at most half of the places.
/// </summary>
public sealed class BulkShare(RequestDelegate next, SpoolSpace space, BulkPlaces places, RefusalLog log)
{
    /// <summary>Runs the request, in a place of its own where its answer is large.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!IsBulk(http))
        {
            await next(http);
            return;
        }
        using var place = space.IsShort ? null : await places.TakeAsync(SpoolSpace.CallerOf(http), http.RequestAborted);
        if (place is not null)
        {
            await next(http);
            return;
        }
        log.Note(http, "every place for large answers is taken");
        await new Problem(ErrorCodes.Busy).ExecuteAsync(http);
    }

    private static bool IsBulk(HttpContext http) => http.GetEndpoint()?.Metadata is { } marks
        && (marks.GetMetadata<AnswersWithMuch>() is not null || (marks.GetMetadata<LeavesAsFile>() is { } files && FileChoice.IsWanted(http.Request, files)));
}

/// <summary>Marks an endpoint whose answer is large in every format.</summary>
public sealed record AnswersWithMuch;

/// <summary>The places for large answers.</summary>
/// <param name="count">How many there are.</param>
/// <param name="clock">By which one waits.</param>
public sealed class BulkPlaces(int count, TimeProvider clock) : IDisposable
{
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<string> _limiter =
        PartitionedRateLimiter.CreateChained(Places(caller => caller, Math.Max(1, (count + 1) / 2)), Places(_ => "", count));

    /// <summary>A place until it is disposed of; null when none became free in time.</summary>
    public async Task<IDisposable?> TakeAsync(string caller, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var lease = await _limiter.AcquireAsync(caller, 1, either.Token);
            if (lease.IsAcquired) return lease;
            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<string> Places(Func<string, string> who, int count) => PartitionedRateLimiter.Create<string, string>(
        caller => RateLimitPartition.GetConcurrencyLimiter(who(caller), _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = count,
            QueueLimit = MostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
}
