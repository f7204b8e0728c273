using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Webhooks;

/// <summary>Finds and changes webhooks; what the endpoints share.</summary>
public sealed class StoreWebhooks(IndicatorDbContext context)
{
    /// <summary>The webhook of an id, or null.</summary>
    public async Task<Webhook?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var key) ? await context.Webhooks.SingleOrDefaultAsync(row => row.Id == key, cancellationToken) : null;

    /// <summary>Changes one, while nobody else does.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="http">The request.</param>
    /// <param name="needsMatch">Whether the caller must have read it.</param>
    /// <param name="change">Changes the row, or says what is wrong.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(Webhook? Changed, Problem? Problem)> ChangeAsync(
        string id, HttpContext http, bool needsMatch, Func<Webhook, Task<Problem?>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!Guid.TryParse(id, out var key)
            || (await context.Webhooks.FromSql($"SELECT * FROM webhook WHERE id = {key} FOR UPDATE").ToListAsync(cancellationToken)) is not [var row])
            return (null, Problem.Unknown(Noun.Webhook, id));
        if (needsMatch && ETags.Refusal(http, ETags.Of(row.RowVersion)) is { } refusal) return (null, refusal);
        if (await change(row) is { } problem) return (null, problem);
        if (context.Entry(row).State == EntityState.Modified)
        {
            row.RowVersion++;
            await context.SaveChangesAsync(Caller.Of(http.User).Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        http.Response.Headers.ETag = ETags.Of(row.RowVersion);
        return (row, null);
    }
}
