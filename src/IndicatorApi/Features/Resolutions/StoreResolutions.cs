using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Resolutions;

/// <summary>Stores resolutions, and gives the terms of targets and actuals the dates that follow from them; what POST and PUT share.</summary>
public sealed class StoreResolutions(IndicatorDbContext context, TimeProvider clock) : ICodedStore<ResolutionBody, Resolution>
{
    /// <summary>Checks and adds all of the bodies or none; saving waits for the caller's commit.</summary>
    public async Task<UpsertCounts> RunAsync(IReadOnlyList<ResolutionBody> bodies, Func<int, string, string> where, Caller caller, Errors errors, CancellationToken cancellationToken)
    {
        var rows = new List<Resolution>(bodies.Count);
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++) rows.Add(bodies[i].ToRow(errors, member => where(i, member)));
        Batches.CheckRepeated(rows, row => row.Code, where, errors);
        if (errors.Any) return default;

        var unitCodes = bodies.Select(body => body.OrgUnit).Distinct().ToArray();
        var units = await context.OrganisationUnits.AsNoTracking().Where(unit => unitCodes.Contains(unit.Code)).ToDictionaryAsync(unit => unit.Code, StringComparer.Ordinal, cancellationToken);
        var codes = rows.Select(row => row.Code).ToArray();
        var stored = await context.Resolutions.AsNoTracking().Where(row => codes.Contains(row.Code)).ToDictionaryAsync(row => row.Code, StringComparer.Ordinal, cancellationToken);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (units.TryGetValue(bodies[i].OrgUnit, out var unit))
            {
                rows[i].OrganisationUnitId = unit.Id;
                caller.Scope.Check(unit, where(i, "orgUnit"), errors);
            }
            else
            {
                errors.Add(where(i, "orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, bodies[i].OrgUnit);
            }
            if (!stored.TryGetValue(rows[i].Code, out var before)) continue;
            if (before.OrganisationUnitId != rows[i].OrganisationUnitId)
                caller.Scope.Check(await context.OrganisationUnits.AsNoTracking().SingleAsync(other => other.Id == before.OrganisationUnitId, cancellationToken), where(i, "code"), errors);
            if ((before.OrganisationUnitId != rows[i].OrganisationUnitId || before.Term != rows[i].Term)
                && await context.Targets.AnyAsync(target => target.ResolutionId == before.Id, cancellationToken))
            {
                errors.Add(where(i, "term"), ErrorCodes.Inconsistent, "It has targets: its unit and term stay. Make a new resolution.",
                    "Nghị quyết đã có chỉ tiêu: không đổi đơn vị và nhiệm kỳ. Hãy tạo Nghị quyết mới.");
            }
        }
        if (errors.Any) return default;
        var counts = await context.UpsertAsync(rows, caller.Name, clock, cancellationToken);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await RedateAsync([.. rows.Select(row => row.OrganisationUnitId).Concat(stored.Values.Select(row => row.OrganisationUnitId)).Distinct()], cancellationToken);
        return counts;
    }

    /// <summary>The refusal to change a resolution of a foreign unit; null when the caller may.</summary>
    public async Task<Problem?> RefusalAsync(Resolution stored, Caller caller, CancellationToken cancellationToken) =>
        caller.Scope.Refusal(await context.OrganisationUnits.AsNoTracking().SingleAsync(unit => unit.Id == stored.OrganisationUnitId, cancellationToken));

    /// <summary>
    /// Dates the terms of these units anew, after their resolutions have changed: targets of a resolution follow its own dates, actuals
    /// the span of all the unit's resolutions of that term. The calendar's dates stand in where no document gives any, as in <see cref="Terms"/>.
    /// </summary>
    public async Task RedateAsync(Guid[] units, CancellationToken cancellationToken)
    {
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), units, cancellationToken);
        await context.Database.ExecuteSqlAsync($"""
            WITH term AS (
              SELECT id, organisation_unit_id, term, coalesce(term_start, make_date(left(term, 4)::int, 1, 1)) AS starts, coalesce(term_end, make_date(right(term, 4)::int, 12, 31)) AS ends
              FROM resolution WHERE organisation_unit_id = ANY({units}))
            UPDATE target t SET scope_start = term.starts, scope_end = term.ends
            FROM term
            WHERE t.organisation_unit_id = term.organisation_unit_id AND t.resolution_id = term.id AND t.period = term.term
              AND (t.scope_start, t.scope_end) IS DISTINCT FROM (term.starts, term.ends)
            """, cancellationToken);
        await context.Database.ExecuteSqlAsync($"""
            WITH term AS (
              SELECT organisation_unit_id, term, min(coalesce(term_start, make_date(left(term, 4)::int, 1, 1))) AS starts, max(coalesce(term_end, make_date(right(term, 4)::int, 12, 31))) AS ends
              FROM resolution WHERE organisation_unit_id = ANY({units}) GROUP BY 1, 2),
            dated AS (
              SELECT DISTINCT a.organisation_unit_id, a.period,
                coalesce(term.starts, make_date(left(a.period, 4)::int, 1, 1)) AS starts, coalesce(term.ends, make_date(right(a.period, 4)::int, 12, 31)) AS ends
              FROM actual a LEFT JOIN term ON term.organisation_unit_id = a.organisation_unit_id AND term.term = a.period
              WHERE a.organisation_unit_id = ANY({units}) AND length(a.period) = 9)
            UPDATE actual a SET period_start = dated.starts, period_end = dated.ends
            FROM dated
            WHERE a.organisation_unit_id = dated.organisation_unit_id AND a.period = dated.period
              AND (a.period_start, a.period_end) IS DISTINCT FROM (dated.starts, dated.ends)
            """, cancellationToken);
    }
}
