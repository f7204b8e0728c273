using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class ApproveSubmission(DecideSubmissions decide) : Endpoint<ApproveSubmissionRequest, Results<Ok<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/submissions/{id}/approval");
        Group<SubmissionsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Records the figures of a submission, all or none. By another key than the one that submitted it, for all its units.</summary>
    /// <remarks>Only while every figure is at the version that the submission was based on: 409 says which is not.</remarks>
    public override Task<Results<Ok<SubmissionResponse>, Problem>> ExecuteAsync(ApproveSubmissionRequest request, CancellationToken cancellationToken) =>
        decide.ApproveAsync(request.Id, request.Body?.Reason, Caller.Of(User), cancellationToken);
}

/// <summary>Which submission, and what is said of it.</summary>
public sealed record ApproveSubmissionRequest
{
    /// <summary>The submission's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is said with it; may be left out.</summary>
    [FromBody] public DecisionBody? Body { get; init; }
}
