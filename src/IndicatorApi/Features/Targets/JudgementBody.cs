using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>The verdict that a person sets on a target that nothing countable decides.</summary>
public sealed record JudgementBody
{
    /// <summary>Exceeded, met or not met.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The day of the judgement.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The reason.</summary>
    public required string Why { get; init; }

    /// <summary>The document or the place that shows it.</summary>
    public required string Evidence { get; init; }

    /// <summary>The row of this body.</summary>
    public JudgementVersion ToRow(Target target, bool isReviewed, Caller caller, DateTimeOffset now, Errors errors)
    {
        if (target.RuleKind != Judged.Kind)
            errors.Add("verdict", ErrorCodes.Inconsistent, "Only a target of kind judged is judged by a person.",
                "Chỉ đánh giá bằng ý kiến với chỉ tiêu loại judged.");
        if (Verdict is Calculation.Verdict.NoData or Calculation.Verdict.NotAssessable)
            errors.Add("verdict", ErrorCodes.UnknownWord, WireNames<Verdict>.Of(Verdict), "exceeded, met, notMet");
        return new JudgementVersion
        {
            OrganisationUnitId = target.OrganisationUnitId,
            Id = Guid.CreateVersion7(now),
            RowVersion = 1,
            TargetId = target.Id,
            State = isReviewed ? JudgementState.Proposed : JudgementState.Standing,
            Verdict = Verdict,
            JudgedOn = On,
            Why = Text.Clean(errors, "why", Why, 2000) ?? "",
            Evidence = Text.Clean(errors, "evidence", Evidence, 1000) ?? "",
            RecordedAt = now,
            RecordedBy = caller.Name,
            RecordedById = caller.Identity,
        };
    }
}

/// <summary>A person's judgement of a target.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Target">Id of the target.</param>
/// <param name="State">Whether it counts; where an office wants four eyes, another person approves it first.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="On">The day of the judgement.</param>
/// <param name="Why">The reason.</param>
/// <param name="Evidence">The document or the place that shows it.</param>
/// <param name="Reason">What the second person said; null before, and where nothing was said.</param>
/// <param name="RecordedAt">When this was recorded.</param>
/// <param name="RecordedBy">Who recorded it: who judged, and once it is decided who decided.</param>
public sealed record JudgementResponse(
    Guid Id, Guid Target, JudgementState State, Verdict Verdict, DateOnly On, string Why, string Evidence, string? Reason, DateTimeOffset RecordedAt,
    string RecordedBy)
{
    /// <summary>The answer for a stored version.</summary>
    public static JudgementResponse From(JudgementVersion row) =>
        new(row.Id, row.TargetId, row.State, row.Verdict, row.JudgedOn, row.Why, row.Evidence, row.Reason, row.RecordedAt, row.RecordedBy);
}
