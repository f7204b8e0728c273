using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Web;

/// <summary>The dashboard at <c>/</c>: a few files built into the program, that use nothing but the public endpoints.</summary>
public static class Dashboard
{
    private const string Folder = "wwwroot/";

    // No script or style of the page itself, nothing from elsewhere, and no other page may frame it.
    private const string StrictPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = ReadFiles();

    /// <summary>Answers for the files; every other path goes on to the endpoints.</summary>
    /// <param name="app">The server.</param>
    /// <param name="jwt">The issuer whose accounts may be signed in with on the page, where it names a client for that.</param>
    /// <param name="boundaries">The outlines of units that the map draws.</param>
    public static void UseDashboard(this IApplicationBuilder app, JwtSettings? jwt, byte[] boundaries)
    {
        var issuer = jwt?.ClientId is null ? null : jwt;
        // With accounts the page asks one other origin for one thing: tokens.
        var policy = issuer is null ? StrictPolicy : $"{StrictPolicy}; connect-src 'self' {new Uri(issuer.Authority).GetLeftPart(UriPartial.Authority)}";
        var account = JsonSerializer.SerializeToUtf8Bytes(
            issuer is null ? null : new { issuer = issuer.Authority, clientId = issuer.ClientId, scope = issuer.SignInScope }, WireJson.Options);
        var files = new Dictionary<string, PageFile>(Files)
        {
            ["/sign-in.json"] = PageFile.Of(account, "application/json"),
            [Boundaries.Address] = PageFile.Of(boundaries, "application/geo+json"),
        }.ToFrozenDictionary(StringComparer.Ordinal);
        app.Use((http, next) => (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            && files.TryGetValue(http.Request.Path.Value ?? "", out var file) ? file.AnswerAsync(http, policy) : next(http));
    }

    private static FrozenDictionary<string, PageFile> ReadFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var path = name[Folder.Length..];
            files[path == "index.html" ? "/" : $"/{path}"] = PageFile.Of(content, TypeOf(path), path.Contains('-', StringComparison.Ordinal));
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No media type for {other}."),
    };

    private sealed record PageFile(byte[] Content, string Type, string Tag, bool IsNamedByContent)
    {
        public static PageFile Of(byte[] content, string type, bool isNamedByContent = false) =>
            new(content, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isNamedByContent);

        public async Task AnswerAsync(HttpContext http, string policy)
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            // The page names its parts by their content, so these never go stale; the page itself is asked for again.
            headers.CacheControl = IsNamedByContent || http.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
            // The page has forgotten the key and all that it read; what the browser kept of answers goes too. Sheets that were begun stay.
            if (http.Request.Query.ContainsKey("signed-out")) headers["Clear-Site-Data"] = "\"cache\"";
            if (ETags.IsUnchanged(http, Tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            http.Response.ContentType = Type;
            if (HttpMethods.IsGet(http.Request.Method)) await http.Response.BodyWriter.WriteAsync(Content, http.RequestAborted);
        }
    }
}
