using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class WithdrawSubmission(DecideSubmissions decide) : Endpoint<WithdrawSubmissionRequest, Results<Ok<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/submissions/{id}/withdrawal");
        Group<SubmissionsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Takes a submission back, without recording its figures. Only by the key that submitted it.</summary>
    public override Task<Results<Ok<SubmissionResponse>, Problem>> ExecuteAsync(WithdrawSubmissionRequest request, CancellationToken cancellationToken) =>
        decide.WithdrawAsync(request.Id, request.Body?.Reason, Caller.Of(User), cancellationToken);
}

/// <summary>Which submission, and what is said of it.</summary>
public sealed record WithdrawSubmissionRequest
{
    /// <summary>The submission's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is said with it; may be left out.</summary>
    [FromBody] public DecisionBody? Body { get; init; }
}
