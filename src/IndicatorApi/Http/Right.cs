namespace IndicatorApi.Http;

/// <summary>Names of the rights that endpoints ask for.</summary>
public static class Right
{
    /// <summary>Read anything.</summary>
    public const string Read = "read";

    /// <summary>Write actuals, see submissions and decide on those of others.</summary>
    public const string Report = "report";

    /// <summary>Write units, resolutions, targets, claims and benchmarks; close periods and open them again.</summary>
    public const string Plan = "plan";

    /// <summary>Write indicators, which belong to no unit: the role of <see cref="Plan"/> with a grant for all units.</summary>
    public const string Define = "define";

    /// <summary>Manage keys; with a grant for all units.</summary>
    public const string Administer = "administer";

    /// <summary>Read what the server measures of itself; any role with a grant for all units, or anyone where that is set.</summary>
    public const string Measure = "measure";
}
