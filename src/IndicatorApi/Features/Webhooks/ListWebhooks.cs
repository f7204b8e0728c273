using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

public sealed class ListWebhooks(IndicatorDbContext context) : Endpoint<ListWebhooksRequest, Results<Ok<Page<WebhookResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/webhooks");
        Group<WebhooksGroup>();
        Policies(Right.Administer);
    }

    /// <summary>Addresses that are told of changes, oldest first.</summary>
    public override async Task<Results<Ok<Page<WebhookResponse>>, Problem>> ExecuteAsync(ListWebhooksRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var after = request.AfterId(HttpContext, errors);
        if (errors.AreFatal(out var problem)) return problem;
        var found = await context.Webhooks.AsNoTracking().Where(row => after == null || row.Id > after).OrderBy(row => row.Id).Take(size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"], row => WebhookResponse.From(row)));
    }
}

/// <summary>Which webhooks.</summary>
public sealed record ListWebhooksRequest : PagedRequest;

internal static class PagesById
{
    /// <summary>The id after which a list goes on; null at the start.</summary>
    public static Guid? AfterId(this IPaged page, HttpContext http, Errors errors)
    {
        if (page.After(http, errors, 1) is not [var text]) return null;
        if (Guid.TryParse(text, out var id)) return id;
        errors.Add("cursor", ErrorCodes.InvalidCursor);
        return null;
    }
}
