using System.Globalization;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Achievements;

/// <summary>Whose tree an answer about a period follows: that of its last day, of another day, or of today.</summary>
public static class TreeBoundaries
{
    private const string Today = "today";
    private const string AsOf = "asOf:";

    /// <summary>Adds an error unless the parameter can be read.</summary>
    public static void Check(Errors errors, string? boundaries)
    {
        if (boundaries is not (null or Today) && DayOf(boundaries) is null) errors.Add(
            "boundaries", ErrorCodes.UnknownWord, boundaries, "asOf:2022-12-31, today");
    }

    /// <summary>The day whose tree holds; null for today's.</summary>
    /// <param name="boundaries">The parameter, checked.</param>
    /// <param name="period">The asked period as the unit at the top means it.</param>
    public static DateOnly? Day(string? boundaries, Period period) => boundaries is null ? period.End : DayOf(boundaries);

    private static DateOnly? DayOf(string text) =>
        text.StartsWith(AsOf, StringComparison.Ordinal)
        && DateOnly.TryParseExact(text.AsSpan(AsOf.Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
