using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class PostIndicator(StoreIndicators store, Upsert upsert)
    : Endpoint<PostIndicatorRequest, Results<Created<IndicatorBody>, Ok<IndicatorBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/indicators");
        Group<IndicatorsGroup>();
        Policies(Right.Define);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates an indicator. One that is there already, with the same content, is answered as it is.</summary>
    public override Task<Results<Created<IndicatorBody>, Ok<IndicatorBody>,
    Problem>> ExecuteAsync(PostIndicatorRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>An indicator to be created.</summary>
public sealed record PostIndicatorRequest
{
    /// <summary>The indicator.</summary>
    [FromBody] public required IndicatorBody Body { get; init; }
}
