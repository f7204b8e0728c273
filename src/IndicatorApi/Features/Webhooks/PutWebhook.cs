using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class PutWebhook(StoreWebhooks store, ReferenceDataCache cache, Settings settings)
    : Endpoint<PutWebhookRequest, Results<Ok<WebhookResponse>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/webhooks/{id}");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Changes an address or what it is told of, under <c>If-Match</c> with the ETag. The secret stays. Whoever is to be told of something else is
    /// told from the start.</summary>
    public override async Task<Results<Ok<WebhookResponse>, Problem>> ExecuteAsync(PutWebhookRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (row, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: true, webhook =>
        {
            var errors = new Errors();
            request.Body.WriteOn(webhook, reference, settings, errors);
            return Task.FromResult(errors.AreFatal(out var wrong) ? wrong : null);
        }, cancellationToken);
        return row is null ? problem! : TypedResults.Ok(WebhookResponse.From(row));
    }
}

/// <summary>A webhook as it is to be.</summary>
public sealed record PutWebhookRequest
{
    /// <summary>The webhook's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>The webhook.</summary>
    [FromBody] public required WebhookBody Body { get; init; }
}
