using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PostResolutionTargets(SetTargets set, ReferenceDataCache cache)
    : Endpoint<PostResolutionTargetsRequest, Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions/{code}/targets");
        Group<TargetsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Sets one target of this resolution, or many: all or none; the same body again changes nothing.</summary>
    public override async Task<Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>> ExecuteAsync(
        PostResolutionTargetsRequest request, CancellationToken cancellationToken)
    {
        var (code, body) = (request.Code, request.Body);
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Resolution(code) is null) return Problem.Unknown(Noun.Resolution, code);
        var errors = new Errors();
        for (var i = 0; i < body.Items.Count; i++)
        {
            if (body.Items[i].Resolution is { } other && other != code) errors.Add(body.Where(i, "resolution"), ErrorCodes.CodeDiffers);
        }
        if (errors.AreFatal(out var problem)) return problem;
        return await set.RunAsync(body, [.. body.Items.Select(item => item with { Resolution = code })], HttpContext, cancellationToken);
    }
}

/// <summary>One target of a resolution or many.</summary>
public sealed record PostResolutionTargetsRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The target, or all of them.</summary>
    [FromBody] public required OneOrMany<TargetBody> Body { get; init; }
}
