using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostResolutionTargetBatch(SetTargets set) : Endpoint<PostResolutionTargetBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions/{code}/targets/batch");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets many targets of this resolution: all or none; the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostResolutionTargetBatchRequest request, CancellationToken cancellationToken) =>
        set.ManyAsync(request.Body, request.Code, HttpContext, cancellationToken);
}

/// <summary>Many targets.</summary>
public sealed record PostResolutionTargetBatchRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>All of them.</summary>
    [FromBody] public required Batch<TargetBody> Body { get; init; }
}
