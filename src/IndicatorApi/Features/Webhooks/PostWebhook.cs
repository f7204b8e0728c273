using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Webhooks;

public sealed class PostWebhook(IndicatorDbContext context, ReferenceDataCache cache, Settings settings, TimeProvider clock)
    : Endpoint<PostWebhookRequest, Results<Created<WebhookResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/webhooks");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Adds an address that is told of changes. The answer shows the secret that messages are signed with, once. A person is first asked by
    /// mail.</summary>
    public override async Task<Results<Created<WebhookResponse>, Problem>> ExecuteAsync(PostWebhookRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var now = clock.GetUtcNow();
        var row = new Webhook
        {
            Id = Guid.CreateVersion7(now),
            Name = "",
            Url = "",
            Period = "",
            Secret = WebhookSignature.NewSecret(),
            CreatedAt = now
        };
        request.Body.WriteOn(row, await cache.GetAsync(cancellationToken), settings, errors);
        if (errors.AreFatal(out var problem)) return problem;
        row.RowVersion = 1;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (row.IsMail() && await MailConsent.AskAsync(context, row, now, cancellationToken) is { } refusal) return refusal;
        context.Add(row);
        await context.SaveChangesAsync(Caller.Of(User).Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        HttpContext.Response.Headers.CacheControl = "no-store";
        HttpContext.Response.Headers.ETag = ETags.Of(row.RowVersion);
        return TypedResults.Created($"/api/v1/webhooks/{row.Id}", WebhookResponse.From(row, showsSecret: true));
    }
}

/// <summary>A webhook to be made.</summary>
public sealed record PostWebhookRequest
{
    /// <summary>The webhook.</summary>
    [FromBody] public required WebhookBody Body { get; init; }
}
