using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Features.Targets;

/// <summary>Stores targets, a version with every change; what POST and PUT share.</summary>
public sealed class StoreTargets(IndicatorDbContext context, ParentTargets parents, TimeProvider clock)
{
    /// <summary>
    /// Checks and saves all of the bodies or none inside the caller's transaction. A target is found again by its resolution, indicator, group and
    /// period, several of them by their position.
    /// </summary>
    /// <returns>The counts, and the rows in the order of the bodies.</returns>
    public async Task<(UpsertCounts Counts, IReadOnlyList<Target> Rows)> RunAsync(
        IReadOnlyList<TargetBody> bodies, Func<int, string, string> where, ReferenceData reference, Caller caller, Errors errors,
        CancellationToken cancellationToken)
    {
        var rows = Read(bodies, where, reference, caller, errors);
        if (errors.Any) return default;

        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), rows.Select(row => row.OrganisationUnitId),
            cancellationToken);
        var units = rows.Select(row => row.OrganisationUnitId).Distinct().ToArray();
        var resolutions = rows.Select(row => row.ResolutionId).Distinct().ToArray();
        var stored = await context.Targets
            .Where(target => units.Contains(target.OrganisationUnitId) && resolutions.Contains(target.ResolutionId))
            .ToListAsync(cancellationToken);
        var same = SameTargets.Find(rows, stored, where, errors);
        if (errors.Any) return default;
        await parents.CheckAsync(rows, same, where, reference, errors, cancellationToken);
        if (errors.Any) return default;
        var next = stored.Concat(rows).GroupBy(target => target.ResolutionId)
            .ToDictionary(group => group.Key, group => group.Max(target => target.Position) + 1);
        int created = 0, updated = 0;
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        for (var i = 0; i < rows.Count; i++)
        {
            if (same[i] is not { } existing)
            {
                rows[i].Id = ids.Next();
                if (rows[i].Position == 0) rows[i].Position = next[rows[i].ResolutionId]++;
                rows[i].RowVersion = 1;
                context.Add(rows[i]);
                created++;
            }
            else
            {
                if (!Replace(existing, rows[i])) { rows[i] = existing; continue; }
                rows[i] = existing;
                updated++;
            }
            AddVersion(rows[i], bodies[i], caller, now, deleted: false);
        }
        return (new UpsertCounts(created, updated, rows.Count - created - updated), rows);
    }

    /// <summary>One target, after every other writer of its unit has finished: what is read here is what a precondition is held against.</summary>
    public async Task<Target?> LockAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key)) return null;
        var unit = await context.Targets.Where(row => row.Id == key).Select(row => (Guid?)row.OrganisationUnitId).SingleOrDefaultAsync(cancellationToken);
        if (unit is null) return null;
        await VersionCounters.RaiseUnitsAsync((NpgsqlConnection)context.Database.GetDbConnection(), [unit.Value], cancellationToken);
        return await context.Targets.SingleOrDefaultAsync(row => row.OrganisationUnitId == unit && row.Id == key, cancellationToken);
    }

    /// <summary>Replaces one target under its id, when the body differs from it. The caller has locked it.</summary>
    public async Task<bool> ReplaceAsync(Target existing, TargetBody body, ReferenceData reference, Caller caller, Errors errors,
        CancellationToken cancellationToken)
    {
        var row = Read([body], (_, member) => member, reference, caller, errors).FirstOrDefault();
        if (row is not null && row.OrganisationUnitId != existing.OrganisationUnitId)
            errors.Add("resolution", ErrorCodes.Inconsistent, "A target stays with its unit.", "Chỉ tiêu không chuyển sang đơn vị khác.");
        if (errors.Any || row is null) return false;
        await parents.CheckAsync([row], [existing], (_, member) => member, reference, errors, cancellationToken);
        var others = await context.Targets.AsNoTracking()
            .Where(target => target.OrganisationUnitId == existing.OrganisationUnitId && target.ResolutionId == row.ResolutionId && target.Id != existing.Id)
            .ToListAsync(cancellationToken);
        if (others.Exists(other => other.Position == row.Position)) SameTargets.AddTaken(errors, "position", row.Position);
        if (row.Position == 0 && others.Exists(other => SameTargets.Key(other) == SameTargets.Key(row)))
            errors.Add("position", ErrorCodes.Inconsistent, "Another target stands on this indicator and period: give this one its position.",
                "Đã có chỉ tiêu khác cho cùng nội dung và kỳ này: hãy ghi vị trí (position).");
        if (SameTargets.Key(row) is var key && (key.Indicator, key.Group) != (existing.IndicatorId, existing.GroupCode)
            && await context.Targets.AnyAsync(target => target.ParentTargetId == existing.Id, cancellationToken))
            errors.Add("indicator", ErrorCodes.Inconsistent, "It has shares on this indicator and group: these stay.",
                "Đã có chỉ tiêu giao theo nội dung này: không đổi chỉ tiêu và nhóm.");
        if (errors.Any) return false;
        if (row.Position > 0)
        {
            existing.Position = row.Position;
        }
        else if (row.ResolutionId != existing.ResolutionId)
        {
            // In the other resolution it stands last.
            existing.Position = 1 + others.Select(target => target.Position).DefaultIfEmpty().Max();
        }
        if (!Replace(existing, row)) return false;
        AddVersion(existing, body, caller, clock.GetUtcNow(), deleted: false);
        return true;
    }

    /// <summary>Notes a version of a target as it stands now.</summary>
    public void AddVersion(Target target, TargetBody? body, Caller caller, DateTimeOffset now, bool deleted) =>
        context.TargetVersions.Add(Mapping.To<TargetChange, TargetVersion>(
            new TargetChange(target, deleted, body?.Reason?.Normalize().Trim(), body?.LegalBasis?.Normalize().Trim(), now, caller.Name)));

    private static List<Target> Read(IReadOnlyList<TargetBody> bodies, Func<int, string, string> where, ReferenceData reference, Caller caller, Errors errors)
    {
        var rows = new List<Target>(bodies.Count);
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++)
        {
            var body = bodies[i];
            Text.Clean(errors, where(i, "reason"), body.Reason, 1000);
            Text.Clean(errors, where(i, "legalBasis"), body.LegalBasis, 500);
            var resolution = body.Resolution is null ? null : reference.Resolution(body.Resolution);
            var indicator = reference.Indicator(body.Indicator);
            if (body.Resolution is null) errors.Add(where(i, "resolution"), ErrorCodes.Required);
            else if (resolution is null) errors.Add(where(i, "resolution"), ErrorCodes.UnknownReference, Noun.Resolution, body.Resolution);
            else CheckUnit(body, resolution, member => where(i, member), reference, caller, errors);
            if (indicator is null) errors.Add(where(i, "indicator"), ErrorCodes.UnknownReference, Noun.Indicator, body.Indicator);
            if (resolution is not null && indicator is not null) rows.Add(body.ToRow(resolution, indicator, reference, errors, member => where(i, member)));
        }
        return rows;
    }

    // A target is set by who plans for the unit where it belongs at the end of the target's time, and only for a time in which there is one.
    private static void CheckUnit(TargetBody body, Resolution resolution, Func<string, string> where, ReferenceData reference, Caller caller, Errors errors)
    {
        var unit = reference.Unit(resolution.OrganisationUnitId);
        var scope = reference.Calendar.Scope(resolution.Id, body.Period ?? Calculation.Period.Parse(resolution.Term, null));
        caller.Grant.Check(unit, where("resolution"), errors, reference.PathIn(unit, scope));
        if (ReferenceData.Lived(unit, scope) is null) errors.Add(unit.OutsideLife(where("period"), reference.SuccessorsOf(unit)));
    }

    // Takes over the content, not the identity; true when anything differs. The database gives JSON back with its own blanks and order.
    private bool Replace(Target existing, Target row)
    {
        // The days beside the name of a term are nobody's content, whatever an earlier row has there.
        if (row.Period == existing.Period) (row.ScopeStart, row.ScopeEnd) = (existing.ScopeStart, existing.ScopeEnd);
        row.Id = existing.Id;
        row.Position = existing.Position;
        row.RowVersion = existing.RowVersion;
        if (SameJson(existing.Rule, row.Rule)) row.Rule = existing.Rule;
        if (existing.Checkpoints is not null && row.Checkpoints is not null && SameJson(existing.Checkpoints, row.Checkpoints))
            row.Checkpoints = existing.Checkpoints;
        if (existing.Coordinating is not null && row.Coordinating is not null && SameJson(existing.Coordinating, row.Coordinating))
            row.Coordinating = existing.Coordinating;
        var entry = context.Entry(existing);
        entry.CurrentValues.SetValues(row);
        if (entry.State != EntityState.Modified) return false;
        existing.RowVersion++;
        return true;
    }

    private static bool SameJson(string one, string other)
    {
        using var first = JsonDocument.Parse(one);
        using var second = JsonDocument.Parse(other);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}

/// <summary>A target as it stands after a change, and what is kept of the change itself: everything a version is made of.</summary>
internal sealed record TargetChange(Target Target, bool Deleted, string? Reason, string? LegalBasis, DateTimeOffset RecordedAt, string RecordedBy);

internal sealed class TargetVersionMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<TargetChange, TargetVersion>()
        .Map(version => version, change => change.Target)
        .Map(version => version.TargetId, change => change.Target.Id);
}
