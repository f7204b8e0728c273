using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>A target as one version of it says; never changed, so that all readings may share it.</summary>
public sealed record StoredTarget
{
    public required Guid Id { get; init; }
    public required Guid Unit { get; init; }
    public required Guid Resolution { get; init; }
    public required Guid Indicator { get; init; }
    public required string Group { get; init; }
    public required string Period { get; init; }
    public required int Position { get; init; }
    public required decimal? Weight { get; init; }
    public required long Version { get; init; }

    /// <summary>The office that answers for it.</summary>
    public required string? Lead { get; init; }

    /// <summary>Its own colours; null where those of its resolution hold.</summary>
    public required ColourBands? Bands { get; init; }

    public required TargetDefinition Definition { get; init; }

    /// <summary>What a reader has made of the target and may find again; whoever makes it sees that it still fits.</summary>
    public object? Kept { get; set; }

    /// <summary>What observations belong to the target.</summary>
    public FactKey Key => new(Unit, Indicator, Group);

    /// <summary>The same on the days that a calendar gives its resolution's term.</summary>
    internal StoredTarget On(Calendar calendar)
    {
        var scope = calendar.Scope(Resolution, Definition.Scope);
        return scope == Definition.Scope ? this : this with { Definition = Definition with { Scope = scope } };
    }
}

/// <summary>A target with the facts that may count for it, as one reading has them.</summary>
/// <param name="Target">What is asked.</param>
/// <param name="Asked">The asked period as the unit means it.</param>
/// <param name="Stored">The figures of the unit, indicator and group that may count.</param>
/// <param name="Claim">The latest published claim up to the end of the asked period.</param>
/// <param name="UnitWeight">What the unit weighs in a mean over units, where weights are asked for.</param>
public sealed record TargetFacts(StoredTarget Target, Period Asked, StoredFigures Stored, PublishedClaim? Claim, decimal? UnitWeight)
{
    private Observation[]? _observations;

    /// <summary>The figures that may count.</summary>
    public IReadOnlyList<Observation> Observations => _observations ??= Stored.ToArray();

    /// <summary>What became of the target after the asked period was closed; null where nothing did.</summary>
    public ClosedChange? Change { get; init; }

    /// <summary>What the target says now, where the asked period was closed before it was amended; the target itself is the one that was closed.</summary>
    public StoredTarget? Amended { get; init; }

    public Guid Id => Target.Id;
    public Guid Unit => Target.Unit;
    public Guid Resolution => Target.Resolution;
    public Guid Indicator => Target.Indicator;
    public string Group => Target.Group;
    public string Period => Target.Period;
    public TargetDefinition Definition => Target.Definition;

    /// <summary>What the target is made of, where it is made of several.</summary>
    public IReadOnlyList<PartFacts> Parts { get; init; } = [];

    /// <summary>What a person expects of it; null where nothing is expected.</summary>
    public TargetExpectation? Expectation { get; init; }

    /// <summary>What persons judged of it, the latest day first; only for a target that is judged so.</summary>
    public IReadOnlyList<PersonalJudgement> Judgements { get; init; } = [];

    /// <summary>Whose place the unit took, where figures of theirs count here.</summary>
    public IReadOnlyList<Guid> Inherited { get; init; } = [];

    /// <summary>Whose place the unit took, where theirs stay under their own names.</summary>
    public IReadOnlyList<Guid> NotInherited { get; init; } = [];

    /// <summary>All figures that the answer is made of.</summary>
    public IEnumerable<Observation> Figures => Parts.Count == 0 ? Observations : Parts.SelectMany(part => part.Observations);

    /// <summary>Where those figures are, each place once.</summary>
    public IEnumerable<FactKey> Keys => Definition.Rule is not CombinedRule ? [Target.Key] : Parts.Select(part => part.Key)
        .Where(key => key.Indicator is not null).Select(key => new FactKey(key.Unit, key.Indicator!.Value, key.Group)).Distinct();

    /// <summary>The same for the target as it says now.</summary>
    public IReadOnlyList<PartFacts> AmendedParts { get; init; } = [];

    /// <summary>The facts set against the target as it says now; null where that is no other one, and where it is gone.</summary>
    public TargetFacts? AsAmended => Change switch
    {
        ClosedChange.Added => this with { Change = null },
        ClosedChange.Amended when Amended is not null => this with { Target = Amended, Parts = AmendedParts, Amended = null, Change = null },
        _ => null,
    };

    /// <summary>How much of the target is achieved in the asked period.</summary>
    public Achievement Judge(ReferenceData reference, Detail detail = Detail.All) => Judge(Asked, reference, detail);

    /// <summary>The same for another period, of which the facts were read.</summary>
    public Achievement Judge(Period asked, ReferenceData reference, Detail detail = Detail.All)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var definition = Definition;
        if (Judgements.Count > 0) definition = definition with { Judged = Judged.Counting(Judgements, Definition, asked) };
        // What was set afterwards is in no count of the closed answer.
        if (Change == ClosedChange.Added) definition = definition with { SetAfterClosing = true };
        if (Definition.Rule is CombinedRule)
            return AchievementCalculator.Combine(definition, [.. Parts.Select(part => part.Judge(asked, Indicator, reference))], asked);
        return AchievementCalculator.Calculate(reference.Definition(Indicator), definition, _observations ?? Stored.Scratch(), asked, detail);
    }
}
