using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Scoring;

public sealed class PutScoringScheme(StoreScoringSchemes store)
    : Endpoint<PutScoringSchemeRequest, Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/scoring-schemes/{code}");
        Group<ScoringGroup>();
        Policies(Right.Define);
    }

    /// <summary>Creates an edition of a scoring scheme, or replaces the one that begins on the same day, under <c>If-Match</c> with its ETag. Every version is
    /// kept.</summary>
    public override async Task<Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>,
    Problem>> ExecuteAsync(PutScoringSchemeRequest request, CancellationToken cancellationToken)
    {
        if (request.Body.Code != request.Code) return new Problem([new Error("code", ErrorCodes.CodeDiffers)]);
        return await store.StoreAsync(request.Body, HttpContext, replaces: true, cancellationToken);
    }
}

/// <summary>An edition of a scheme.</summary>
public sealed record PutScoringSchemeRequest
{
    /// <summary>The scheme's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The edition.</summary>
    [FromBody] public required ScoringSchemeBody Body { get; init; }
}
