using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostTargets(SetTargets set) : Endpoint<PostTargetsRequest, Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets one target, or many of any resolutions: all or none; the same body again changes nothing. Each names its resolution.</summary>
    public override Task<Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>> ExecuteAsync(
        PostTargetsRequest request, CancellationToken cancellationToken) => set.RunAsync(request.Body, request.Body.Items, HttpContext, cancellationToken);
}

/// <summary>One target or many.</summary>
public sealed record PostTargetsRequest
{
    /// <summary>The target, or all of them.</summary>
    [FromBody] public required OneOrMany<TargetBody> Body { get; init; }
}
