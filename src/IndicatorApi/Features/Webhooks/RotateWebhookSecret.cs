using FastEndpoints;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class RotateWebhookSecret(StoreWebhooks store, TimeProvider clock) : Endpoint<WebhookRequest, Results<Ok<WebhookResponse>, Problem>>
{
    /// <summary>How long the former secret signs beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public override void Configure()
    {
        Post("/api/v1/webhooks/{id}/secret");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Gives a new secret and shows it, once. For a day messages are signed with the former one too, so that a receiver can change over.</summary>
    public override async Task<Results<Ok<WebhookResponse>, Problem>> ExecuteAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        var (row, problem) = await store.ChangeAsync(request.Id, HttpContext, needsMatch: false, webhook =>
        {
            if (webhook.IsMail()) return Task.FromResult<Problem?>(new Problem(ErrorCodes.Inconsistent, "Mail is not signed.", "Thư không có chữ ký."));
            (webhook.FormerSecret, webhook.FormerSecretUntil) = (webhook.Secret, clock.GetUtcNow() + Overlap);
            webhook.Secret = WebhookSignature.NewSecret();
            return Task.FromResult<Problem?>(null);
        }, cancellationToken);
        HttpContext.Response.Headers.CacheControl = "no-store";
        return row is null ? problem! : TypedResults.Ok(WebhookResponse.From(row, showsSecret: true));
    }
}
