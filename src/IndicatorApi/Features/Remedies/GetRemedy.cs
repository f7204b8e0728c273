using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Remedies;

public sealed class GetRemedy(StoreRemedies store, ReferenceDataCache cache) : Endpoint<RemedyRequest, Results<Ok<RemedyResponse>, StatusCodeHttpResult,
Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/remedies/{id}");
        Group<RemediesGroup>();
        Policies(Right.Read);
    }

    /// <summary>One remedy as it stands.</summary>
    public override async Task<Results<Ok<RemedyResponse>, StatusCodeHttpResult,
    Problem>> ExecuteAsync(RemedyRequest request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Id, cancellationToken) is not { } row) return Problem.Unknown(Noun.Remedy, request.Id);
        if (ETags.IsUnchanged(HttpContext, ETags.Of(row.RowVersion))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(RemedyResponse.From(row, await cache.GetAsync(cancellationToken)));
    }
}
