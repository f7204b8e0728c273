using Microsoft.AspNetCore.Authorization;

namespace IndicatorApi.Http;

/// <summary>Says of every answer who may keep it, unless its endpoint said so itself: caches protect answers to <c>Authorization</c>, not to a key.</summary>
public static class Caching
{
    private const string Nobody = "no-store";
    private const string TheCaller = "private, no-cache";
    private const string Anyone = "public, no-cache";

    /// <summary>Sets <c>Cache-Control</c>, and <c>Vary</c> by who asks, just before an answer begins.</summary>
    public static void UseCaching(this IApplicationBuilder app, Func<HttpContext, bool> showsWhoCalls, params string[] credentials) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            var right = http.GetEndpoint()?.Metadata.GetMetadata<RequiredRight>()?.Right;
            if (headers.CacheControl.Count == 0) headers.CacheControl = Of(http, right, showsWhoCalls(http));
            // Where a key decides whether and what is answered, also an answer without one depends on it.
            if (right is not null || showsWhoCalls(http)) foreach (var header in credentials) Variants.By(http, header);
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static string Of(HttpContext http, string? right, bool isShown)
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        // Problems are of a moment, and what administrators read is of people and keys.
        if (!isRead || right is Right.Administer) return Nobody;
        if (http.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified)) return Nobody;
        if (isShown) return TheCaller;
        return right is null && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null ? Nobody : Anyone;
    }
}
