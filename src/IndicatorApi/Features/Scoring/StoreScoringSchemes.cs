using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Scoring;

/// <summary>Finds and stores editions of scoring schemes.</summary>
public sealed class StoreScoringSchemes(IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock)
{
    /// <summary>Of every edition the version that counts.</summary>
    public IQueryable<ScoringSchemeVersion> Current => context.ScoringSchemes.AsNoTracking()
        .Where(row => !context.ScoringSchemes.Any(other => other.Id == row.Id && other.RowVersion > row.RowVersion));

    /// <summary>The edition that holds on a day, or the latest of all.</summary>
    public async Task<ScoringSchemeVersion?> FindAsync(string code, DateOnly? on, CancellationToken cancellationToken)
    {
        var found = await Current.Where(row => row.Code == code && (on == null || row.ValidFrom <= on)).OrderByDescending(row => row.ValidFrom)
            .FirstOrDefaultAsync(cancellationToken);
        return found is null || (on is { } day && found.ValidTo < day) ? null : found;
    }

    /// <summary>Stores an edition, or a version of one that differs, which has to be allowed. Writers of schemes stand in line.</summary>
    public async Task<Results<Created<ScoringSchemeBody>, Ok<ScoringSchemeBody>, Problem>> StoreAsync(
        ScoringSchemeBody body, HttpContext http, bool replaces, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var errors = new Errors();
        var row = body.ToRow(await cache.GetAsync(cancellationToken), errors);
        if (errors.AreFatal(out var problem)) return problem;
        var existing = await Current.SingleOrDefaultAsync(one => one.Code == row.Code && one.ValidFrom == row.ValidFrom, cancellationToken);
        if (replaces && (existing is null ? ETags.RefusalOfNew(http) : ETags.Refusal(http, ETags.Of(existing.RowVersion))) is { } refusal) return refusal;
        var isNew = existing is null || !IsSame(row, existing);
        if (isNew && existing is not null && !replaces) return new Problem(ErrorCodes.AlreadyExists, row.Code);
        if (isNew)
        {
            var caller = Caller.Of(http.User);
            Add(row, existing, caller);
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var stored = isNew ? row : existing!;
        http.Response.Headers.ETag = ETags.Of(stored.RowVersion);
        var answer = ScoringSchemeBody.From(stored);
        return existing is null ? TypedResults.Created($"/api/v1/scoring-schemes/{stored.Code}?on={stored.ValidFrom:yyyy-MM-dd}", answer)
            : TypedResults.Ok(answer);
    }

    private void Add(ScoringSchemeVersion row, ScoringSchemeVersion? existing, Caller caller)
    {
        var now = clock.GetUtcNow();
        row.Id = existing?.Id ?? Guid.CreateVersion7(now);
        row.RowVersion = (existing?.RowVersion ?? 0) + 1;
        row.RecordedAt = now;
        row.RecordedBy = caller.Name;
        row.Replaces = existing;
        context.Add(row);
    }

    private static bool IsSame(ScoringSchemeVersion row, ScoringSchemeVersion stored)
    {
        // The database gives JSON back with its own blanks and order.
        using var one = JsonDocument.Parse(row.Definition);
        using var other = JsonDocument.Parse(stored.Definition);
        return (row.ValidTo, row.Title, row.Source) == (stored.ValidTo, stored.Title, stored.Source)
            && JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }
}
