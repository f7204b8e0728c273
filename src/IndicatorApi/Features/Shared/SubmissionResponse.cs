using IndicatorApi.Access;
using IndicatorApi.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Shared;

/// <summary>Figures that wait, or waited, for a second person.</summary>
public record SubmissionResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>How far it has got.</summary>
    public required SubmissionState State { get; init; }

    /// <summary>Codes of the units whose figures it has, as far as the caller covers them.</summary>
    public required IReadOnlyList<string> OrgUnits { get; init; }

    /// <summary>How many figures it has.</summary>
    public required int Count { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>When it was decided; null while it waits.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided; null while it waits.</summary>
    public required string? DecidedBy { get; init; }

    /// <summary>What was said with the decision.</summary>
    public required string? Reason { get; init; }

    /// <summary>The answer for a stored submission, to one who may see all of it or who covers these units.</summary>
    public static SubmissionResponse From(Submission submission, ReferenceData reference, Grant? grant = null) => new()
    {
        Id = submission.Id,
        State = submission.Decision?.State ?? SubmissionState.Pending,
        OrgUnits = [.. submission.Units.Select(reference.Unit).Where(unit => grant is null || grant.Covers(unit))
            .Select(unit => unit.Code).Order(StringComparer.Ordinal)],
        Count = submission.Count,
        SubmittedAt = submission.SubmittedAt,
        SubmittedBy = submission.SubmittedBy,
        DecidedAt = submission.Decision?.DecidedAt,
        DecidedBy = submission.Decision?.DecidedBy,
        Reason = submission.Decision?.Reason,
    };

    /// <summary>202 with the submission as it is stored and its address.</summary>
    public static async Task<Accepted<SubmissionResponse>> AcceptedAsync(
        Guid id, IndicatorDbContext context, ReferenceData reference, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"/api/v1/submissions/{id}", From(await WithoutItems(context).SingleAsync(row => row.Id == id, cancellationToken), reference));

    /// <summary>Submissions with their decision and without their figures, which may be many.</summary>
    public static IQueryable<Submission> WithoutItems(IndicatorDbContext context) => context.Submissions.AsNoTracking().Select(row => new Submission
    {
        Id = row.Id,
        Units = row.Units,
        Indicators = row.Indicators,
        Items = "",
        ItemsHash = row.ItemsHash,
        Count = row.Count,
        SubmittedAt = row.SubmittedAt,
        SubmittedBy = row.SubmittedBy,
        SubmittedById = row.SubmittedById,
        Decision = row.Decision,
    });
}
