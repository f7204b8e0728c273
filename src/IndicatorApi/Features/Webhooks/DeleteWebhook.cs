using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class DeleteWebhook(IndicatorDbContext context, StoreWebhooks store) : Endpoint<WebhookRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/webhooks/{id}");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Removes an address with its deliveries, under <c>If-Match</c> with the ETag.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await store.FindAsync(request.Id, cancellationToken) is not { } row) return Problem.Unknown(Noun.Webhook, request.Id);
        if (ETags.Refusal(HttpContext, ETags.Of(row.RowVersion)) is { } refusal) return refusal;
        context.Remove(row);
        await context.SaveChangesAsync(Caller.Of(User).Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
