using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace IndicatorApi.Http;

/// <summary>
/// One address may be answered in several formats, languages and codings. The answer names in <c>Vary</c> what was negotiated, and a
/// compressed one has a strong entity tag of its own, <c>"1--br"</c> beside <c>"1"</c>; conditions take either.
/// </summary>
public sealed partial class Variants(RequestDelegate next)
{
    /// <summary>What is compressed when the caller takes it.</summary>
    public static IReadOnlyList<string> Compressed { get; } =
        ["application/json", "application/problem+json", "application/x-ndjson", "text/csv", "text/html", "text/css", "text/javascript", "image/svg+xml",
            "application/geo+json"];

    /// <summary>Says that the answer depends on a header of the request.</summary>
    public static void By(HttpContext http, string header)
    {
        if (http.Response.HasStarted) return;
        var named = http.Response.Headers.Vary;
        if (!named.Any(names => names!.Split(',', StringSplitOptions.TrimEntries)
            .Contains(header, StringComparer.OrdinalIgnoreCase))) http.Response.Headers.Vary = StringValues.Concat(named, header);
    }

    /// <summary>Passes conditions on without the coding, and gives the tag of a compressed answer its coding.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        var known = Coding().Match(headers.IfNoneMatch.ToString()).Value;
        if (known.Length > 0) headers.IfNoneMatch = Coding().Replace(headers.IfNoneMatch.ToString(), "");
        if (headers.IfMatch.Count > 0) headers.IfMatch = Coding().Replace(headers.IfMatch.ToString(), "");
        http.Response.OnStarting(() =>
        {
            var isUnchanged = http.Response.StatusCode == StatusCodes.Status304NotModified;
            if (isUnchanged || Compressed.Contains(http.Response.ContentType?.Split(';')[0] ?? "", StringComparer.OrdinalIgnoreCase)) By(
                http, "Accept-Encoding");
            var tag = http.Response.Headers.ETag.ToString();
            var coding = isUnchanged ? known : http.Response.Headers.ContentEncoding.ToString() is { Length: > 0 } used ? $"--{used}" : "";
            if (coding.Length > 0 && tag.EndsWith('"')) http.Response.Headers.ETag = $"{tag[..^1]}{coding}\"";
            return Task.CompletedTask;
        });
        return next(http);
    }

    [GeneratedRegex("--(br|gzip)(?=\")")]
    private static partial Regex Coding();
}

/// <summary>The format that was negotiated by <c>Accept</c>, however the header was spelled; entity tags are made with it.</summary>
/// <param name="Name">The format's name; empty for JSON.</param>
public sealed record NegotiatedFormat(string Name)
{
    /// <summary>The name of the format of an answer, empty where nothing was negotiated.</summary>
    public static string Of(HttpContext http) => http.Features.Get<NegotiatedFormat>()?.Name ?? "";
}
