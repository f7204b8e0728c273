using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>How new an answer is: each write says its version, a reader may ask for no less, and each answer from memory says its age.</summary>
public static class DataVersion
{
    /// <summary>On the answer of a write: the version from which on it is seen. On an answer from memory: what it was made of.</summary>
    public const string Header = "Data-Version";

    /// <summary>On a question: the answer has to be of this version or a later one.</summary>
    public const string LeastHeader = "Min-Version";

    /// <summary>How many milliseconds ago the answer was known to be what the database has.</summary>
    public const string AgeHeader = "Data-Age";

    /// <summary>The version that the answer must have at least; null where none is asked for.</summary>
    public static FactVersions? Wanted(HttpContext http, Errors errors)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(errors);
        var text = http.Request.Headers[LeastHeader];
        if (text.Count == 0) return null;
        if (text.ToString().Split('-') is [var names, var units] && long.TryParse(names, NumberStyles.None, CultureInfo.InvariantCulture, out var reference)
            && long.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out var sum)) return new FactVersions(reference, sum);
        errors.Add(LeastHeader, ErrorCodes.InvalidQuery, "a Data-Version such as 7-1234");
        return null;
    }

    /// <summary>Says the version of a write.</summary>
    public static void Say(HttpContext http, FactVersions? version)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (version is { } known) http.Response.Headers[Header] = Of(known);
    }

    internal static string Of(FactVersions version) => string.Create(CultureInfo.InvariantCulture, $"{version.Reference}-{version.Units}");

    /// <summary>Says how old the answer is: that of the database is as new as the database.</summary>
    internal static void SayAge(HttpContext http, TimeSpan age) =>
        http.Response.Headers[AgeHeader] = ((long)age.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Answers no write before what it wrote is seen by whoever asks this instance next.</summary>
public sealed class OwnWrites(RequestDelegate next, FactSnapshot snapshot)
{
    /// <summary>Waits between the commit and the answer.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method))
        {
            http.Response.OnStarting(async () =>
            {
                if (http.Response.StatusCode < StatusCodes.Status400BadRequest) DataVersion.Say(http, await snapshot.AfterWriteAsync());
            });
        }
        return next(http);
    }
}
