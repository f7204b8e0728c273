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
