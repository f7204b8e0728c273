using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Achievements;

/// <summary>One of the answers that a target is made of: a member of several measures, or a unit or sub-group that must hold it.</summary>
public sealed record PartRow
{
    /// <summary>The member's indicator, or the code of the unit or sub-group.</summary>
    public required string Code { get; init; }

    /// <summary>Its name; the code where it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string Measure { get; init; }

    /// <summary>How its target is said: "trên 50".</summary>
    public required string TargetText { get; init; }

    /// <summary>The number to reach, or the lower bound of a band.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The upper bound of a band.</summary>
    public required decimal? TargetUpper { get; init; }

    /// <summary>The number that its figures make; for a level its place on the scale.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Percent of its target, to ten decimals; null with a reason.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>How far beyond its target, in its own unit; negative is short of it.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>Its judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why it has no percent or no verdict.</summary>
    public required Reason? Reason { get; init; }

    /// <summary>The row of a part.</summary>
    internal static PartRow From(PartFacts facts, AchievementPart part, Guid line, ReferenceData reference)
    {
        var answer = part.Answer;
        return new PartRow
        {
            Code = part.Code,
            Name = facts.NameIn(reference),
            Measure = reference.Indicator(facts.Key.Indicator ?? line).Measure,
            TargetText = facts.Target.Rule.TargetText(),
            Target = AchievementRow.Wire(answer.Target),
            TargetUpper = AchievementRow.Wire(answer.TargetUpper),
            Actual = AchievementRow.Wire(answer.Actual),
            Percent = answer.Percent is { } percent ? Calculation.Percent.ForWire(percent, answer.Verdict) : null,
            Difference = AchievementRow.Wire(answer.Difference),
            Verdict = answer.Verdict,
            Reason = answer.Reason,
        };
    }
}
