namespace IndicatorApi.Features.Dhis2;

/// <summary>Category option combinations: the whole is DHIS2's <c>default</c>, a sub-group is its code.</summary>
public static class Dhis2Combo
{
    /// <summary>The code of the whole.</summary>
    public const string Whole = "default";

    // The identity that every DHIS2 gives it.
    private const string WholeId = "HllvX50cXC0";

    /// <summary>The combination of a sub-group.</summary>
    public static string Write(string group) => group.Length > 0 ? group : Whole;

    /// <summary>The sub-group of a combination; null for the whole.</summary>
    public static string? Read(string? combo) => IsWhole(combo) ? null : combo;

    /// <summary>Whether it is the whole, which need not be said.</summary>
    public static bool IsWhole(string? combo) => combo is null or "" or Whole or WholeId;
}
