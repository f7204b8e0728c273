using Microsoft.AspNetCore.Http.Features;

namespace IndicatorApi.Files.Sending;

/// <summary>Puts a <see cref="Spool"/> between every endpoint and its caller: the work of a request ends when its answer is made, not when it
/// is read.</summary>
public sealed class SpooledAnswers(RequestDelegate next, SpoolSpace space)
{
    /// <summary>Runs the request, and waits for its reader afterwards.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var caller = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var spool = new Spool(http, caller, space);
        http.Features.Set<IHttpResponseBodyFeature>(spool);
        try
        {
            await next(http);
            await spool.CompleteAsync();
        }
        catch
        {
            // What is half sent must not look whole.
            await spool.AbandonAsync();
            throw;
        }
        finally
        {
            http.Features.Set(caller);
            await spool.DisposeAsync();
        }
    }
}
