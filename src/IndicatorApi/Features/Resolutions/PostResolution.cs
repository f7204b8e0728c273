using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class PostResolution(StoreResolutions store, Upsert upsert)
    : Endpoint<PostResolutionRequest, Results<Created<ResolutionBody>, Ok<ResolutionBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions");
        Group<ResolutionsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates a resolution. One that is there already, with the same content, is answered as it is.</summary>
    public override Task<Results<Created<ResolutionBody>, Ok<ResolutionBody>,
    Problem>> ExecuteAsync(PostResolutionRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>A resolution to be created.</summary>
public sealed record PostResolutionRequest
{
    /// <summary>The resolution.</summary>
    [FromBody] public required ResolutionBody Body { get; init; }
}
