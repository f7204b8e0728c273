using System.Collections.Concurrent;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Access;

/// <summary>Keys, found by hash. A found key is remembered for a few seconds, so that a revoked one stops soon and a busy one costs no query.</summary>
public sealed class ApiKeys(IDbContextFactory<IndicatorDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (ApiKey Key, long FoundAt)> _found = new(StringComparer.Ordinal);

    /// <summary>The key of this hash, unless it is unknown, expired or revoked.</summary>
    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexString(hash);
        if (_found.TryGetValue(name, out var hit) && clock.GetElapsedTime(hit.FoundAt) < Remembered) return IfValid(hit.Key);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        if (key is null)
        {
            _found.TryRemove(name, out _);
            return null;
        }
        _found[name] = (key, clock.GetTimestamp());
        return IfValid(key);
    }

    /// <summary>Makes sure that an administrator's key exists: the given one, or a new one that is returned to be shown once.</summary>
    public async Task<string?> EnsureAdministratorAsync(string? given, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (given is null && await context.ApiKeys.AnyAsync(key => key.Role == AccessRole.Administrator && key.RevokedAt == null, cancellationToken)) return null;
        var key = given ?? ApiKeyHandler.NewKey();
        var hash = ApiKeyHandler.Hash(key);
        if (await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancellationToken)) return null;
        var now = clock.GetUtcNow();
        context.ApiKeys.Add(new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = given is null ? "administrator (made at first start)" : "administrator (from settings)",
            Prefix = key[..Math.Min(6, key.Length / 2)],
            Hash = hash,
            Role = AccessRole.Administrator,
            CreatedAt = now,
        });
        await context.SaveChangesAsync(cancellationToken);
        return key;
    }

    private ApiKey? IfValid(ApiKey key) => key.RevokedAt is null && !(key.ExpiresAt <= clock.GetUtcNow()) ? key : null;
}
