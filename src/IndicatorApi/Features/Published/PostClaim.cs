using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostClaim(PublishedFigures figures) : Endpoint<PostClaimRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/claims");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records what a report published: what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostClaimRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Claims, Batch<ClaimBody>.One(request.Body), HttpContext, cancellationToken);
}

/// <summary>A claim.</summary>
public sealed record PostClaimRequest
{
    /// <summary>The claim.</summary>
    [FromBody] public required ClaimBody Body { get; init; }
}
