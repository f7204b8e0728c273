using IndicatorApi.Data;
using Npgsql;

namespace IndicatorApi.Features.Operations;

/// <summary>Puts each request under <see cref="DatabaseWatch"/>, and answers for those that it ends.</summary>
public sealed class Deadlines(RequestDelegate next, DatabaseWatch watch)
{
    /// <summary>Runs the request, or answers 503.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var caller = http.RequestAborted;
        using var request = watch.Begin(caller);
        http.Items[typeof(RunningRequest)] = request;
        http.Response.OnStarting(() =>
        {
            request.HasAnswered = true;
            return Task.CompletedTask;
        });
        http.RequestAborted = request.Token;
        try
        {
            await next(http);
        }
        catch (Exception exception) when (request.Problem is not null && !http.Response.HasStarted && !caller.IsCancellationRequested && !IsStored(exception))
        {
            http.RequestAborted = caller;
            http.Response.Clear();
            await request.Problem.ExecuteAsync(http);
        }
        finally
        {
            http.RequestAborted = caller;
        }
    }

    // "Nothing was stored" would not be true.
    private static bool IsStored(Exception exception) => exception is PostgresException { SqlState: ConfirmedCommits.Unconfirmed };
}
