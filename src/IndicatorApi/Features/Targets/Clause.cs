using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Targets;

/// <summary>One way to understand a clause.</summary>
/// <param name="Rule">What is asked.</param>
/// <param name="Recurrence">How often.</param>
public sealed record ClauseReading(TargetRule Rule, Recurrence Recurrence);

/// <summary>What a clause says: one reading, or a question with the readings to choose from, which may be none.</summary>
/// <param name="Readings">The readings; exactly one without a question.</param>
/// <param name="Question">What has to be said first; null where it is understood.</param>
public sealed record Clause(IReadOnlyList<ClauseReading> Readings, ClauseQuestion? Question = null)
{
    /// <summary>Understood.</summary>
    public static Clause Of(TargetRule rule, Recurrence recurrence) => new([new ClauseReading(rule, recurrence)]);

    /// <summary>Not understood without an answer.</summary>
    public static Clause Ask(ClauseQuestion question, Recurrence recurrence = Recurrence.Once, params TargetRule[] choices) =>
        new([.. choices.Select(rule => new ClauseReading(rule, recurrence))], question);
}
