using System.Globalization;
using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>What PostgreSQL can tell from the stored name of a period. Names are canonical, so that their form says their kind.</summary>
public static class StoredPeriods
{
    /// <summary>How terms are written, and nothing else is.</summary>
    private const string Term = "____-____";

    /// <summary>What the columns beside a name hold, as their comment in the database says it.</summary>
    public const string DaysComment =
        "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.";

    /// <summary>Whether a column names a term: the days beside it say nothing.</summary>
    public static string IsTerm(string column) => $"{column} LIKE '{Term}'";

    /// <summary>Whether a column names a month, a quarter, a half-year or a year.</summary>
    public static string IsPartOfCalendar(string column) => $"({column} NOT LIKE '{Term}' AND {column} NOT LIKE '%--%')";

    /// <summary>Figures that share a day with what lies between two days; a term is given each unit's own.</summary>
    public static IQueryable<T> Between<T>(this IQueryable<T> figures, DateOnly? from, DateOnly? to, Calendar calendar) where T : ActualFigure
    {
        if (from is null && to is null) return figures;
        var (first, last) = (from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
        bool Touches(Period period) => period.End >= first && period.Start <= last;
        // The name answers, but for the units whose own days answer otherwise.
        var others = calendar.Terms.Where(term => Touches(term.Days) != Touches(term.Days.Named)).Select(term => $"{term.Unit}{term.Days}").ToArray();
        var (firstYear, lastYear) = (first.Year.ToString("0000", CultureInfo.InvariantCulture), last.Year.ToString("0000", CultureInfo.InvariantCulture));
        return figures.Where(figure => EF.Functions.Like(figure.Period, Term)
            ? (figure.Period.Substring(5).CompareTo(firstYear) >= 0 && figure.Period.Substring(0, 4).CompareTo(lastYear) <= 0)
                != others.Contains(figure.OrganisationUnitId.ToString() + figure.Period)
            : figure.PeriodEnd >= first && figure.PeriodStart <= last);
    }
}
