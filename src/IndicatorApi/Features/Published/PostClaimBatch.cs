using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostClaimBatch(PublishedFigures figures) : Endpoint<PostClaimBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/claims/batch");
        Group<PublishedGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Records what a report published, many at once: all or none; what is there is replaced, the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostClaimBatchRequest request, CancellationToken cancellationToken) =>
        figures.PostAsync(PublishedKinds.Claims, request.Body, HttpContext, cancellationToken);
}

/// <summary>Many claims.</summary>
public sealed record PostClaimBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<ClaimBody> Body { get; init; }
}
