using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class ApproveJudgement(DecideJudgements decide) : Endpoint<ApproveJudgementRequest, Results<Ok<JudgementResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/judgements/{id}/approval");
        Group<TargetsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Lets a judgement stand that another person set.</summary>
    public override Task<Results<Ok<JudgementResponse>, Problem>> ExecuteAsync(ApproveJudgementRequest request, CancellationToken cancellationToken) =>
        decide.RunAsync(request.Id, request.Body.Reason, JudgementState.Standing, HttpContext, cancellationToken);
}

/// <summary>A judgement, and what is said of it.</summary>
public sealed record ApproveJudgementRequest
{
    /// <summary>The judgement's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What is said of it.</summary>
    [FromBody] public required DecisionBody Body { get; init; }
}
