using System.Globalization;

namespace IndicatorApi.Http;

/// <summary>Strong entity tags and the preconditions that rest on them.</summary>
public static class ETags
{
    /// <summary>The tag of a row version.</summary>
    public static string Of(long rowVersion) => string.Create(CultureInfo.InvariantCulture, $"\"{rowVersion}\"");

    /// <summary>Sets the tag; true when the caller already has this version, so that 304 is the answer.</summary>
    public static bool IsUnchanged(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        // Weak comparison, as RFC 9110 has it here: a proxy that compresses makes the tag weak.
        return Lists(http.Request.Headers.IfNoneMatch.ToString().Replace("W/", "", StringComparison.Ordinal), tag);
    }

    /// <summary>The problem with changing a row of this tag: <c>If-Match</c> is missing (428) or old (412); null when it may be changed.</summary>
    public static Problem? Refusal(HttpContext http, string tag)
    {
        var given = http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0) return new Problem(ErrorCodes.PreconditionRequired, tag);
        return Lists(given, tag) ? null : new Problem(ErrorCodes.Stale, tag);
    }

    /// <summary>The problem with creating what does not exist: a caller that sends <c>If-Match</c> believes that it does.</summary>
    public static Problem? RefusalOfNew(HttpContext http) =>
        http.Request.Headers.IfMatch.Count > 0 ? new Problem(ErrorCodes.Stale, "-") : null;

    private static bool Lists(string header, string tag)
    {
        if (header.Length == 0) return false;
        if (header == "*" || header == tag) return true;
        return header.Split(',', StringSplitOptions.TrimEntries).Contains(tag, StringComparer.Ordinal);
    }
}
