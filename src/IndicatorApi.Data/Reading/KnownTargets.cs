using System.Collections.Concurrent;

namespace IndicatorApi.Data;

/// <summary>Targets by id, as their current version says, on the days of the last calendar they were asked with: a version is read and parsed once.</summary>
internal sealed class KnownTargets
{
    // About 150 MB when full; starting afresh is simpler than choosing which to drop, and reading again is cheap.
    private const int Most = 250_000;
    private readonly ConcurrentDictionary<Guid, StoredTarget> _known = [];

    /// <summary>The target, if it is known in this version.</summary>
    public StoredTarget? Get(Guid id, long version, Calendar calendar)
    {
        if (!_known.TryGetValue(id, out var known) || known.Version != version) return null;
        var scope = calendar.Scope(known.Resolution, known.Definition.Scope);
        if (scope == known.Definition.Scope) return known;
        return _known[id] = known with { Definition = known.Definition with { Scope = scope } };
    }

    /// <summary>Remembers a target.</summary>
    public void Add(StoredTarget target)
    {
        if (_known.Count >= Most) _known.Clear();
        _known[target.Id] = target;
    }
}
