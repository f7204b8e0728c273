using System.Globalization;
using System.Threading.RateLimiting;

namespace IndicatorApi.Http;

/// <summary>Limits how often one key, or one address without a key, may ask; the state of the server may always be asked for.</summary>
public sealed class RateLimit : IDisposable
{
    private readonly RequestDelegate _next;
    private readonly RefusalLog _log;
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    /// <summary>A bucket per caller that holds what may come in two seconds.</summary>
    public RateLimit(RequestDelegate next, Settings settings, RefusalLog log)
    {
        (_next, _log) = (next, log);
        var perSecond = settings.Limits.RequestsPerSecond;
        _limiter = PartitionedRateLimiter.Create<HttpContext,
        string>(http => RateLimitPartition.GetTokenBucketLimiter(Caller(http), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * 2,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    }

    /// <summary>Passes the request on, or answers 429.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path == "/healthz" || http.Request.Path == "/readyz")
        {
            await _next(http);
            return;
        }
        using var lease = _limiter.AttemptAcquire(http);
        if (lease.IsAcquired)
        {
            await _next(http);
            return;
        }
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after.TotalSeconds : 1;
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait)).ToString(CultureInfo.InvariantCulture);
        _log.Note(http, "more requests than Limits__RequestsPerSecond");
        await new Problem(ErrorCodes.TooManyRequests).ExecuteAsync(http);
    }

    public void Dispose() => _limiter.Dispose();

    private static string Caller(HttpContext http) =>
        CallerClaims.IdentityOf(http.User) ?? CallerAddress.Of(http.Connection.RemoteIpAddress);
}
