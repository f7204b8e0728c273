using System.Net;

namespace IndicatorApi.Http;

/// <summary>Says in the log who is refused what: one line a minute for each caller and reason, however often they try.</summary>
public sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    private readonly SaidOnce _said = new(TimeSpan.FromMinutes(1), clock);

    /// <summary>Notes a refusal.</summary>
    /// <param name="http">What is refused.</param>
    /// <param name="reason">Why, and which setting decides it.</param>
    public void Note(HttpContext http, string reason)
    {
        var caller = CallerClaims.IdentityOf(http.User) ?? CallerAddress.Of(http.Connection.RemoteIpAddress);
        if (_said.IsDue($"{caller} {reason}"))
            LogRefused(caller, http.Connection.RemoteIpAddress, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "no route", reason);
    }

    /// <summary>Notes that a connection is refused, which has asked for nothing yet.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="reason">Why, and which setting decides it.</param>
    public void NoteConnection(IPAddress address, string reason)
    {
        if (_said.IsDue($"{CallerAddress.Of(address)} {reason}")) LogClosed(address, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Refused {Caller} from {Address} at {Method} {Route}: {Reason}; the same is not said again for a minute")]
    private partial void LogRefused(string caller, IPAddress? address, string method, string route, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed a connection from {Address}: {Reason}; the same is not said again for a minute")]
    private partial void LogClosed(IPAddress address, string reason);
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
