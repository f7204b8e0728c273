using System.Security.Claims;

namespace IndicatorApi.Http;

/// <summary>Names of the rights that endpoints ask for.</summary>
public static class Right
{
    /// <summary>Read anything.</summary>
    public const string Read = "read";

    /// <summary>Write actuals.</summary>
    public const string Report = "report";

    /// <summary>Write units, indicators, resolutions, targets, claims and benchmarks.</summary>
    public const string Plan = "plan";

    /// <summary>Manage keys.</summary>
    public const string Administer = "administer";
}

/// <summary>Who calls, as far as revisions must know.</summary>
public static class Caller
{
    /// <summary>The name that revisions keep.</summary>
    public static string Name(ClaimsPrincipal user) => user.Identity?.Name ?? "anonymous";
}
