using System.Text.Json;
using IndicatorApi.Access;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Scoring;

/// <summary>Finds and stores editions of scoring schemes.</summary>
public sealed class StoreScoringSchemes(IndicatorDbContext context, TimeProvider clock)
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

    /// <summary>Adds an edition, or a version of one that differs; the caller commits. Writers of schemes stand in line.</summary>
    public ScoringSchemeVersion? Add(ScoringSchemeVersion row, ScoringSchemeVersion? existing, Caller caller)
    {
        if (existing is not null && IsSame(row, existing)) return null;
        var now = clock.GetUtcNow();
        row.Id = existing?.Id ?? Guid.CreateVersion7(now);
        row.RowVersion = (existing?.RowVersion ?? 0) + 1;
        row.RecordedAt = now;
        row.RecordedBy = caller.Name;
        row.Replaces = existing;
        context.Add(row);
        return row;
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
