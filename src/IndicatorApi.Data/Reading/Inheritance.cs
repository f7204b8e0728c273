using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What units have of those whose place they took: nothing is stored of it, so that whatever is corrected or undone holds at once.</summary>
/// <remarks>
/// A figure counts in one place: under its own unit, or under all who took that unit's place. It passes over only where all of it does, so that whatever
/// the boundaries, nothing is counted twice or lost.
/// </remarks>
/// <param name="question">The question.</param>
/// <param name="reference">Names and definitions.</param>
/// <param name="facts">The units, with all their kin.</param>
internal sealed class Inheritance(FactQuestion question, ReferenceData reference, Func<Guid, UnitFacts?> facts)
{
    private readonly Lineage _lineage = reference.Lineage;
    private readonly Dictionary<(Guid[] Kin, Guid Indicator, string Group), InheritedTargets> _targets = [];

    // Of one target they are asked for several times in a row.
    private ((Guid Unit, Guid Indicator, string Group, Period Asked) Key, List<Giver> Givers)? _latest;

    /// <summary>Whether a unit took anybody's place, or lost its own.</summary>
    public bool Concerns(Guid unit) => _lineage.Kin(unit) is not null;

    /// <summary>The targets that a unit has of those whose place it took, as far as it has none of its own for the time.</summary>
    public IEnumerable<StoredTarget> TargetsOf(Guid unit)
    {
        if (_lineage.Into(unit).Count == 0) return [];
        return _lineage.WithPredecessors([unit]).Select(facts).OfType<UnitFacts>().SelectMany(other => other.Targets)
            .Where(target => reference.Knows(target.Unit, target.Indicator, target.Resolution))
            .Select(target => (target.Indicator, target.Group)).Distinct()
            .SelectMany(key => Of(unit, key.Indicator, key.Group).Composed(unit))
            .OrderBy(target => (target.Resolution, target.Position, target.Id));
    }

    /// <summary>What became of those targets after the asked period was closed, since those that they are made of were changed.</summary>
    public IEnumerable<ClosedTarget> ChangesOf(Guid unit, Period asked)
    {
        if (_lineage.Into(unit).Count == 0) return [];
        var before = _lineage.WithPredecessors([unit]).ToList();
        return before.SelectMany(Changed).Select(one => (one.Target.Indicator, one.Target.Group)).Distinct().SelectMany(key =>
        {
            var now = Of(unit, key.Indicator, key.Group).Composed(unit).ToDictionary(target => target.Id);
            var then = new InheritedTargets(_lineage.Kin(unit)!, key.Indicator, key.Group, reference,
                other => facts(other) is { } found ? ClosedTarget.Then(found.On(reference.Calendar).Targets, Changed(other)) : [], Stored)
                .Composed(unit).ToDictionary(target => target.Id);
            return then.Values.Where(target => now.GetValueOrDefault(target.Id)?.Definition != target.Definition)
                .Select(target => new ClosedTarget(target, asked, now.ContainsKey(target.Id) ? ClosedChange.Amended : ClosedChange.Removed))
                .Concat(now.Values.Where(target => !then.ContainsKey(target.Id)).Select(target => new ClosedTarget(target, asked, ClosedChange.Added)));
        });
    }

    private ClosedTarget[] Changed(Guid unit) => facts(unit)?.ChangedIn(reference.Calendar.Days(unit, question.Asked), reference.Calendar) ?? [];

    /// <summary>Whether a target is answered for by those who took the unit's place, under the boundaries that are asked for.</summary>
    public bool IsPassedOn(StoredTarget target, Period asked) => question.AtBoundaries && Concerns(target.Unit)
        && _lineage.OutOf(target.Unit) is [var part, ..] parts && (IsOpen(part, target.Indicator, target.Group, asked) || IsOver(parts, target, asked));

    /// <summary>The figures of a unit together with those it has of others; null where it has none of others.</summary>
    public Observation[]? FiguresOf(StoredTarget target, Period asked)
    {
        var givers = Givers(target, asked);
        if (givers.Count == 0) return null;
        var own = Stored(target.Unit, target.Indicator, target.Group).Select(observation => Within(observation, reference.Unit(target.Unit)));
        return [.. own.Concat(new InheritedFigures(reference.Definition(target.Indicator), target.Definition).Combine(givers))
            .Where(observation => observation.Period.Start <= asked.End)];
    }

    /// <summary>Whose figures count for a target beside the unit's own, however far back.</summary>
    public IReadOnlyList<Guid> GiversOf(StoredTarget target, Period asked) => [.. Givers(target, asked).Select(giver => giver.Unit.Id)];

