using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class PostIndicatorBatch(StoreIndicators store, Upsert upsert)
    : Endpoint<PostIndicatorBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/indicators/batch");
        Group<IndicatorsGroup>();
        Policies(Right.Define);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Stores many indicators: all or none; the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostIndicatorBatchRequest request, CancellationToken cancellationToken) =>
        upsert.PostBatchAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>Many indicators.</summary>
public sealed record PostIndicatorBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<IndicatorBody> Body { get; init; }
}
