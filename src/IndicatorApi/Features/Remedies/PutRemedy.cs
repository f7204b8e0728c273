using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Remedies;

public sealed class PutRemedy(StoreRemedies store) : Endpoint<PutRemedyRequest, Results<Ok<RemedyResponse>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/remedies/{id}");
        Group<RemediesGroup>();
        Policies(Right.Report);
    }

    /// <summary>Answers why a target is missed and what is done, or says how far that has got, under <c>If-Match</c> with the ETag. Every version stays
    /// readable.</summary>
    public override async Task<Results<Ok<RemedyResponse>, Problem>> ExecuteAsync(PutRemedyRequest request, CancellationToken cancellationToken)
    {
        var (changed, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: true, request.Body.WriteOn, cancellationToken);
        return changed is null ? problem! : TypedResults.Ok(changed);
    }
}

/// <summary>A remedy and its answer.</summary>
public sealed record PutRemedyRequest
{
    /// <summary>The remedy's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>The answer.</summary>
    [FromBody] public required RemedyAnswerBody Body { get; init; }
}
