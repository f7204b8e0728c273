namespace IndicatorApi.Http;

/// <summary>Gives addresses in <c>Location</c> the prefix under which a proxy shows the server, as links to next pages have it.</summary>
public sealed class PrefixedLocations(RequestDelegate next)
{
    /// <summary>Runs the rest, and looks at what it answers before it is sent.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.PathBase.HasValue) return next(http);
        http.Response.OnStarting(() =>
        {
            var prefix = http.Request.PathBase.Value!;
            if (http.Response.Headers.Location is [{ } location] && location.StartsWith('/') && !location.StartsWith(prefix + "/", StringComparison.Ordinal))
                http.Response.Headers.Location = prefix + location;
            return Task.CompletedTask;
        });
        return next(http);
    }
}
