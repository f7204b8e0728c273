using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostTarget(SetTargets set) : Endpoint<PostTargetRequest, Results<Created<TargetResponse>, Ok<TargetResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/targets");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets one target of the resolution that it names; the same body again changes nothing.</summary>
    public override Task<Results<Created<TargetResponse>, Ok<TargetResponse>,
    Problem>> ExecuteAsync(PostTargetRequest request, CancellationToken cancellationToken) =>
        set.OneAsync(request.Body, null, HttpContext, cancellationToken);
}

/// <summary>A target to be set.</summary>
public sealed record PostTargetRequest
{
    /// <summary>The target.</summary>
    [FromBody] public required TargetBody Body { get; init; }
}
