namespace IndicatorApi.Http;

/// <summary>Refuses before anything is read what no endpoint takes: addresses that are too long, and bodies that would have to be unpacked.</summary>
public sealed class RequestGuard(RequestDelegate next)
{
    /// <summary>Most letters of an address with its query.</summary>
    public const int LongestAddress = 8 * 1024;

    /// <summary>Passes the request on, or refuses it.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.Value!.Length + request.QueryString.Value!.Length > LongestAddress) return new Problem(ErrorCodes.AddressTooLong, LongestAddress)
            .ExecuteAsync(http);
        // A few bytes could unpack to gigabytes.
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            return new Problem(ErrorCodes.PackedBody).ExecuteAsync(http);
        return next(http);
    }
}
