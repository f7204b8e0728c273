namespace IndicatorApi.Calculation;

/// <summary>The value at the start of the term, with its date (số đầu kỳ).</summary>
/// <param name="Value">In the indicator's own unit.</param>
/// <param name="On">The day the value stood, if known.</param>
public sealed record Baseline(decimal Value, DateOnly? On = null);

/// <summary>A value that the resolution itself asks for at a date inside the scope.</summary>
/// <param name="On">The date.</param>
/// <param name="Value">The level or the total to have reached by then.</param>
public sealed record Checkpoint(DateOnly On, decimal Value);

/// <summary>One target of a resolution, as the calculation sees it.</summary>
public sealed record TargetDefinition
{
    /// <summary>The time it is asked for: a year, a term with the resolution's own dates, or a range.</summary>
    public required Period Scope { get; init; }

    /// <summary>
    /// The days on which the unit exists, where they do not hold the whole scope; null otherwise. Only they are counted: what is due, what a whole
    /// year or term is, and which figures there are. The number to reach stays whole.
    /// </summary>
    public Period? Life { get; init; }

    /// <summary>Once, or in each year of the scope.</summary>
    public Recurrence Recurrence { get; init; } = Recurrence.Once;

    /// <summary>What is asked.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The value at the start, where it is known.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>Values asked for on the way; they bend the expected path. In date order.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>What the level above has assigned for the asked time, for <see cref="AsAssigned"/>; null until it has.</summary>
    public AssignedTarget? Assigned { get; init; }

    /// <summary>What a person has judged for the asked time, for <see cref="Calculation.Judged"/>; null until somebody has.</summary>
    public PersonalJudgement? Judged { get; init; }

    /// <summary>False where the target does not apply to this unit.</summary>
    public bool Applicable { get; init; } = true;

    /// <summary>True where the asked period was closed before the target was set, so that the closed answer does not have it.</summary>
    public bool SetAfterClosing { get; init; }

    /// <summary>Why it is in no count; null where it is.</summary>
    internal Reason? NotCounted => SetAfterClosing ? Reason.SetAfterClosing : Applicable ? null : Reason.NotApplicable;

    /// <summary>Whether the expected path is a straight line by days or compound growth (positive levels only).</summary>
    public PathModel PathModel { get; init; } = PathModel.Linear;

    /// <summary>The same target with the rule that it is judged by: the assigned one where it asks for that and there is one.</summary>
    public TargetDefinition Resolved() => Rule is AsAssigned asked && asked.RuleOf(Assigned) is { } rule ? this with { Rule = rule } : this;
}
