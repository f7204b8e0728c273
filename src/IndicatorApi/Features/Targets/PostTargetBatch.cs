using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostTargetBatch(SetTargets set) : Endpoint<PostTargetBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets/batch");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets many targets of any resolutions: all or none; the same body again changes nothing. Each names its resolution.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostTargetBatchRequest request, CancellationToken cancellationToken) =>
        set.ManyAsync(request.Body, null, HttpContext, cancellationToken);
}

/// <summary>Many targets.</summary>
public sealed record PostTargetBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<TargetBody> Body { get; init; }
}
