using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

public sealed class ListWebhookDeliveries(IndicatorDbContext context, StoreWebhooks store)
    : Endpoint<ListWebhookDeliveriesRequest, Results<Ok<Page<WebhookDeliveryResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/webhooks/{id}/deliveries");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>What was sent to an address and what became of it, newest first; kept for 30 days.</summary>
    public override async Task<Results<Ok<Page<WebhookDeliveryResponse>>, Problem>> ExecuteAsync(
        ListWebhookDeliveriesRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var after = request.AfterId(HttpContext, errors);
        if (errors.AreFatal(out var problem)) return problem;
        if (await store.FindAsync(request.Id, cancellationToken) is not { } row) return Problem.Unknown(Noun.Webhook, request.Id);
        var found = await context.WebhookDeliveries.AsNoTracking().Where(one => one.WebhookId == row.Id && (after == null || one.Id < after))
            .OrderByDescending(one => one.Id).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, one => [$"{one.Id}"], WebhookDeliveryResponse.From));
    }
}

/// <summary>Which deliveries.</summary>
public sealed record ListWebhookDeliveriesRequest : PagedRequest
{
    /// <summary>The webhook's id.</summary>
    [RouteParam] public required string Id { get; init; }
}

/// <summary>One message to a receiver.</summary>
/// <param name="Id">Its identity, in the header <c>webhook-id</c> of every attempt.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="NextAttemptAt">When it is sent again; null when it is not.</param>
/// <param name="LastStatus">The status of the last answer; null without one.</param>
/// <param name="LastError">What went wrong the last time; null when nothing did.</param>
/// <param name="EndedAt">When the receiver had it, or it was given up.</param>
/// <param name="Body">What is sent.</param>
public sealed record WebhookDeliveryResponse(
    Guid Id, DeliveryState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? NextAttemptAt, int? LastStatus, string? LastError,
    DateTimeOffset? EndedAt, string Body)
{
    /// <summary>The answer for a row.</summary>
    internal static WebhookDeliveryResponse From(WebhookDelivery row) => new(row.Id, row.State, row.CreatedAt, row.Attempts,
        row.State == DeliveryState.Pending ? row.NextAttemptAt : null, row.LastStatus, row.LastError, row.EndedAt, row.Body);
}
