using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Remedies;

/// <summary>What the level above wants to know about a target.</summary>
public sealed record RemedyQuestionBody
{
    /// <summary>The period that is asked about; the target's own when left out.</summary>
    public Period? Period { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Last day for the answer.</summary>
    public DateOnly? AnswerBy { get; init; }
}

/// <summary>How far a unit has got, as it says itself.</summary>
public enum RemedyProgress
{
    /// <summary>It says why and what it will do.</summary>
    [JsonStringEnumMemberName("answered")] Answered,
    /// <summary>It is being done.</summary>
    [JsonStringEnumMemberName("inProgress")] InProgress,
    /// <summary>It is done.</summary>
    [JsonStringEnumMemberName("done")] Done,
}

/// <summary>Why a target is missed and what is done about it, as the unit says.</summary>
public sealed record RemedyAnswerBody
{
    /// <summary>Whose doing it is.</summary>
    public required CauseKind CauseKind { get; init; }

    /// <summary>The cause.</summary>
    public required string Cause { get; init; }

    /// <summary>What will be done.</summary>
    public string? Action { get; init; }

    /// <summary>Who does it.</summary>
    public string? Responsible { get; init; }

    /// <summary>Until when.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>How far it has got.</summary>
    public RemedyProgress Progress { get; init; } = RemedyProgress.Answered;

    /// <summary>Writes this answer on the next version.</summary>
    public void WriteOn(Remedy next, Errors errors)
    {
        next.CauseKind = CauseKind;
        next.Cause = Text.Clean(errors, "cause", Cause, 4000);
        next.Action = Text.Clean(errors, "action", Action, 4000);
        next.Responsible = Text.Line(errors, "responsible", Responsible, 200);
        next.DueOn = DueOn;
        next.State = Progress switch
        {
            RemedyProgress.InProgress => RemedyState.InProgress,
            RemedyProgress.Done => RemedyState.Done,
            _ => RemedyState.Answered,
        };
        if (Action is null && Progress != RemedyProgress.Answered)
            errors.Add("action", ErrorCodes.Inconsistent, "Say what is being done.", "Hãy ghi việc đang làm hoặc đã làm.");
    }
}

/// <summary>Why a question is taken back.</summary>
public sealed record RemedyWithdrawalBody
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>What was asked about a target, and what the unit answered.</summary>
public sealed record RemedyResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 when it was asked, one more with every change; the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>Code of the unit that answers.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Id of the target.</summary>
    public required Guid Target { get; init; }

    /// <summary>The period that is asked about.</summary>
    public required Period Period { get; init; }

    /// <summary>How far it has got.</summary>
    public required RemedyState State { get; init; }

    /// <summary>What is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Last day for the answer; null when none is set.</summary>
    public required DateOnly? AnswerBy { get; init; }

    /// <summary>Whose doing it is; null without an answer.</summary>
    public required CauseKind? CauseKind { get; init; }

    /// <summary>The cause; null without an answer.</summary>
    public required string? Cause { get; init; }

    /// <summary>What is done about it; null where that is not said.</summary>
    public required string? Action { get; init; }

    /// <summary>Who does it; null where that is not said.</summary>
    public required string? Responsible { get; init; }

    /// <summary>Until when it is done; null where that is not said.</summary>
    public required DateOnly? DueOn { get; init; }

    /// <summary>Why this version was made, if it was said.</summary>
    public required string? Reason { get; init; }

    /// <summary>When this version was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>The answer for a stored version.</summary>
    public static RemedyResponse From(Remedy row, ReferenceData reference) => new()
    {
        Id = row.Id,
        Version = row.RowVersion,
        OrgUnit = reference.Unit(row.OrganisationUnitId).Code,
        Target = row.TargetId,
        Period = Period.Parse(row.Period, null),
        State = row.State,
        Question = row.Question,
        AnswerBy = row.AnswerBy,
        CauseKind = row.CauseKind,
        Cause = row.Cause,
        Action = row.Action,
        Responsible = row.Responsible,
        DueOn = row.DueOn,
        Reason = row.Reason,
        RecordedAt = row.RecordedAt,
        RecordedBy = row.RecordedBy,
    };
}

/// <summary>Which remedy.</summary>
public sealed record RemedyRequest
{
    /// <summary>The remedy's id.</summary>
    [FastEndpoints.RouteParam] public required string Id { get; init; }
}
