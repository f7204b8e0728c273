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
        for (var i = 0; i < rows.Count && !errors.IsFull; i++)
        {
            if (tree.TryGetValue(rows[i].Code, out var before)) caller.Grant.CheckPlace(before, where(i, "code"), errors);
            if (before?.Path != rows[i].Path) caller.Grant.CheckPlace(rows[i], where(i, "parent"), errors);
        }
        if (errors.Any) return default;

        var counts = await context.UpsertAsync(rows, caller.Name, clock, cancellationToken);
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
                if (chain.Contains(above)) { errors.Add(where(i, "parent"), ErrorCodes.Inconsistent, $"'{code}' would stand under itself.",
                    $"'{code}' sẽ nằm dưới chính nó."); break; }
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
}
