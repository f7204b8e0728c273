using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class PutResolution(StoreResolutions store, Upsert upsert)
    : Endpoint<PutResolutionRequest, Results<Ok<ResolutionBody>, Created<ResolutionBody>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/resolutions/{code}");
        Group<ResolutionsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Creates or replaces a resolution. One that exists is replaced only under <c>If-Match</c> with its ETag.</summary>
    public override Task<Results<Ok<ResolutionBody>, Created<ResolutionBody>, Problem>> ExecuteAsync(
        PutResolutionRequest request, CancellationToken cancellationToken) =>
        upsert.PutAsync(store, request.Code, request.Body, HttpContext, cancellationToken);
}

/// <summary>A resolution and its code.</summary>
public sealed record PutResolutionRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The resolution.</summary>
    [FromBody] public required ResolutionBody Body { get; init; }
}
