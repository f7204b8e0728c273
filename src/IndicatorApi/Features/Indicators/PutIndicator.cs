using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class PutIndicator(StoreIndicators store, Upsert upsert)
    : Endpoint<PutIndicatorRequest, Results<Ok<IndicatorBody>, Created<IndicatorBody>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/indicators/{code}");
        Group<IndicatorsGroup>();
        Policies(Right.Define);
    }

    /// <summary>Creates or replaces an indicator. One that exists is replaced only under <c>If-Match</c> with its ETag.</summary>
    public override Task<Results<Ok<IndicatorBody>, Created<IndicatorBody>, Problem>> ExecuteAsync(
        PutIndicatorRequest request, CancellationToken cancellationToken) =>
        upsert.PutAsync(store, request.Code, request.Body, HttpContext, cancellationToken);
}

/// <summary>An indicator and its code.</summary>
public sealed record PutIndicatorRequest
{
    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The indicator.</summary>
    [FromBody] public required IndicatorBody Body { get; init; }
}
