using System.Collections.Frozen;

namespace IndicatorApi.Data;

/// <summary>Units in memory as they stood together at one moment of the database. Never changed: what follows it takes its place.</summary>
internal sealed class HeldFacts
{
    private readonly FrozenDictionary<Guid, int> _places;
    private readonly UnitFacts?[] _facts;
    private readonly long[] _versions;
    private readonly int _missing;

    private HeldFacts(ReferenceData reference, FactVersions moment, Guid[] units, FrozenDictionary<Guid, int> places, UnitFacts?[] facts, long[] versions)
    {
        (Reference, Moment, Units, _places, _facts, _versions) = (reference, moment, units, places, facts, versions);
        foreach (var unit in facts)
        {
            if (unit is null) _missing++;
            else Bytes += unit.Bytes;
        }
    }

    /// <summary>Names and definitions, as new as the facts.</summary>
    public ReferenceData Reference { get; }

    /// <summary>The version of the names and the sum of the versions of all units at the moment: they only ever grow.</summary>
    public FactVersions Moment { get; }

    /// <summary>All units, in order of id.</summary>
    public Guid[] Units { get; }

    /// <summary>About how many bytes it takes.</summary>
    public long Bytes { get; }

    /// <summary>How many units are held.</summary>
    public int Count => Units.Length - _missing;

    /// <summary>The units that are not held.</summary>
    public IEnumerable<Guid> Missing => Units.Where((_, place) => _facts[place] is null);

    /// <summary>A unit; null where it is not held.</summary>
    public UnitFacts? Of(Guid unit) => _places.TryGetValue(unit, out var place) ? _facts[place] : null;

    /// <summary>Whether a question about some units, or about all of them, can be answered from here.</summary>
    public bool Holds(IReadOnlyList<Guid>? units)
    {
        if (_missing == 0) return units is null || units.All(_places.ContainsKey);
        // Who is asked about units below may need any of them.
        return units is not null && Reference.Lineage.WithKin(units).All(unit => Of(unit) is { AsksUnitsBelow: false });
    }

    /// <summary>What an answer about some units, or about all of them, depends on; null where that is not known here.</summary>
    public FactVersions? VersionsOf(IReadOnlyList<Guid>? units)
    {
        if (units is null) return Moment;
        if (units is [var one])
        {
            if (Of(one) is not { } facts) return null;
            if (facts.AsksUnitsBelow) return Moment;
            if (Reference.Lineage.Kin(one) is null) return Moment with { Units = facts.Version };
        }
        var sum = 0L;
        foreach (var unit in Reference.Lineage.WithKin(units))
        {
            if (!_places.TryGetValue(unit, out var place)) return null;
            sum += _versions[place];
        }
        return Moment with { Units = sum };
    }

    /// <summary>What it is at a later moment, of which only the versions are known yet: units that changed are not held any more.</summary>
    /// <param name="before">What was held; null for nothing.</param>
    /// <param name="reference">Names and definitions.</param>
    /// <param name="moment">The versions of the moment.</param>
    /// <param name="versions">The versions of the units.</param>
    public static HeldFacts At(HeldFacts? before, ReferenceData reference, FactVersions moment, IReadOnlyDictionary<Guid, long> versions)
    {
        var isSame = ReferenceEquals(before?.Reference, reference);
        var units = isSame ? before!.Units : reference.Units.Select(unit => unit.Id).Order().ToArray();
        var places = isSame ? before!._places : units.Select((unit, place) => (unit, place)).ToFrozenDictionary(pair => pair.unit, pair => pair.place);
        long[] now = [.. units.Select(unit => versions.GetValueOrDefault(unit))];
        UnitFacts?[] facts = [.. units.Select((unit, place) => before?.Of(unit) is { } held && held.Version == now[place] ? held : null)];
        return new HeldFacts(reference, moment, units, places, facts, now);
    }

    /// <summary>The same moment with more units.</summary>
    public HeldFacts With(IReadOnlyDictionary<Guid, UnitFacts> read)
    {
        var facts = (UnitFacts?[])_facts.Clone();
        foreach (var (unit, found) in read)
        {
            if (_places.TryGetValue(unit, out var place) && _versions[place] == found.Version) facts[place] = found;
        }
        return new HeldFacts(Reference, Moment, Units, _places, facts, _versions);
    }

    /// <summary>Units to read next: those that changed first; nothing else where somebody waits, and of very many changed ones none.</summary>
    public Guid[] ToRead(HeldFacts? before, int most, bool isAwaited)
    {
        var changed = Missing.Where(unit => before?.Of(unit) is not null).Take(most + 1).ToArray();
        if (isAwaited) return changed.Length <= most ? changed : [];
        return [.. changed.Concat(Missing.Where(unit => before?.Of(unit) is null)).Take(most)];
    }
}
