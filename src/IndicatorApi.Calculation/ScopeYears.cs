namespace IndicatorApi.Calculation;

/// <summary>The calendar years of a target that is asked for in each year.</summary>
/// <remarks>
/// A year belongs to the scope that holds more than half of its days, so that consecutive terms share none: 2020-05-20..2025-06-30 has
/// the years 2020 to 2024, and 2025 belongs to the next term. A scope that holds most of no year has the years it touches.
/// </remarks>
public static class ScopeYears
{
    /// <summary>The first and the last year of a scope.</summary>
    /// <param name="scope">The target's scope.</param>
    public static (int First, int Last) Of(Period scope)
    {
        var first = scope.Start.Year;
        var last = scope.End.Year;
        var firstIsHeld = Period.Year(first).LiesMostlyIn(scope);
        var lastIsHeld = Period.Year(last).LiesMostlyIn(scope);
        // Only the two edges can fail, and every year between them is held whole.
        if (!firstIsHeld && !lastIsHeld && last - first < 2)
            return (first, last);
        return (firstIsHeld ? first : first + 1, lastIsHeld ? last : last - 1);
    }

    /// <summary>Whether a year belongs to a scope.</summary>
    /// <param name="scope">The target's scope.</param>
    /// <param name="year">The calendar year.</param>
    public static bool Holds(Period scope, int year)
    {
        (var first, var last) = Of(scope);
        return first <= year && year <= last;
    }
}
