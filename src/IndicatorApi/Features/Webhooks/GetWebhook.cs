using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class GetWebhook(StoreWebhooks store) : Endpoint<WebhookRequest, Results<Ok<WebhookResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/webhooks/{id}");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>One address, whether it is told, and why not. How it stands changes by itself, so that there is always an answer and never 304.</summary>
    public override async Task<Results<Ok<WebhookResponse>, Problem>> ExecuteAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Id, cancellationToken) is not { } row) return Problem.Unknown(Noun.Webhook, request.Id);
        HttpContext.Response.Headers.ETag = ETags.Of(row.RowVersion);
        return TypedResults.Ok(WebhookResponse.From(row));
    }
}

/// <summary>Which webhook.</summary>
public sealed record WebhookRequest
{
    /// <summary>The webhook's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
