using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostResolutionTarget(SetTargets set) : Endpoint<PostResolutionTargetRequest, Results<Created<TargetResponse>, Ok<TargetResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions/{code}/targets");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets one target of this resolution; the same body again changes nothing.</summary>
    public override Task<Results<Created<TargetResponse>, Ok<TargetResponse>,
    Problem>> ExecuteAsync(PostResolutionTargetRequest request, CancellationToken cancellationToken) =>
        set.OneAsync(request.Body, request.Code, HttpContext, cancellationToken);
}

/// <summary>A target to be set.</summary>
public sealed record PostResolutionTargetRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The target.</summary>
    [FromBody] public required TargetBody Body { get; init; }
}
