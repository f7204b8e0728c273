using System.Security.Cryptography;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Idempotency;

/// <summary>
/// Answers a repeated POST as it was answered first. The request is reserved before it runs and its answer kept after it succeeded; requests
/// that fail give the reservation back. A server that dies in between leaves a reservation that is taken over after its lease: the request
/// then runs again, which these endpoints bear, because they find what they store by its own key.
/// </summary>
public sealed class IdempotencyKeys(RequestDelegate next, IdempotentRequests requests, TimeProvider clock, ILogger<IdempotencyKeys> logger)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Set to <c>true</c> on an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int LongestKey = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the request, waits for the one that runs, or answers with what was kept.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var given = http.Request.Headers[Header];
        // A header that was passed over would promise what nobody keeps. Where no route answers, what it says comes first.
        if (given.Count == 0 || http.GetEndpoint() is not RouteEndpoint endpoint) return next(http);
        if (endpoint.Metadata.GetMetadata<TakesIdempotencyKey>() is null) return new Problem(ErrorCodes.IdempotencyKeyNotTaken).ExecuteAsync(http);
        var key = given.ToString();
        return given.Count == 1 && key.Length is > 0 and <= LongestKey && key.All(letter => letter is > ' ' and <= '~')
            ? RunAsync(http, key) : new Problem(ErrorCodes.InvalidIdempotencyKey, LongestKey).ExecuteAsync(http);
    }

    private async Task RunAsync(HttpContext http, string key)
    {
        var caller = CallerClaims.IdentityOf(http.User) ?? throw new InvalidOperationException("A creating POST without a caller.");
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{http.Request.Path}\n{key}"));
        var request = await HashAsync(http);
        var attempt = Guid.CreateVersion7(clock.GetUtcNow());
        var since = clock.GetTimestamp();
        while (!await requests.ReserveAsync(id, request, attempt, http.RequestAborted))
        {
            var found = await requests.FindAsync(id, http.RequestAborted);
            if (found is not { } known) continue;
            if (!known.RequestHash.AsSpan().SequenceEqual(request))
            {
                await new Problem(ErrorCodes.IdempotencyKeyReused).ExecuteAsync(http);
                return;
            }
            if (known.Answer is { } answer)
            {
                await ReplayAsync(http, answer);
                return;
            }
            if (clock.GetElapsedTime(since) > Patience)
            {
                http.Response.Headers.RetryAfter = "5";
                await new Problem(ErrorCodes.StillRunning).ExecuteAsync(http);
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock, http.RequestAborted);
        }
        await RunFirstAsync(http, id, attempt);
    }

    private async Task RunFirstAsync(HttpContext http, byte[] id, Guid attempt)
    {
        var response = http.Response;
        var outer = response.Body;
        using var kept = new MemoryStream();
        response.Body = kept;
        var hasSucceeded = false;
        try
        {
            await next(http);
            hasSucceeded = response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            response.Body = outer;
            // Also when the caller has gone: the reservation must not outlive the request.
            await SettleAsync(id, attempt, !hasSucceeded ? null : new KeptAnswer(
                response.StatusCode, response.ContentType, NullIfEmpty(response.Headers.Location), NullIfEmpty(response.Headers.ETag), kept.ToArray()));
        }
        kept.Position = 0;
        await kept.CopyToAsync(outer, http.RequestAborted);
    }

    private async Task SettleAsync(byte[] id, Guid attempt, KeptAnswer? answer)
    {
        try
        {
            if (answer is null) await requests.ReleaseAsync(id, attempt, CancellationToken.None);
            else await requests.CompleteAsync(id, attempt, answer, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning(exception, "The outcome of a request with an {Header} could not be kept; its lease will run out", Header);
        }
    }

    private static async Task ReplayAsync(HttpContext http, KeptAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        if (answer.Location is not null) response.Headers.Location = answer.Location;
        if (answer.EntityTag is not null) response.Headers.ETag = answer.EntityTag;
        response.Headers[ReplayedHeader] = "true";
        await response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static async Task<byte[]> HashAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0) hash.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static string? NullIfEmpty(Microsoft.Extensions.Primitives.StringValues header) => header.Count == 0 ? null : header.ToString();
}

/// <summary>Forgets once an hour the keys that have expired.</summary>
public sealed class IdempotencyKeyExpiry(IdempotentRequests requests, TimeProvider clock, ILogger<IdempotencyKeyExpiry> logger) : BackgroundWork
{
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await requests.ForgetAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning(exception, "Expired idempotency keys could not be removed; they will be next time");
            }
        }
    }
}
