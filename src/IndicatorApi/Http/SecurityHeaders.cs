namespace IndicatorApi.Http;

/// <summary>Headers that tell browsers not to do more with an answer than to show it.</summary>
public static class SecurityHeaders
{
    // The page of the documentation styles itself inline, and no page scripts itself so; answers of the API load nothing at all.
    private const string ForPages =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors "
        + "'none'";
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";

    private const string OnlyEncrypted = "max-age=31536000; includeSubDomains";

    /// <summary>Sets the headers just before an answer begins; an endpoint that set its own policy, as pages made for embedding do, keeps it.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (http.Request.IsHttps && !IsThisMachine(http.Request.Host.Host)) headers.StrictTransportSecurity = OnlyEncrypted;
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true ? ForPages : ForData;
            return Task.CompletedTask;
        });
        return next(http);
    });

    // What a browser learns of the name "localhost" would hold for every other program of that machine.
    private static bool IsThisMachine(string host) => host is "localhost" or "[::1]" || host.StartsWith("127.", StringComparison.Ordinal);
}
