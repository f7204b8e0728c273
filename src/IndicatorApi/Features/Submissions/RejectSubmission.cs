using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Submissions;

public sealed class RejectSubmission(DecideSubmissions decide) : Endpoint<RejectSubmissionRequest, Results<Ok<SubmissionResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/submissions/{id}/rejection");
        Group<SubmissionsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Ends a submission without recording its figures. By another key than the one that submitted it, for all its units.</summary>
    public override Task<Results<Ok<SubmissionResponse>, Problem>> ExecuteAsync(RejectSubmissionRequest request, CancellationToken cancellationToken) =>
        decide.RejectAsync(request.Id, request.Body.Reason, Caller.Of(User), cancellationToken);
}

/// <summary>Which submission, and why.</summary>
public sealed record RejectSubmissionRequest
{
    /// <summary>The submission's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>Why.</summary>
    [FromBody] public required RejectionBody Body { get; init; }
}
