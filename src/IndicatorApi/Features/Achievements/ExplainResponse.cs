using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Figures;

namespace IndicatorApi.Features.Achievements;

/// <summary>How an achievement was found.</summary>
public sealed record ExplainResponse
{
    /// <summary>The formula with its version, such as <c>ratio/1</c>.</summary>
    public required string FormulaId { get; init; }

    /// <summary>How the figures became one actual, with its version, such as <c>sum/2</c>.</summary>
    public required string ActualId { get; init; }

    /// <summary>The formula in symbols.</summary>
    public required string Expression { get; init; }

    /// <summary>The formula with this answer's numbers and its result; null where there is no percent.</summary>
    public required string? Substituted { get; init; }

    /// <summary>The comparison that decided the verdict; null without an actual.</summary>
    public required string? Test { get; init; }

    /// <summary>What the formula means.</summary>
    public required Phrase Words { get; init; }

    /// <summary>The days that count.</summary>
    public required Phrase Window { get; init; }

    /// <summary>For a target as assigned by the level above: what was assigned, by whom and in which version; null for every other.</summary>
    public required Phrase? Assigned { get; init; }

    /// <summary>The verdict in words.</summary>
    public required Phrase Verdict { get; init; }

    /// <summary>Why there is no percent or no verdict.</summary>
    public required Phrase? Reason { get; init; }

    /// <summary>Every number on the way, in the order in which they are found.</summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    /// <summary>What to know of the figures used: one that is longer than the days it is counted for.</summary>
    public required IReadOnlyList<Phrase> Notes { get; init; }

    /// <summary>The figures, each used or left out with the reason.</summary>
    public required IReadOnlyList<ExplainInput> Inputs { get; init; }

    /// <summary>The answer for an explanation.</summary>
    public static ExplainResponse From(Explanation explanation, IReadOnlyList<ActualRevision> inputs, TargetFacts target, ReferenceData reference)
    {
        var byId = inputs.ToDictionary(input => input.Id);
        ExplainInput Input(ExplainedObservation observation, bool used) =>
            ExplainInput.From(observation, used, byId.GetValueOrDefault(observation.Revision), reference);
        return new ExplainResponse
        {
            FormulaId = explanation.FormulaId,
            ActualId = explanation.ActualId,
            Expression = explanation.Expression,
            Substituted = explanation.Substituted,
            Test = explanation.Test,
            Words = explanation.Words,
            Window = explanation.Window,
            Assigned = explanation.Assigned,
            Verdict = explanation.Verdict,
            Reason = explanation.Reason,
            Steps = explanation.Steps,
            Notes = [.. explanation.Notes, .. Lineage(target, reference)],
            Inputs = [.. explanation.Used.Select(input => Input(input, true)), .. explanation.LeftOut.Select(input => Input(input, false))],
        };
    }

    private static IEnumerable<Phrase> Lineage(TargetFacts target, ReferenceData reference)
    {
        if (target.Inherited.Count > 0) yield return new(
            $"Gồm cả số liệu của đơn vị trước đó: {Names(target.Inherited)}. Số liệu gộp của nhiều đơn vị không có bản ghi riêng.",
            $"It has the figures of the units before it: {Names(target.Inherited)}. What several of them make together is no recorded figure.");
        if (target.NotInherited.Count > 0) yield return new(
            $"Không tính số liệu của đơn vị trước đó: {Names(target.NotInherited)}. Không rõ phần nào thuộc về đơn vị này, hoặc chỉ tiêu này không gộp được.",
            $"It has no figures of units before it: {Names(target.NotInherited)}. Which part belongs here is not known, or this cannot be combined.");

        string Names(IReadOnlyList<Guid> units) => string.Join(", ", units.Select(unit => reference.Unit(unit).Name));
    }
}

/// <summary>A figure that was looked at.</summary>
public sealed record ExplainInput
{
    /// <summary>Id of the revision.</summary>
    public required Guid Revision { get; init; }

    /// <summary>The time it is about.</summary>
    public required Period Period { get; init; }

    /// <summary>Whether it made the actual.</summary>
    public required bool Used { get; init; }

    /// <summary>Why it was left out; null when used.</summary>
    public required Phrase? Why { get; init; }

    /// <summary>The figure as recorded.</summary>
    public required ActualResponse? Actual { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string? RecordedBy { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The answer for an explained observation.</summary>
    public static ExplainInput From(ExplainedObservation observation, bool used, ActualRevision? revision, ReferenceData reference) => new()
    {
        Revision = observation.Revision,
        Period = observation.Period,
        Used = used,
        Why = observation.Why,
        Actual = revision is null ? null : ActualResponse.From(revision, revision.Id, reference),
        RecordedBy = revision?.RecordedBy,
        RecordedAt = revision?.RecordedAt,
    };
}
