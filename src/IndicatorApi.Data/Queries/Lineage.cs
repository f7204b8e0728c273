using System.Collections.Frozen;

namespace IndicatorApi.Data;

/// <summary>One predecessor and one successor of it.</summary>
/// <param name="Succession">The succession.</param>
/// <param name="Predecessor">Who ended.</param>
/// <param name="Successor">Who took its place.</param>
/// <param name="From">The first day of the successor.</param>
/// <param name="Share">How much of the predecessor it took: 1 where it is the only one; null where nobody knows.</param>
public sealed record Passing(Guid Succession, Guid Predecessor, Guid Successor, DateOnly From, decimal? Share);

/// <summary>Which units took the place of which. Almost no unit ever does, so only those that did are kept.</summary>
public sealed class Lineage
{
    private static readonly Passing[] None = [];

    private readonly FrozenDictionary<Guid, Passing[]> _into;
    private readonly FrozenDictionary<Guid, Passing[]> _outOf;
    private readonly FrozenDictionary<Guid, Guid[]> _kin;

    /// <summary>Learns what happened; what was undone counts for kinship only, so that what depends on a unit never loses one of its grounds.</summary>
    public Lineage(IReadOnlyCollection<Succession> successions)
    {
        var undone = successions.Select(succession => succession.Undoes).OfType<Guid>().ToHashSet();
        var all = successions.SelectMany(Passings).OrderBy(part => part.Predecessor).ThenBy(part => part.Successor).ToList();
        var standing = all.Where(part => !undone.Contains(part.Succession)).ToList();
        _into = standing.GroupBy(part => part.Successor).ToFrozenDictionary(parts => parts.Key, parts => parts.ToArray());
        _outOf = standing.GroupBy(part => part.Predecessor).ToFrozenDictionary(parts => parts.Key, parts => parts.ToArray());
        _kin = Families(all);
        Successions = successions;
        Undone = undone;
    }

    /// <summary>No succession.</summary>
    public static Lineage Empty { get; } = new([]);

    /// <summary>All that was ever recorded.</summary>
    public IReadOnlyCollection<Succession> Successions { get; }

    /// <summary>Those of them that were undone.</summary>
    public IReadOnlySet<Guid> Undone { get; }

    /// <summary>Whom a unit took the place of.</summary>
    public IReadOnlyList<Passing> Into(Guid unit) => _into.GetValueOrDefault(unit, None);

    /// <summary>Who took a unit's place, all on one day.</summary>
    public IReadOnlyList<Passing> OutOf(Guid unit) => _outOf.GetValueOrDefault(unit, None);

    /// <summary>All whose facts may play a part in a unit's answers, itself included; one array for all of a family; null for who is alone.</summary>
    public Guid[]? Kin(Guid unit) => _kin.GetValueOrDefault(unit);

    /// <summary>Units with their kin, each once; the same list where none has any.</summary>
    public IReadOnlyList<Guid> WithKin(IReadOnlyList<Guid> units) =>
        _kin.Count == 0 || !units.Any(_kin.ContainsKey) ? units : [.. units.Concat(units.SelectMany(unit => Kin(unit) ?? [])).Distinct()];

    /// <summary>Units and all whose place they took, however far back.</summary>
    public IEnumerable<Guid> WithPredecessors(IEnumerable<Guid> units)
    {
        HashSet<Guid> seen = [];
        Stack<Guid> left = new(units);
        while (left.TryPop(out var unit))
        {
            if (!seen.Add(unit)) continue;
            foreach (var part in Into(unit)) left.Push(part.Predecessor);
        }
        return seen;
    }

    private static IEnumerable<Passing> Passings(Succession succession) => succession.Parts.GroupBy(part => part.PredecessorId)
        .SelectMany(parts => parts.Select(part => new Passing(
            succession.Id, part.PredecessorId, part.SuccessorId, succession.FromDate, parts.Count() == 1 ? part.Share ?? 1 : part.Share)));

    private static FrozenDictionary<Guid, Guid[]> Families(List<Passing> parts)
    {
        var neighbours = parts.SelectMany(part => new[] { (part.Predecessor, part.Successor), (part.Successor, part.Predecessor) })
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        Dictionary<Guid, Guid[]> families = [];
        foreach (var first in neighbours.Select(pair => pair.Key))
        {
            if (families.ContainsKey(first)) continue;
            HashSet<Guid> family = [];
            Stack<Guid> left = new([first]);
            while (left.TryPop(out var unit))
            {
                if (!family.Add(unit)) continue;
                foreach (var other in neighbours[unit]) left.Push(other);
            }
            Guid[] all = [.. family.Order()];
            foreach (var unit in all) families[unit] = all;
        }
        return families.ToFrozenDictionary();
    }
}
