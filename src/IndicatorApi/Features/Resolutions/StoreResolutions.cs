using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Resolutions;

/// <summary>Stores resolutions; what POST and PUT share. The days of their terms are read wherever a term is named, see <see cref="Calendar"/>.</summary>
public sealed class StoreResolutions(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock) : ICodedStore<ResolutionBody, Resolution>
{
    /// <summary>Checks and adds all of the bodies or none; saving waits for the caller's commit.</summary>
    public async Task<UpsertCounts> RunAsync(IReadOnlyList<ResolutionBody> bodies, Func<int, string, string> where, Caller caller, Errors errors,
        CancellationToken cancellationToken)
    {
        var rows = new List<Resolution>(bodies.Count);
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++) rows.Add(bodies[i].ToRow(errors, member => where(i, member)));
        Batches.CheckRepeated(rows, row => row.Code, where, errors);
        if (errors.Any) return default;

        var unitCodes = bodies.Select(body => body.OrgUnit).Distinct().ToArray();
        var units = await context.OrganisationUnits.AsNoTracking().Where(unit => unitCodes.Contains(unit.Code))
            .ToDictionaryAsync(unit => unit.Code, StringComparer.Ordinal, cancellationToken);
        var codes = rows.Select(row => row.Code).ToArray();
        var stored = await context.Resolutions.AsNoTracking().Where(row => codes.Contains(row.Code))
            .ToDictionaryAsync(row => row.Code, StringComparer.Ordinal, cancellationToken);
        var reference = await cache.GetAsync(cancellationToken);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (units.TryGetValue(bodies[i].OrgUnit, out var unit))
            {
                rows[i].OrganisationUnitId = unit.Id;
                caller.Grant.Check(unit, where(i, "orgUnit"), errors, PathThen(unit, rows[i], reference));
            }
            else
            {
                errors.Add(where(i, "orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, bodies[i].OrgUnit);
            }
            if (!stored.TryGetValue(rows[i].Code, out var before)) continue;
            var old = before.OrganisationUnitId == rows[i].OrganisationUnitId ? unit : await UnitAsync(before, cancellationToken);
            if (old is not null) caller.Grant.Check(old, where(i, "code"), errors, PathThen(old, before, reference));
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
        return counts;
    }

    /// <summary>The refusal to change a resolution of a foreign unit; null when the caller may.</summary>
    public async Task<Problem?> RefusalAsync(Resolution stored, Caller caller, CancellationToken cancellationToken)
    {
        var unit = await UnitAsync(stored, cancellationToken);
        return caller.Grant.Refusal(unit, PathThen(unit, stored, await cache.GetAsync(cancellationToken)));
    }

    private Task<OrganisationUnit> UnitAsync(Resolution resolution, CancellationToken cancellationToken) =>
        context.OrganisationUnits.AsNoTracking().SingleAsync(unit => unit.Id == resolution.OrganisationUnitId, cancellationToken);

    // A document belongs to who plans for the unit where it stood at the end of the document's time.
    private static string? PathThen(OrganisationUnit unit, Resolution resolution, ReferenceData reference) =>
        reference.Knows(unit.Id) ? reference.PathIn(unit, Calendar.TermOf(resolution)) : null;
}
