using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class GetResolution(ReferenceDataCache cache) : Endpoint<ResolutionRequest, Results<Ok<ResolutionBody>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/resolutions/{code}");
        Group<ResolutionsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One resolution.</summary>
    public override async Task<Results<Ok<ResolutionBody>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        ResolutionRequest request, CancellationToken cancellationToken) =>
        Upsert.Read<ResolutionBody, Resolution>(await cache.GetAsync(cancellationToken), request.Code, HttpContext);
}

/// <summary>Which resolution.</summary>
public sealed record ResolutionRequest
{
    /// <summary>The resolution's code.</summary>
    [RouteParam] public required string Code { get; init; }
}
