using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class GetIndicator(ReferenceDataCache cache) : Endpoint<IndicatorRequest, Results<Ok<IndicatorBody>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/indicators/{code}");
        Group<IndicatorsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One indicator.</summary>
    public override async Task<Results<Ok<IndicatorBody>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        IndicatorRequest request, CancellationToken cancellationToken) =>
        Upsert.Read<IndicatorBody, Indicator>(await cache.GetAsync(cancellationToken), request.Code, HttpContext);
}

/// <summary>Which indicator.</summary>
public sealed record IndicatorRequest
{
    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Code { get; init; }
}
