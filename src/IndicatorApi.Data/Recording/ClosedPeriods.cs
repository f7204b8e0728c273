using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Which periods are closed for which units: a closure holds for the units that stood under its unit in its period.</summary>
/// <remarks>
/// A writer holds the counters of its units until it commits; who closes takes them all first. So a closure waits for writes that run, and writes
/// that come after it see it.
/// </remarks>
public static class ClosedPeriods
{
    /// <summary>
    /// Checks the figures that change something against the limits of their indicator, the life of their unit and the closed periods; what comes after
    /// its period was once closed is late. Refused also when the dates of a term may have just changed.
    /// </summary>
    internal static async Task<Outcome<AllowedFigures>> AllowAsync(
        NpgsqlTransaction transaction, ComparedFigures compared, ReferenceData reference, CancellationToken cancellationToken)
    {
        var figures = compared.All;
        Period[] days = [.. figures.Select(figure => reference.Calendar.Days(figure.Wanted.Unit, figure.Wanted.Period))];
        List<Obstacle> obstacles = [.. OutsideLives(figures, days, reference), .. FigureLimits.Beyond(figures, reference)];
        HashSet<int> late = [];
        await using var command = new NpgsqlCommand($"""
            SELECT k.ord::int - 1, c.id, c.organisation_unit_id, c.period,
                   EXISTS (SELECT 1 FROM closure_unit o WHERE o.organisation_unit_id = u.organisation_unit_id AND o.closure_id = u.closure_id AND o.reopened),
                   (SELECT version FROM reference_version WHERE id = 1)
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (unit, starts, ends, period, ord)
            JOIN closure_unit u ON u.organisation_unit_id = k.unit AND NOT u.reopened
            JOIN closure c ON c.id = u.closure_id
              AND ((c.period_start <= k.ends AND c.period_end >= k.starts) OR {StoredPeriods.IsTerm("c.period")} OR {StoredPeriods.IsTerm("k.period")})
            ORDER BY k.ord, c.id
            """, transaction.Connection, transaction);
        command.Parameters.AddArray(figures, figure => figure.Wanted.Unit);
        command.Parameters.AddArray(days, period => period.Start);
        command.Parameters.AddArray(days, period => period.End);
        command.Parameters.AddTexts(figures, figure => figure.Wanted.Place.Period);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = reader.GetInt32(0);
            var figure = figures[place];
            if (!figure.IsChange) continue;
            var period = Period.Parse(reader.GetString(3), null);
            if ((period.IsTerm || days[place].IsTerm) && reader.GetInt64(5) != reference.Version) return new Refusal.Moved();
            if (!IsUsedIn(reference.Calendar.Days(figure.Wanted.Unit, period), figure.Wanted, days[place], reference)) continue;
            late.Add(place);
            if (reader.GetBoolean(4)) continue;
            if (!reference.Knows(reader.GetGuid(2))) return new Refusal.Moved();
            obstacles.Add(new HoldingClosure(place, reader.GetGuid(1), reference.Unit(reader.GetGuid(2)).Code, reader.GetString(3)));
        }
        var all = figures.Select((figure, place) => new AllowedFigure(figure, late.Contains(place)));
        if (obstacles.Count == 0) return new AllowedFigures([.. all]);
        var refused = obstacles.Select(obstacle => obstacle.Place).ToHashSet();
        return new Refusal.Obstructed(obstacles, new AllowedFigures([.. all.Where((_, place) => !refused.Contains(place))]));
    }

    // What stands already may be withdrawn, also where it should never have come.
    private static IEnumerable<Obstacle> OutsideLives(IReadOnlyList<ComparedFigure> figures, Period[] days, ReferenceData reference) =>
        from place in Enumerable.Range(0, figures.Count)
        where figures[place].IsChange && figures[place].Wanted.Figure is not null
        let unit = reference.Unit(figures[place].Wanted.Unit)
        where ReferenceData.Lived(unit, days[place]) is null
        select new OutsideLife(place, unit, reference.SuccessorsOf(unit));

    // Whether an answer for the closed time, or for a part of it, may rest on a figure of these days: a level belongs where it ends, and so does
    // what is counted up to a day; what is added or averaged belongs to the year or term that has most of its days, once that has ended.
    private static bool IsUsedIn(Period closed, WantedFigure figure, Period days, ReferenceData reference)
    {
        if (!closed.Overlaps(days)) return false;
        if (closed.Contains(days.End)) return true;
        var indicator = reference.Definition(figure.Indicator);
        if (indicator.OverTime == TimeCombining.Last || indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo) return false;
        var years = Enumerable.Range(days.Start.Year, days.End.Year - days.Start.Year + 1).Select(Period.Year);
        return years.Concat(reference.Calendar.TermsOf(figure.Unit)).Append(closed).Any(whole => closed.Contains(whole.End) && days.LiesMostlyIn(whole));
    }

    /// <summary>The closure that holds all of a period for a unit; null when it is open.</summary>
    /// <remarks>What lies only partly in a closed time is told figure by figure.</remarks>
    public static async Task<Closure?> ClosureOfAsync(
        this IndicatorDbContext context, OrganisationUnit unit, Period period, ReferenceData reference, CancellationToken cancellationToken)
    {
        var ofUnit = context.ClosureUnits.Where(row => row.OrganisationUnitId == unit.Id);
        var closures = await context.Closures.AsNoTracking().Include(closure => closure.Reopenings)
            .Where(closure => ofUnit.Any(row => row.ClosureId == closure.Id) && !ofUnit.Any(row => row.ClosureId == closure.Id && row.Reopened))
            .OrderByDescending(closure => closure.Id).ToListAsync(cancellationToken);
        var days = reference.Calendar.Days(unit.Id, period);
        return closures.Find(closure => reference.Calendar.Days(unit.Id, Period.Parse(closure.Period, null)).Contains(days));
    }

    /// <summary>Makes who closes, reopens or changes the tree wait for one another.</summary>
    public static Task LockTreeAsync(this IndicatorDbContext context, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"SELECT version FROM reference_version WHERE id = 1 FOR UPDATE", cancellationToken);

    /// <summary>Waits for the writes of these units that run, and keeps new ones waiting until the transaction ends. Returns the units, in order.</summary>
    public static async Task<List<Guid>> LockUnitsAsync(this IndicatorDbContext context, Guid[] units, CancellationToken cancellationToken)
    {
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), units, cancellationToken);
        return await context.OrganisationUnits.Where(unit => units.Contains(unit.Id)).Select(unit => unit.Id).Order().ToListAsync(cancellationToken);
    }

    /// <summary>Makes a closure hold for these units.</summary>
    public static Task CoverAsync(this IndicatorDbContext context, Guid closure, IReadOnlyList<Guid> units, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"INSERT INTO closure_unit (organisation_unit_id, closure_id, reopened) SELECT unit, {closure}, false FROM unnest({units.ToArray()}) AS unit",
            cancellationToken);

    /// <summary>Ends a closure for these units; returns for how many it still held.</summary>
    public static Task<int> ReopenAsync(this IndicatorDbContext context, Guid closure, IReadOnlyList<Guid> units, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"""
        INSERT INTO closure_unit (organisation_unit_id, closure_id, reopened)
        SELECT organisation_unit_id, closure_id, true FROM closure_unit
        WHERE closure_id = {closure} AND NOT reopened AND organisation_unit_id = ANY({units.ToArray()})
        ON CONFLICT (organisation_unit_id, closure_id, reopened) DO NOTHING
        """, cancellationToken);
}
