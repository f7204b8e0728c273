using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Scoring;

public sealed class GetScoringScheme(StoreScoringSchemes store) : Endpoint<ScoringSchemeRequest, Results<Ok<ScoringSchemeBody>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/scoring-schemes/{code}");
        Group<ScoringGroup>();
        Policies(Right.Read);
    }

    /// <summary>The edition of a scoring scheme that holds on a day, or the latest.</summary>
    public override async Task<Results<Ok<ScoringSchemeBody>, StatusCodeHttpResult,
    Problem>> ExecuteAsync(ScoringSchemeRequest request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Code, request.On, cancellationToken) is not { } row) return Problem.Unknown(Noun.ScoringScheme, request.Code);
        if (ETags.IsUnchanged(HttpContext, ETags.Of(row.RowVersion))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ScoringSchemeBody.From(row));
    }
}
