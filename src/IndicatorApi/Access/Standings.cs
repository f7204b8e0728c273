using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Access;

/// <summary>What those may do now who asked for work that is done later: rights are those of the act, not of the day on which it was asked for.</summary>
public sealed class Standings(KeyContexts contexts, TimeProvider clock)
{
    private const string Key = "key:";

    /// <summary>The units that the caller may report for now; null when they may no longer report at all.</summary>
    /// <param name="identity">Which key or token, or part of the program, it is.</param>
    /// <param name="until">When a token expires; null for one that does not say so here.</param>
    /// <param name="granted">The units that a token was for.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Grant?> ReportingAsync(string identity, DateTimeOffset? until, Grant granted, CancellationToken cancellationToken)
    {
        if (until <= clock.GetUtcNow()) return null;
        if (Author.IsProgram(identity)) return Grant.All;
        if (!identity.StartsWith(Key, StringComparison.Ordinal)) return granted;
        if (!Guid.TryParse(identity.AsSpan(Key.Length), out var id)) return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var found = await context.ApiKeys.AsNoTracking()
            .Where(key => key.Id == id && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now) && key.Role != AccessRole.Reader)
            .Select(key => new { Unit = context.OrganisationUnits.Where(unit => unit.Id == key.OrganisationUnitId).Select(unit => unit.Code).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : Grant.Of(found.Unit);
    }
}
