using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>How a target stands in a period, as far as it is counted.</summary>
/// <param name="Target">What is asked; what was asked when the period was closed, where it is.</param>
/// <param name="Outcome">How that stands.</param>
/// <param name="Amendment">What became of it after the closing; null where nothing did.</param>
public readonly record struct TargetOutcome(StoredTarget Target, Outcome Outcome, AmendedOutcome? Amendment)
{
    /// <summary>Counts it.</summary>
    public void CountInto(ScoreboardCounter counter) => counter.Add(Outcome, Target.Weight ?? 1);

    /// <summary>Counts it as it would be by what targets say now: what was removed after the closing not at all.</summary>
    public void CountAmendedInto(ScoreboardCounter counter)
    {
        if (Amendment is null) CountInto(counter);
        else if (Amendment.Target is { } target) counter.Add(Amendment.Outcome, target.Weight ?? 1);
    }

    /// <summary>What is counted of a judgement.</summary>
    /// <param name="facts">What was judged.</param>
    /// <param name="achievement">The judgement, with the pace of what is open.</param>
    /// <param name="amended">The judgement by what the target says now; null where that is no other one, and where it is gone.</param>
    public static TargetOutcome Of(TargetFacts facts, Achievement achievement, Achievement? amended)
    {
        var expected = facts.Expectation?.Likelihood;
        var outcome = new Outcome(achievement, expected);
        return new(facts.Target, outcome, facts.Change switch
        {
            null => null,
            ClosedChange.Removed => new(null, default),
            _ when amended is not null => new(facts.AsAmended!.Target, new(amended, expected)),
            _ => new(facts.Target, outcome),
        });
    }
}

/// <summary>What became of a target after its period was closed.</summary>
/// <param name="Target">What it asks now; null where it is gone.</param>
/// <param name="Outcome">How that stands.</param>
public sealed record AmendedOutcome(StoredTarget? Target, Outcome Outcome);

/// <summary>How all targets of a unit stand in a period.</summary>
/// <param name="Names">The version of names and definitions that they were judged by.</param>
/// <param name="Asked">The period.</param>
/// <param name="All">The targets.</param>
/// <param name="Before">The same for the period asked for before that; its own is null.</param>
internal sealed record UnitOutcomes(long Names, Period Asked, TargetOutcome[] All, UnitOutcomes? Before)
{
    /// <summary>How they stand by these names in this period; null where that is not kept.</summary>
    public TargetOutcome[]? Find(long names, Period asked) =>
        Names == names && Asked == asked ? All : Before is { } before && before.Names == names && before.Asked == asked ? before.All : null;
}
