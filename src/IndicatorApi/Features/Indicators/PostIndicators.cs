using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class PostIndicators(StoreIndicators store, Upsert upsert)
    : Endpoint<PostIndicatorsRequest, Results<Created<IndicatorBody>, Ok<BatchResponse>, Ok<IndicatorBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/indicators");
        Group<IndicatorsGroup>();
        Policies(Right.Define);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates one indicator, or stores many: all or none; the same body again changes nothing.</summary>
    public override Task<Results<Created<IndicatorBody>, Ok<BatchResponse>, Ok<IndicatorBody>, Problem>> ExecuteAsync(PostIndicatorsRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>One indicator or many.</summary>
public sealed record PostIndicatorsRequest
{
    /// <summary>The indicator, or all of them.</summary>
    [FromBody] public required OneOrMany<IndicatorBody> Body { get; init; }
}
