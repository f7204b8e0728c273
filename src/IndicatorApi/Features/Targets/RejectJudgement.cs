using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class RejectJudgement(DecideJudgements decide) : Endpoint<RejectJudgementRequest, Results<Ok<JudgementResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/judgements/{id}/rejection");
        Group<TargetsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Rejects a judgement that another person set. It stays readable.</summary>
    public override Task<Results<Ok<JudgementResponse>, Problem>> ExecuteAsync(RejectJudgementRequest request, CancellationToken cancellationToken) =>
        decide.RunAsync(request.Id, request.Body.Reason, JudgementState.Rejected, HttpContext, cancellationToken);
}

/// <summary>Which judgement, and why not.</summary>
public sealed record RejectJudgementRequest
{
    /// <summary>The judgement's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>Why.</summary>
    [FromBody] public required RejectionBody Body { get; init; }
}
