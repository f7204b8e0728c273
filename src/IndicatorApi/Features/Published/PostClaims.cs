using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostClaims(PublishedFigures figures) : Endpoint<PostClaimsRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/claims");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records what a report published, one or many: all or none; what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostClaimsRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Claims, request.Body, HttpContext, cancellationToken);
}

/// <summary>One claim or many.</summary>
public sealed record PostClaimsRequest
{
    /// <summary>The claim, or all of them.</summary>
    [FromBody] public required OneOrMany<ClaimBody> Body { get; init; }
}
