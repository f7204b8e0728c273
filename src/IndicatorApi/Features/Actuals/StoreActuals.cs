using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Actuals;

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
        var when = Query.Period(errors, "period", period);
        if (errors.AreFatal(out var problem)) return (null, problem);
        if (reference.Unit(orgUnit) is not { } unit) return (null, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
        if (reference.Indicator(indicator) is not { } what) return (null, Problem.Unknown(Noun.Indicator, indicator));
        return (new ActualPlace(unit, what, when!.Value), null);
    }
}

/// <summary>Turns items into writes; what POST and the imports share.</summary>
public static class StoreActuals
{
    /// <summary>The writes of the items; what is wrong with them is added to the errors.</summary>
    public static List<ActualWrite> Read(IReadOnlyList<ActualItem> items, Func<int, string, string> where, ReferenceData reference, Caller caller, Errors errors)
    {
        var writes = new List<ActualWrite>(items.Count);
        for (var i = 0; i < items.Count && !errors.IsFull; i++)
        {
            var item = items[i];
            var unit = reference.Unit(item.OrgUnit);
            var indicator = reference.Indicator(item.Indicator);
            if (unit is not null) caller.Scope.Check(unit, where(i, "orgUnit"), errors);
            if (unit is null) errors.Add(where(i, "orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, item.OrgUnit);
            if (indicator is null) errors.Add(where(i, "indicator"), ErrorCodes.UnknownReference, Noun.Indicator, item.Indicator);
            if (unit is not null && indicator is not null) writes.Add(item.ToWrite(unit, indicator, item.Period, reference, errors, member => where(i, member)));
        }
        if (!errors.Any) Batches.CheckRepeated(writes, write => (write.Figure.OrganisationUnitId, write.Figure.IndicatorId, write.Figure.GroupCode, write.Figure.Period), where, errors);
        return writes;
    }

    /// <summary>Opens the transaction that a writer works in.</summary>
    public static async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> BeginAsync(Database database, CancellationToken cancellationToken)
    {
        var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        try
        {
            return (connection, await AnsweredBegins.BeginAsync(connection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
