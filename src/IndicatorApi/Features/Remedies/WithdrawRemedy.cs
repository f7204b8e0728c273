using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Remedies;

public sealed class WithdrawRemedy(StoreRemedies store) : Endpoint<WithdrawRemedyRequest, Results<Ok<RemedyResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/remedies/{id}/withdrawal");
        Group<RemediesGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Takes a question back. It stays readable with its answers.</summary>
    public override async Task<Results<Ok<RemedyResponse>, Problem>> ExecuteAsync(WithdrawRemedyRequest request, CancellationToken cancellationToken)
    {
        var (changed, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: false, (next, errors) =>
        {
            next.Reason = Text.Clean(errors, "reason", request.Body.Reason, 1000);
            next.State = RemedyState.Withdrawn;
        }, cancellationToken);
        return changed is null ? problem! : TypedResults.Ok(changed);
    }
}

/// <summary>A remedy, and why it is taken back.</summary>
public sealed record WithdrawRemedyRequest
{
    /// <summary>The remedy's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>Why.</summary>
    [FromBody] public required RemedyWithdrawalBody Body { get; init; }
}
