using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace IndicatorApi.Data;

/// <summary>Which unit stood under which on any day. Almost no unit ever moves, so only those that did are kept, beside the tree of today.</summary>
public sealed class UnitTree
{
    private readonly FrozenDictionary<Guid, OrganisationUnit> _units;
    private readonly FrozenDictionary<Guid, IReadOnlyList<(DateOnly From, Guid? Parent)>> _moved;
    private readonly DateOnly[] _changes;
    private readonly ConcurrentDictionary<int, FrozenDictionary<Guid, string>> _before = [];

    /// <summary>Learns who moved when, from memberships in the order in which they were recorded.</summary>
    public UnitTree(FrozenDictionary<Guid, OrganisationUnit> units, IEnumerable<UnitMembership> memberships)
    {
        _units = units;
        _moved = memberships.Where(membership => units.ContainsKey(membership.OrganisationUnitId))
            .GroupBy(membership => membership.OrganisationUnitId)
            .Select(unit => (unit.Key, Line: LineOf(unit)))
            .Where(unit => unit.Line is not [(var from, _)] || from != DateOnly.MinValue)
            .ToFrozenDictionary(unit => unit.Key, unit => unit.Line);
        _changes = [.. _moved.Values.SelectMany(line => line.Select(step => step.From)).Distinct().Order()];
    }

    /// <summary>What the memberships of one unit say together: each holds from its day on, until the next day that a later one says.</summary>
    public static IReadOnlyList<(DateOnly From, Guid? Parent)> LineOf(IEnumerable<UnitMembership> memberships)
    {
        List<(DateOnly From, Guid? Parent)> line = [];
        foreach (var membership in memberships.OrderBy(membership => membership.RowVersion))
        {
            var from = membership.ParentFrom ?? DateOnly.MinValue;
            line.RemoveAll(step => step.From >= from);
            line.Add((from, membership.ParentId));
        }
        return line;
    }

    /// <summary>The unit above on a day; null at the top, and before the unit stood anywhere.</summary>
    public Guid? ParentOf(OrganisationUnit unit, DateOnly? day)
    {
        if (day is not { } when || !_moved.TryGetValue(unit.Id, out var line)) return unit.ParentId;
        for (var i = line.Count - 1; i >= 0; i--)
        {
            if (line[i].From <= when) return line[i].Parent;
        }
        return null;
    }

    /// <summary>The days on which somebody moved, in order.</summary>
    public IReadOnlyList<DateOnly> Changes => _changes;

    /// <summary>Whether a unit would stand under itself on a day.</summary>
    public bool IsLoop(OrganisationUnit unit, DateOnly day)
    {
        var above = ParentOf(unit, day);
        for (var left = _units.Count; above is { } id && left > 0; left--)
        {
            if (id == unit.Id) return true;
            above = _units.TryGetValue(id, out var next) ? ParentOf(next, day) : null;
        }
        return above is not null;
    }

    /// <summary>Where a unit stood from a day on: its paths on that day and on every day after it on which somebody moved.</summary>
    public IEnumerable<string> PathsFrom(OrganisationUnit unit, DateOnly day) =>
        _changes.Where(change => change > day).Prepend(day).Select(change => PathOf(unit, change)).Distinct();

    /// <summary>Codes of a unit and of all that ever stood above it.</summary>
    public IEnumerable<string> EverAbove(OrganisationUnit unit) =>
        PathsFrom(unit, DateOnly.MinValue).SelectMany(path => path.Split('/', StringSplitOptions.RemoveEmptyEntries)).Distinct();

    /// <summary>Codes from the root to the unit as it stood on a day, each followed by a slash; today when null.</summary>
    public string PathOf(OrganisationUnit unit, DateOnly? day) =>
        day is { } when && Before(when) is { } paths && paths.TryGetValue(unit.Id, out var path) ? path : unit.Path;

    /// <summary>The unit and all that stood under it on a day; today when null.</summary>
    public IEnumerable<OrganisationUnit> Under(OrganisationUnit top, DateOnly? day)
    {
        var path = PathOf(top, day);
        return _units.Values.Where(unit => PathOf(unit, day).StartsWith(path, StringComparison.Ordinal));
    }

    // The paths that were other ones; null where the tree was that of today. There are as many trees as days on which somebody moved.
    private FrozenDictionary<Guid, string>? Before(DateOnly day)
    {
        if (_changes.Length == 0 || day >= _changes[^1]) return null;
        var at = Array.BinarySearch(_changes, day);
        return _before.GetOrAdd(at < 0 ? ~at : at + 1, _ => Paths(day));
    }

    private FrozenDictionary<Guid, string> Paths(DateOnly day)
    {
        Dictionary<Guid, string> paths = [];
        foreach (var unit in _units.Values)
        {
            var path = "";
            var left = _units.Count;
            for (var above = unit; above is not null && left-- > 0;
                above = ParentOf(above, day) is { } parent ? _units.GetValueOrDefault(parent) : null) path = $"{above.Code}/{path}";
            if (path != unit.Path) paths[unit.Id] = path;
        }
        return paths.ToFrozenDictionary();
    }
}
