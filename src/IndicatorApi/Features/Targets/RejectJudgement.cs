using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class RejectJudgement(DecideJudgements decide) : Endpoint<DecideJudgementRequest, Results<Ok<JudgementResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/judgements/{id}/rejection");
        Group<TargetsGroup>();
        Policies(Right.Report);
    }

    /// <summary>Rejects a judgement that another person set. It stays readable.</summary>
    public override Task<Results<Ok<JudgementResponse>, Problem>> ExecuteAsync(DecideJudgementRequest request, CancellationToken cancellationToken) =>
        decide.RunAsync(request.Id, request.Body.Reason, JudgementState.Rejected, HttpContext, cancellationToken);
}
