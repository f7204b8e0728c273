using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class ApproveJudgement(DecideJudgements decide) : Endpoint<DecideJudgementRequest, Results<Ok<JudgementResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/judgements/{id}/approval");
        Group<TargetsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Lets a judgement stand that another person set.</summary>
    public override Task<Results<Ok<JudgementResponse>, Problem>> ExecuteAsync(DecideJudgementRequest request, CancellationToken cancellationToken) =>
        decide.RunAsync(request.Id, request.Body.Reason, JudgementState.Standing, HttpContext, cancellationToken);
}

/// <summary>A judgement, and what is said of it.</summary>
public sealed record DecideJudgementRequest
{
    /// <summary>The judgement's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is said of it.</summary>
    [FromBody] public required JudgementDecisionBody Body { get; init; }
}
