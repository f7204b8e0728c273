using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class PostResolutions(StoreResolutions store, Upsert upsert)
    : Endpoint<PostResolutionsRequest, Results<Created<ResolutionBody>, Ok<BatchResponse>, Ok<ResolutionBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/resolutions");
        Group<ResolutionsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates one resolution, or stores many: all or none; the same body again changes nothing.</summary>
    public override Task<Results<Created<ResolutionBody>, Ok<BatchResponse>, Ok<ResolutionBody>, Problem>> ExecuteAsync(PostResolutionsRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>One resolution or many.</summary>
public sealed record PostResolutionsRequest
{
    /// <summary>The resolution, or all of them.</summary>
    [FromBody] public required OneOrMany<ResolutionBody> Body { get; init; }
}
