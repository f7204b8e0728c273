namespace IndicatorApi.Client;

/// <summary>What the server answered beside its body.</summary>
public class Answer(int statusCode, IReadOnlyDictionary<string, IEnumerable<string>> headers)
{
    /// <summary>The status: 200, 201 or 204.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers { get; } = headers;

    /// <summary>The version of what was read or written, for <c>If-Match</c> and <c>If-None-Match</c>; null where it has none.</summary>
    public string? ETag => Headers.FirstOrDefault(header => string.Equals(header.Key, "ETag", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}

/// <summary>What the server answered.</summary>
public sealed class Answer<TResult>(int statusCode, IReadOnlyDictionary<string, IEnumerable<string>> headers, TResult result) : Answer(statusCode, headers)
{
    /// <summary>The body.</summary>
    public TResult Result { get; } = result;
}