    /// <summary>Whose place the unit took without having their figures for a target.</summary>
    public IReadOnlyList<Guid> WithheldFrom(StoredTarget target, Period asked) =>
        [.. _lineage.Into(target.Unit).Where(part => !IsOpen(part, target.Indicator, target.Group, asked)).Select(part => part.Predecessor)];

    /// <summary>The days that a unit's answers may be about: its own, and those of whoever it has figures of.</summary>
    public Period LifeOf(StoredTarget target, Period asked)
    {
        var unit = reference.Unit(target.Unit);
        var from = unit.ValidFrom ?? DateOnly.MinValue;
        foreach (var giver in Givers(target, asked))
            if ((giver.Unit.ValidFrom ?? DateOnly.MinValue) is var first && first < from) from = first;
        return new Period(from, unit.ValidTo ?? DateOnly.MaxValue);
    }

    private List<Giver> Givers(StoredTarget target, Period asked)
    {
        var key = (target.Unit, target.Indicator, target.Group, asked);
        if (_latest is not { } latest || latest.Key != key) _latest = latest = (key, FindGivers(target.Unit, target.Indicator, target.Group, asked));
        return latest.Givers;
    }

    private List<Giver> FindGivers(Guid unit, Guid indicator, string group, Period asked)
    {
        if (_lineage.Into(unit).Count == 0) return [];
        Dictionary<Guid, decimal> shares = [];
        Collect(unit, 1);
        var weight = reference.Indicator(indicator).WeightIndicatorId;
        return [.. shares.OrderBy(share => share.Key).Select(share => new Giver(
            reference.Unit(share.Key), share.Value,
            [.. Stored(share.Key, indicator, group).Select(observation => Within(observation, reference.Unit(share.Key)))],
            weight is { } id ? Stored(share.Key, id, "") : []))];

        void Collect(Guid successor, decimal share)
        {
            foreach (var part in _lineage.Into(successor))
            {
                if (!IsOpen(part, indicator, group, asked)) continue;
                shares[part.Predecessor] = shares.GetValueOrDefault(part.Predecessor) + (share * part.Share!.Value);
                Collect(part.Predecessor, share * part.Share.Value);
            }
        }
    }

    // What is a state at a time belongs to who is there at its end, whatever the boundaries: the state of the time before is no part of it.
    // A series has a point for each time, and each is told by who is there then.
    private bool IsOpen(Passing part, Guid indicator, string group, Period asked)
    {
        if (!Of(part.Predecessor, indicator, group).Passes(part.Predecessor)) return false;
        if (!question.AtBoundaries || question.Boundaries is not { } day || part.From <= day) return true;
        return !question.IsSeries && reference.Definition(indicator) is not { OverTime: TimeCombining.Sum }
            && part.From <= reference.Calendar.Days(part.Successor, asked).End;
    }

    // Where nothing of the unit passes on it would be counted together with those who are there at the end instead of it.
    private bool IsOver(IReadOnlyList<Passing> parts, StoredTarget target, Period asked) => !question.IsSeries
        && reference.Definition(target.Indicator) is { OverTime: not TimeCombining.Sum, OverUnits: not UnitCombining.None }
        && parts[0].From <= reference.Calendar.Days(parts[0].Successor, asked).End
        && parts.All(part => Of(part.Predecessor, target.Indicator, target.Group).Tells(part.Successor));

    private InheritedTargets Of(Guid unit, Guid indicator, string group)
    {
        var key = (_lineage.Kin(unit)!, indicator, group);
        return _targets.TryGetValue(key, out var known) ? known
            : _targets[key] = new InheritedTargets(
                key.Item1, indicator, group, reference, other => facts(other)?.On(reference.Calendar).Targets ?? [], Stored);
    }

    private Observation[] Stored(Guid unit, Guid indicator, string group) =>
        facts(unit) is { } found ? new StoredFigures(found, indicator, group, DateOnly.MaxValue, reference.Calendar).ToArray() : [];

    // A figure is about the days of its period on which its unit existed.
    private static Observation Within(Observation observation, OrganisationUnit unit) =>
        observation with { Period = ReferenceData.Lived(unit, observation.Period) is { } days ? new Period(days.Start, days.End) : observation.Period };
}

/// <summary>Whose figures a unit has.</summary>
/// <param name="Unit">Who reported them.</param>
/// <param name="Share">How much of them.</param>
/// <param name="Figures">The figures, on days on which the unit existed.</param>
/// <param name="Weights">What the unit weighs, for a mean.</param>
internal sealed record Giver(OrganisationUnit Unit, decimal Share, Observation[] Figures, Observation[] Weights);
