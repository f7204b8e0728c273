using System.Collections.Concurrent;

namespace IndicatorApi.Http;

/// <summary>Says in the log who is refused what: one line a minute for each caller and reason, however often they try.</summary>
public sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>Notes a refusal.</summary>
    /// <param name="http">What is refused.</param>
    /// <param name="reason">Why, and which setting decides it.</param>
    public void Note(HttpContext http, string reason)
    {
        var caller = CallerClaims.IdentityOf(http.User) ?? CallerAddress.Of(http.Connection.RemoteIpAddress);
        if (_said.Count >= MostKept) _said.Clear();
        var now = clock.GetTimestamp();
        var key = $"{caller} {reason}";
        if (_said.TryGetValue(key, out var before))
        {
            if (clock.GetElapsedTime(before, now) < Window || !_said.TryUpdate(key, now, before)) return;
        }
        else if (!_said.TryAdd(key, now)) return;
        LogRefused(caller, http.Connection.RemoteIpAddress, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "no route", reason);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Refused {Caller} from {Address} at {Method} {Route}: {Reason}; the same is not said again for a minute")]
    private partial void LogRefused(string caller, System.Net.IPAddress? address, string method, string route, string reason);
}

/// <summary>Notes who may not do what they ask for.</summary>
public sealed class ForbiddenNoted(RequestDelegate next, RefusalLog log)
{
    /// <summary>Runs the request, and notes when it was not allowed.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        if (http.Response.StatusCode == StatusCodes.Status403Forbidden) log.Note(http, "the role or the unit does not allow it");
    }
}
