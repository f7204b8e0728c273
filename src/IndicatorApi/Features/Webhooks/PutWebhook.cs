using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class PutWebhook(StoreWebhooks store, IndicatorDbContext context, ReferenceDataCache cache, Settings settings, TimeProvider clock)
    : Endpoint<PutWebhookRequest, Results<Ok<WebhookResponse>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/webhooks/{id}");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Changes an address or what it is told of, under <c>If-Match</c> with the ETag. The secret stays. Whoever is to be told of something else is
    /// told from the start. A person at another address is asked first.</summary>
    public override async Task<Results<Ok<WebhookResponse>, Problem>> ExecuteAsync(PutWebhookRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (row, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: true, async webhook =>
        {
            var errors = new Errors();
            var (before, often, now) = (webhook.Url, webhook.Digest, clock.GetUtcNow());
            request.Body.WriteOn(webhook, reference, settings, errors);
            if (errors.AreFatal(out var wrong)) return wrong;
            if (webhook.Digest != often) webhook.NextMailAt = MailConsent.NextOf(webhook.Digest, now);
            // Whoever has the new address has agreed to nothing.
            return webhook.IsMail() && webhook.Url != before ? await MailConsent.AskAsync(context, webhook, now, cancellationToken) : null;
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
