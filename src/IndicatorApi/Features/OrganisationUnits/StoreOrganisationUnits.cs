using System.Collections.Frozen;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>Stores units and keeps the tree whole; what POST and PUT share.</summary>
public sealed class StoreOrganisationUnits(IndicatorDbContext context, TimeProvider clock) : ICodedStore<OrganisationUnitBody, OrganisationUnit>
{
    /// <summary>Checks and saves all of the bodies or none; saving waits for the caller's commit.</summary>
    public async Task<UpsertCounts> RunAsync(IReadOnlyList<OrganisationUnitBody> bodies, Func<int, string, string> where, Caller caller, Errors errors,
        CancellationToken cancellationToken)
    {
        var rows = new List<OrganisationUnit>(bodies.Count);
        for (var i = 0; i < bodies.Count && !errors.IsFull; i++) rows.Add(bodies[i].ToRow(errors, member => where(i, member)));
        Batches.CheckRepeated(rows, row => row.Code, where, errors);
        if (errors.Any) return default;

        var tree = await context.OrganisationUnits.AsNoTracking().ToDictionaryAsync(unit => unit.Code, StringComparer.Ordinal, cancellationToken);
        var moved = Place(bodies, rows, tree, where, errors);
        var memberships = await Memberships(context).ToListAsync(cancellationToken);
        if (!errors.Any) Date(new(bodies, rows, where), tree, memberships, caller, errors);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (tree.TryGetValue(rows[i].Code, out var before)) caller.Grant.CheckPlace(before, where(i, "code"), errors);
            if (before?.Path != rows[i].Path) caller.Grant.CheckPlace(rows[i], where(i, "parent"), errors);
        }
        if (!errors.Any) CheckReview(rows, tree, where, caller, errors);
        if (!errors.Any) await KeepDaysAsync(rows, where, errors, cancellationToken);
        if (errors.Any) return default;

