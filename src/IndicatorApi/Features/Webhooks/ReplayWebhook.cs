using System.Text.Json.Serialization;
using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

public sealed class ReplayWebhook(IndicatorDbContext context, StoreWebhooks store, TimeProvider clock)
    : Endpoint<ReplayWebhookRequest, Results<Ok<WebhookResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/webhooks/{id}/replay");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Tells a receiver again, from where it stopped, from the start, or from one of its deliveries on: everything that changed since comes as it
    /// is now. One that had stopped goes on. A person who has not agreed yet is asked again.</summary>
    public override async Task<Results<Ok<WebhookResponse>, Problem>> ExecuteAsync(ReplayWebhookRequest request, CancellationToken cancellationToken)
    {
        var (row, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: false, async webhook =>
        {
            // Also where nothing else does: what the sender is about to store is not stored.
            context.Entry(webhook).State = EntityState.Modified;
            if (webhook.State == WebhookState.Unconfirmed) return await MailConsent.AskAsync(context, webhook, clock.GetUtcNow(), cancellationToken);
            var open = await context.WebhookDeliveries.AsNoTracking().Where(one => one.WebhookId == webhook.Id && one.State != DeliveryState.Delivered)
                .OrderByDescending(one => one.Id).FirstOrDefaultAsync(cancellationToken);
            if (request.Body.Delivery is { } id)
            {
                var delivery = await context.WebhookDeliveries.AsNoTracking()
                    .FirstOrDefaultAsync(one => one.WebhookId == webhook.Id && one.Id == id, cancellationToken);
                if (delivery is null) return Problem.Unknown(Noun.Delivery, $"{id}");
                webhook.Cursor = delivery.CursorBefore;
            }
            else if (request.Body.From == ReplayFrom.Start)
            {
                webhook.Cursor = null;
            }
            else if (open is not null && (open.State == DeliveryState.Pending || webhook.State == WebhookState.Stopped))
            {
                webhook.Cursor = open.CursorBefore;
            }
            var now = clock.GetUtcNow();
            // What it says is said again by what comes now.
            await context.WebhookDeliveries.Where(one => one.WebhookId == webhook.Id && one.State == DeliveryState.Pending).ExecuteUpdateAsync(set => set
                .SetProperty(one => one.State, DeliveryState.Dead).SetProperty(one => one.EndedAt, now)
                .SetProperty(one => one.LastError, "A replay took its place."), cancellationToken);
            // A receiver of verdicts is told all that are there: none is known to have been told.
            await context.WebhookVerdicts.Where(one => one.WebhookId == webhook.Id).ExecuteDeleteAsync(cancellationToken);
            (webhook.State, webhook.StoppedBecause, webhook.IsLearning) = (WebhookState.Active, null, false);
            return null;
        }, cancellationToken);
        return row is null ? problem! : TypedResults.Ok(WebhookResponse.From(row));
    }
}

/// <summary>Where a replay begins.</summary>
public enum ReplayFrom
{
    /// <summary>With what the receiver does not have yet.</summary>
    [JsonStringEnumMemberName("lastDelivered")] LastDelivered,
    /// <summary>With everything that is there.</summary>
    [JsonStringEnumMemberName("start")] Start,
}

/// <summary>From where on a receiver is told again.</summary>
public sealed record ReplayBody
{
    /// <summary>Where to begin; where it stopped unless said.</summary>
    public ReplayFrom From { get; init; }

    /// <summary>Id of a delivery to begin with, in the place of <c>from</c>.</summary>
    public Guid? Delivery { get; init; }
}

/// <summary>A webhook, and from where on it is told again.</summary>
public sealed record ReplayWebhookRequest
{
    /// <summary>The webhook's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>From where on.</summary>
    [FromBody] public required ReplayBody Body { get; init; }
}
