using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Figures;

/// <summary>Where one figure stands: the address of an actual, resolved.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Period">The time.</param>
public sealed record ActualPlace(OrganisationUnit Unit, Indicator Indicator, Period Period)
{
    /// <summary>Reads the three parts of an address; a part that names nothing is a 404, a period that is none is a 400.</summary>
    public static (ActualPlace? Place, Problem? Problem) Find(string orgUnit, string indicator, string period, ReferenceData reference)
    {
        var errors = new Errors();
        var when = ParameterText.Period(errors, "period", period);
        if (errors.AreFatal(out var problem)) return (null, problem);
        if (reference.Unit(orgUnit) is not { } unit) return (null, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
        if (reference.Indicator(indicator) is not { } what) return (null, Problem.Unknown(Noun.Indicator, indicator));
        return (new ActualPlace(unit, what, when!.Value), null);
    }

    /// <summary>Of the rows those of a unit, of all under one, of an indicator; a name that names nothing is a 404.</summary>
    public static (IQueryable<T> Rows, Problem? Problem) Narrow<T>(
        IQueryable<T> rows, string? orgUnit, string? under, string? indicator, ReferenceData reference) where T : ActualFigure
    {
        if (orgUnit is not null)
        {
            if (reference.Unit(orgUnit) is not { } unit) return (rows, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
            rows = rows.Where(row => row.OrganisationUnitId == unit.Id);
        }
        if (under is not null)
        {
            if (reference.Unit(under) is not { } top) return (rows, Problem.Unknown(Noun.OrganisationUnit, under));
            var units = reference.Under(top).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => units.Contains(row.OrganisationUnitId));
        }
        if (indicator is not null)
        {
            if (reference.Indicator(indicator) is not { } what) return (rows, Problem.Unknown(Noun.Indicator, indicator));
            rows = rows.Where(row => row.IndicatorId == what.Id);
            // The key begins with the unit: with all of them named it finds those of one indicator, and in its order.
            if (orgUnit is null && under is null)
            {
                var units = reference.Units.Select(unit => unit.Id).ToArray();
                rows = rows.Where(row => units.Contains(row.OrganisationUnitId));
            }
        }
        return (rows, null);
    }

    /// <summary>That the figure here is to be withdrawn.</summary>
    public WantedFigure ToWithdrawal(string? group, string? reason) => new(Unit.Id, Indicator.Id, group ?? "", Period, Figure: null, reason);
}
