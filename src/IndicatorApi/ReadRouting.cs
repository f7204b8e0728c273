using System.Security.Claims;
using IndicatorApi.Data;
using IndicatorApi.Features.Operations;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Primitives;

namespace IndicatorApi;

/// <summary>Chooses the server that a read is answered by, all of it; where that one is gone or lags, the read begins again at the next.</summary>
/// <remarks>Only what reads is done again: of a write nobody knows whether it was stored.</remarks>
public sealed partial class ReadRouting(RequestDelegate next, Database database, IServiceScopeFactory scopes, ILogger<ReadRouting> logger)
{
    /// <summary>Runs the request; a read at the first server that answers.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        var servers = database.Reads.InOrder(http.GetEndpoint()?.Metadata.GetMetadata<SeesEveryWrite>() is not null);
        KeyValuePair<string, StringValues>[] headers = servers.Count > 1 ? [.. http.Response.Headers] : [];
        for (var i = 0; ; i++)
        {
            database.ReadFrom(servers[i]);
            if (servers.Count > 1 && http.Items[typeof(RunningRequest)] is RunningRequest running) running.Server = servers[i];
            try
            {
                await next(http);
                return;
            }
            catch (Exception exception) when (
                i + 1 < servers.Count && !http.Response.HasBegun() && !http.RequestAborted.IsCancellationRequested && ReadServers.MayAnotherAnswer(exception))
            {
                if (ReadServers.IsGone(exception)) servers[i].MarkDown();
                LogAnother(logger, http.Request.Path, exception.Message);
            }
            catch (StandbyLagsException) when (!http.Response.HasStarted)
            {
                await new Problem(ErrorCodes.NotSettled).ExecuteAsync(http);
                return;
            }
            BeginAgain(http, headers);
        }
    }

    private void BeginAgain(HttpContext http, KeyValuePair<string, StringValues>[] headers)
    {
        http.Response.Clear();
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        // Contexts and whoever has authenticated belong to the server that was tried.
        var scope = scopes.CreateAsyncScope();
        http.Response.RegisterForDisposeAsync(scope);
        http.RequestServices = scope.ServiceProvider;
        http.User = new ClaimsPrincipal();
        http.Features.Set<IAuthenticateResultFeature>(null);
        http.Features.Set<IHttpAuthenticationFeature>(null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is asked of another server: {Why}")]
    private static partial void LogAnother(ILogger logger, string path, string why);
}
