using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Scoring;

public sealed class PostScoringScheme(StoreScoringSchemes store)
    : Endpoint<PostScoringSchemeRequest, Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/scoring-schemes");
        Group<ScoringGroup>();
        Policies(Right.Define);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates an edition of a scoring scheme. One that is there already, with the same content, is answered as it is.</summary>
    public override Task<Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>,
    Problem>> ExecuteAsync(PostScoringSchemeRequest request, CancellationToken cancellationToken) =>
        store.StoreAsync(request.Body, HttpContext, replaces: false, cancellationToken);
}

/// <summary>An edition of a scheme.</summary>
public sealed record PostScoringSchemeRequest
{
    /// <summary>The edition.</summary>
    [FromBody] public required ScoringSchemeBody Body { get; init; }
}
