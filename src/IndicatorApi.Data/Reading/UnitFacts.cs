using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Everything that answers about one unit need of it, as it stood at one version of the unit: never changed, replaced as a whole.</summary>
internal sealed class UnitFacts
{
    private readonly Guid[] _indicators = [];
    private OnDays? _onDays;

    /// <summary>The unit.</summary>
    public Guid Unit { get; init; }

    /// <summary>Counts the changes to it; what was read is of this version.</summary>
    public long Version { get; init; }

    /// <summary>Whether it ever had a target that every unit below must hold, so that its answers change with their figures.</summary>
    public bool AsksUnitsBelow { get; init; }

    /// <summary>Its targets in order of resolution and position.</summary>
    public StoredTarget[] Targets
    {
        get;
        init
        {
            field = value;
            _indicators = Array.ConvertAll(value, target => target.Indicator);
        }
    } = [];

    /// <summary>What became of targets after a period was closed; the first closing first.</summary>
    public ClosedTarget[] Closed { get; init; } = [];

    /// <summary>Its figures.</summary>
    public FactColumns Figures { get; init; } = FactColumns.None;

    /// <summary>What was published, corrections in the place of what they correct.</summary>
    public StoredClaim[] Claims { get; init; } = [];

    /// <summary>Printed counts of its whole scoreboard, each with the days that the name of its period says.</summary>
    public ScoreboardClaim[] Scoreboards { get; init; } = [];

    /// <summary>What persons expect of targets; null where nothing is.</summary>
    public Dictionary<Guid, TargetExpectation>? Expectations { get; init; }

    /// <summary>What persons judged of targets, as far as it stands: of each the latest day first; null where nothing is.</summary>
    public Dictionary<Guid, List<PersonalJudgement>>? Judgements { get; init; }

    /// <summary>Values of wider units.</summary>
    public StoredBenchmark[] Benchmarks { get; init; } = [];

    /// <summary>How its targets stand in the periods that were last counted, once they were: whole trees are counted again after each change, and most units
    /// have not changed.</summary>
    public UnitOutcomes? Outcomes { get; set; }

    /// <summary>About how many bytes it takes.</summary>
    public long Bytes => 300 + (Targets.Length * 400L) + (Closed.Length * 450L) + Figures.Bytes + ((Claims.Length + Scoreboards.Length) * 200L)
        + ((Expectations?.Count ?? 0) * 300L) + ((Judgements?.Count ?? 0) * 400L) + (Benchmarks.Length * 100L);

    /// <summary>The targets and closed ones on the days that a calendar gives their terms.</summary>
    public (StoredTarget[] Targets, ClosedTarget[] Closed) On(Calendar calendar)
    {
        if (_onDays is { } known && known.Calendar == calendar) return (known.Targets, known.Closed);
        var isSame = Array.TrueForAll(Targets, target => ReferenceEquals(target.On(calendar), target));
        var targets = isSame ? Targets : [.. Targets.Select(target => target.On(calendar))];
        ClosedTarget[] closed = [.. Closed.Select(one => one with { Target = one.Target.On(calendar) })];
        _onDays = new OnDays(calendar, targets, closed);
        return (targets, closed);
    }

    /// <summary>Those of its targets that are for one indicator, or all of them: a question about one looks at every unit of the country, and not at what else
    /// each of them aims at.</summary>
    public StoredTarget[] TargetsFor(Guid? indicator, Calendar calendar)
    {
        var all = On(calendar).Targets;
        if (indicator is not { } wanted) return all;
        var first = Array.IndexOf(_indicators, wanted);
        return first < 0 ? [] : Array.IndexOf(_indicators, wanted, first + 1) < 0 ? [all[first]]
            : [.. all.Where((_, place) => _indicators[place] == wanted)];
    }

    /// <summary>What became of targets after a period that holds the asked one was closed; of each what the first closing says.</summary>
    public ClosedTarget[] ChangedIn(Period asked, Calendar calendar) => On(calendar).Closed is not { Length: > 0 } closed ? []
        : closed.Where(one => calendar.Days(Unit, one.Period).Contains(asked)).DistinctBy(one => one.Target.Id).ToArray();

    private sealed record OnDays(Calendar Calendar, StoredTarget[] Targets, ClosedTarget[] Closed);
}

/// <summary>What became of a target after a period was closed.</summary>
/// <param name="Target">The target as it was then; as it is now where it was not there.</param>
/// <param name="Period">The closed period.</param>
/// <param name="Change">What became of it.</param>
internal sealed record ClosedTarget(StoredTarget Target, Period Period, ClosedChange Change)
{
    /// <summary>The targets as they stood when the period was closed.</summary>
    public static IEnumerable<StoredTarget> Then(IEnumerable<StoredTarget> targets, ClosedTarget[] changed)
    {
        if (changed.Length == 0) return targets;
        var by = changed.ToDictionary(one => one.Target.Id);
        return targets.Where(target => by.GetValueOrDefault(target.Id) is not { Change: ClosedChange.Added })
            .Select(target => by.GetValueOrDefault(target.Id) is { Change: ClosedChange.Amended } then ? then.Target : target)
            .Concat(changed.Where(one => one.Change == ClosedChange.Removed).Select(one => one.Target));
    }
}

/// <summary>What was published about an indicator of a unit.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
/// <param name="Period">The time it is about.</param>
/// <param name="Claim">What was printed; its last day is that of the period's name.</param>
internal sealed record StoredClaim(Guid Indicator, string Group, Period Period, PublishedClaim Claim);

/// <summary>A wider unit's value.</summary>
internal sealed record StoredBenchmark(Guid Indicator, Period Period, Guid Scope, decimal Value);
