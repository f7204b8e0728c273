using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class PostResolutionBatch(StoreResolutions store, Upsert upsert)
    : Endpoint<PostResolutionBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions/batch");
        Group<ResolutionsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Stores many resolutions: all or none; the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostResolutionBatchRequest request, CancellationToken cancellationToken) =>
        upsert.PostBatchAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>Many resolutions.</summary>
public sealed record PostResolutionBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<ResolutionBody> Body { get; init; }
}