        var counts = await context.UpsertAsync(rows, caller.Name, clock, cancellationToken);
        AddMemberships(rows, tree, caller);
        if (moved.Count > 0)
        {
            var ids = moved.Keys.ToArray();
            foreach (var below in await context.OrganisationUnits.Where(unit => ids.Contains(unit.Id)).ToListAsync(cancellationToken)) below.Path =
                moved[below.Id];
        }
        return counts;
    }

    /// <summary>The refusal to change a unit at its place in the tree; null when the caller may.</summary>
    public Task<Problem?> RefusalAsync(OrganisationUnit stored, Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult(caller.Grant.RefusalOfPlace(stored));

    // A unit does without a second person where the units above ask for one only by the word of somebody who could change theirs as well:
    // those who are under a control do not lift it for a part of what is theirs.
    private static void CheckReview(List<OrganisationUnit> rows, Dictionary<string, OrganisationUnit> tree, Func<int, string, string> where, Caller caller,
        Errors errors)
    {
        var after = tree.Values.ToDictionary(unit => unit.Id);
        foreach (var row in rows) after[row.Id] = row;
        for (var i = 0; i < rows.Count; i++)
        {
            var before = tree.GetValueOrDefault(rows[i].Code);
            if (rows[i].Review != Review.None || (before?.Review == Review.None && before.ParentId == rows[i].ParentId)) continue;
            var above = rows[i];
            do above = above.ParentId is { } parent ? after.GetValueOrDefault(parent) : null;
            while (above is { Review: null });
            if (above?.Review == Review.FourEyes) caller.Grant.CheckPlace(above, where(i, "review"), errors);
        }
    }

    // The days that a succession gave a unit go with that succession: who leaves them out does not take them away.
    private async Task KeepDaysAsync(List<OrganisationUnit> rows, Func<int, string, string> where, Errors errors, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var parts = await context.Successions.AsNoTracking()
            .Where(row => !context.Successions.Any(other => other.Undoes == row.Id))
            .SelectMany(row => row.Parts, (row, part) => new { row.FromDate, part.PredecessorId, part.SuccessorId })
            .Where(part => ids.Contains(part.PredecessorId) || ids.Contains(part.SuccessorId)).ToListAsync(cancellationToken);
        var ends = parts.GroupBy(part => part.PredecessorId).ToDictionary(same => same.Key, same => same.First().FromDate.AddDays(-1));
        var begins = parts.GroupBy(part => part.SuccessorId).ToDictionary(same => same.Key, same => same.First().FromDate);
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            var row = rows[i];
            if (ends.TryGetValue(row.Id, out var end) && (row.ValidTo ??= end) != end) Refuse(i, "validTo", end);
            if (begins.TryGetValue(row.Id, out var begin) && (row.ValidFrom ??= begin) != begin) Refuse(i, "validFrom", begin);
        }

        void Refuse(int i, string member, DateOnly day) => errors.Add(where(i, member), ErrorCodes.Inconsistent,
            $"A succession gave '{rows[i].Code}' the day {day:yyyy-MM-dd}: take that succession back first.",
            $"Ngày {day:yyyy-MM-dd} của '{rows[i].Code}' do một lần kế thừa ấn định: hãy hủy lần kế thừa đó trước.");
    }

    private static IQueryable<UnitMembership> Memberships(IndicatorDbContext context) => context.UnitMemberships.AsNoTracking()
        .Where(row => context.UnitMemberships.Any(other => other.OrganisationUnitId == row.OrganisationUnitId && other.ParentFrom != null));

    // Gives each row the day from which on it stands under its parent. Whoever changes what was must be allowed to at every place that changes.
    private void Date(Sent sent, Dictionary<string, OrganisationUnit> tree, List<UnitMembership> memberships, Caller caller, Errors errors)
    {
        var (bodies, rows, where) = sent;
        var now = clock.GetUtcNow();
        // Somewhere it is tomorrow already.
        var latest = DateOnly.FromDateTime(now.AddHours(14).UtcDateTime);
        List<int> dated = [];
        for (var i = 0; i < rows.Count; i++)
        {
            var stored = tree.GetValueOrDefault(rows[i].Code);
            var stays = stored is null || stored.ParentId == rows[i].ParentId;
            rows[i].ParentFrom = bodies[i].ParentFrom ?? (stays ? stored?.ParentFrom : DateOnly.FromDateTime(clock.GetLocalNow().DateTime));
            if (bodies[i].ParentFrom > latest) errors.Add(where(i, "parentFrom"), ErrorCodes.OutOfRange, "not in the future");
            if (!stays || (stored is null ? rows[i].ParentFrom is not null : stored.ParentFrom != rows[i].ParentFrom)) dated.Add(i);
        }
        if (errors.Any || dated.Count == 0) return;

        var before = new UnitTree(tree.Values.ToFrozenDictionary(unit => unit.Id), memberships);
        foreach (var i in dated)
        {
            if (!tree.TryGetValue(rows[i].Code, out var stored)) continue;
            var from = rows[i].ParentFrom ?? DateOnly.MinValue;
            var changed = stored.ParentFrom < from ? stored.ParentFrom.Value : from;
            foreach (var path in before.PathsFrom(stored, changed)) caller.Grant.CheckPlace(stored, where(i, "parentFrom"), errors, path);
        }
        var known = memberships.Select(row => row.OrganisationUnitId).ToHashSet();
        var after = new UnitTree(
            tree.Values.ExceptBy(rows.Select(row => row.Id), unit => unit.Id).Concat(rows).ToFrozenDictionary(unit => unit.Id),
            memberships.Concat(dated.SelectMany(i => With(rows[i], tree.GetValueOrDefault(rows[i].Code), known, caller.Name, now))));
        foreach (var i in dated)
        {
            var (row, from) = (rows[i], rows[i].ParentFrom ?? DateOnly.MinValue);
            if (after.Changes.Where(day => day > from).Prepend(from).Any(day => after.IsLoop(row, day)))
                errors.Add(where(i, "parentFrom"), ErrorCodes.Inconsistent, $"'{row.Code}' would once have stood under itself.",
                    $"'{row.Code}' sẽ có lúc nằm dưới chính nó.");
        }
    }

    // The step that a row adds to where it stood; who never moved has stood in one place since ever.
    private static IEnumerable<UnitMembership> With(OrganisationUnit row, OrganisationUnit? stored, HashSet<Guid> known, string caller, DateTimeOffset now)
    {
        if (stored is not null && !known.Contains(row.Id)) yield return Membership(stored, stored.RowVersion, caller, now);
        yield return Membership(row, (stored?.RowVersion ?? 0) + 1, caller, now);
    }

    private void AddMemberships(List<OrganisationUnit> rows, Dictionary<string, OrganisationUnit> tree, Caller caller)
    {
        var now = clock.GetUtcNow();
        foreach (var row in rows)
        {
            var stored = tree.GetValueOrDefault(row.Code);
            if (stored is not null && stored.ParentId == row.ParentId && stored.ParentFrom == row.ParentFrom) continue;
            context.Add(Membership(row, (stored?.RowVersion ?? 0) + 1, caller.Name, now));
        }
    }

    private static UnitMembership Membership(OrganisationUnit row, long version, string caller, DateTimeOffset now) => new()
    {
        OrganisationUnitId = row.Id,
        RowVersion = version,
        ParentId = row.ParentId,
        ParentFrom = row.ParentFrom,
        RecordedAt = now,
        RecordedBy = caller,
    };

    // Gives each row its parent and path; parents may stand anywhere in the batch. Returns the new paths of units that move with one above them.
    private Dictionary<Guid, string> Place(
        IReadOnlyList<OrganisationUnitBody> bodies, List<OrganisationUnit> rows, Dictionary<string, OrganisationUnit> tree, Func<int, string, string> where,
        Errors errors)
    {
        var codes = tree.Values.ToDictionary(unit => unit.Id, unit => unit.Code);
        var parents = tree.Values.ToDictionary(unit => unit.Code, unit => unit.ParentId is { } id ? codes[id] : null, StringComparer.Ordinal);
        var made = new Ids(clock.GetUtcNow());
        foreach (var row in rows)
        {
            row.Id = tree.TryGetValue(row.Code, out var stored) ? stored.Id : made.Next();
        }
        var ids = tree.Values.Concat(rows).GroupBy(unit => unit.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Id, StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++) parents[rows[i].Code] = bodies[i].Parent;

        for (var i = 0; i < rows.Count; i++)
        {
            var chain = new List<string>();
            var code = rows[i].Code;
            for (var above = code; above is not null; above = parents[above])
            {
                if (chain.Contains(above))
                {
                    errors.Add(where(i, "parent"), ErrorCodes.Inconsistent, $"'{code}' would stand under itself.",
                    $"'{code}' sẽ nằm dưới chính nó."); break;
                }
                if (!parents.ContainsKey(above)) { errors.Add(where(i, "parent"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, above); break; }
                chain.Add(above);
            }
            if (errors.IsFull) break;
            chain.Reverse();
            rows[i].ParentId = bodies[i].Parent is { } parent && ids.TryGetValue(parent, out var id) ? id : null;
            rows[i].Path = string.Concat(chain.Select(above => above + "/"));
        }
        if (errors.Any) return [];

        var moved = new Dictionary<Guid, string>();
        var wanted = rows.Select(row => row.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in tree.Values.Where(unit => !wanted.Contains(unit.Code)))
        {
            var path = unit.Code + "/";
            for (var above = parents[unit.Code]; above is not null; above = parents[above]) path = $"{above}/{path}";
            if (path != unit.Path) moved[unit.Id] = path;
        }
        return moved;
    }

    /// <summary>What came in, the rows of it, and where a member of it stands.</summary>
    private readonly record struct Sent(
        IReadOnlyList<OrganisationUnitBody> Bodies, List<OrganisationUnit> Rows, Func<int, string, string> Where);
}
