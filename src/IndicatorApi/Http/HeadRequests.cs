namespace IndicatorApi.Http;

/// <summary>Answers HEAD wherever GET is answered, with the same headers: the request runs as a GET, and the server sends no body to a HEAD whatever is
/// written.</summary>
public sealed class HeadRequests(RequestDelegate next)
{
    /// <summary>Runs a HEAD as a GET, and names HEAD where the methods of an address are listed.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            var allowed = http.Response.Headers.Allow.ToString().Split(", ");
            if (allowed.Contains("GET") && !allowed.Contains("HEAD")) http.Response.Headers.Allow =
                string.Join(", ", allowed.Append("HEAD").Order(StringComparer.Ordinal));
            return Task.CompletedTask;
        });
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }
}
