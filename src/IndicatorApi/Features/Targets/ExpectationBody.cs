using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Targets;

/// <summary>Whether a target will be met, as a person sees it; beside the pace, which is computed.</summary>
public sealed record ExpectationBody
{
    /// <summary>What is expected.</summary>
    public required Likelihood Likelihood { get; init; }

    /// <summary>The day as of which it is expected; today when left out.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Whose expectation it is; the caller's when left out.</summary>
    public string? By { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The row of this body.</summary>
    public Expectation ToRow(Target target, Caller caller, DateTimeOffset now, Errors errors) => new()
    {
        OrganisationUnitId = target.OrganisationUnitId,
        Id = Guid.CreateVersion7(now),
        TargetId = target.Id,
        Likelihood = Likelihood,
        ExpectedOn = On ?? DateOnly.FromDateTime(now.UtcDateTime),
        ExpectedBy = Text.Line(errors, "by", By, 200),
        Reason = Text.Clean(errors, "reason", Reason, 1000),
        RecordedAt = now,
        RecordedBy = caller.Name,
    };
}

/// <summary>What was expected of a target.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Target">Id of the target.</param>
/// <param name="Likelihood">What was expected.</param>
/// <param name="On">The day as of which.</param>
/// <param name="By">Whose expectation it was.</param>
/// <param name="Reason">Why, if it was said.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="RecordedBy">Who recorded it.</param>
public sealed record ExpectationResponse(
    Guid Id, Guid Target, Likelihood Likelihood, DateOnly On, string By, string? Reason, DateTimeOffset RecordedAt, string RecordedBy)
{
    /// <summary>The answer for a stored expectation.</summary>
    public static ExpectationResponse From(Expectation row) =>
        new(row.Id, row.TargetId, row.Likelihood, row.ExpectedOn, row.ExpectedBy ?? row.RecordedBy, row.Reason, row.RecordedAt, row.RecordedBy);
}
