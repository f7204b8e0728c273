using System.Security.Claims;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Access;

/// <summary>What those may do now who asked for work that is done later: rights are those of the act, not of the day on which it was asked for.</summary>
public sealed class Standings(KeyContexts contexts, ApiKeys keys, TimeProvider clock)
{
    /// <summary>The units that the caller may report for now; null when they may no longer report at all.</summary>
    /// <param name="identity">Which key or token, or part of the program, it is.</param>
    /// <param name="until">When a token expires; null for one that does not say so here.</param>
    /// <param name="granted">The units that a token was for.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Grant?> ReportingAsync(string identity, DateTimeOffset? until, Grant granted, CancellationToken cancellationToken)
    {
        if (until <= clock.GetUtcNow()) return null;
        if (Author.IsProgram(identity)) return Grant.All;
        if (!Author.IsKey(identity)) return granted;
        if (Author.KeyOf(identity) is not { } id) return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var found = await context.ApiKeys.AsNoTracking()
            .Where(key => key.Id == id && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now) && key.Role != AccessRole.Reader)
            .Select(key => new { Unit = context.OrganisationUnits.Where(unit => unit.Id == key.OrganisationUnitId).Select(unit => unit.Code).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : Grant.Of(found.Unit);
    }

    /// <summary>Whether what a caller showed is still worth something: an answer that goes on for long may outlive it. Who showed nothing still may what
    /// anyone may.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        if (caller.ExpiresAt <= clock.GetUtcNow()) return false;
        return Author.KeyOf(caller.Identity) is not { } id || await keys.IsValidAsync(id, cancellationToken);
    }
}
