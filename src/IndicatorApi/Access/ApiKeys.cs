using System.Collections.Concurrent;
using System.Linq.Expressions;
using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Access;

/// <summary>A key that was found, with the unit it is for by its code.</summary>
/// <param name="Key">The stored key.</param>
/// <param name="Unit">Code of the unit; null for all.</param>
public sealed record FoundKey(ApiKey Key, string? Unit)
{
    /// <summary>When it was last used, where that was asked for.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>Keys, found by hash. A found key is remembered for a few seconds, so that a revoked one stops soon and a busy one costs no query.</summary>
public sealed class ApiKeys(IDbContextFactory<IndicatorDbContext> contexts, KeyContexts primaryKeys, Database database, Settings settings, TimeProvider clock)
{
    private const string FirstKey = "administrator (made at first start)";
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstKeyLasts = TimeSpan.FromDays(30);
    private readonly ConcurrentDictionary<string, (FoundKey Found, long FoundAt)> _found = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();

    /// <summary>When a key that is made now has expired at the latest; null where keys may last.</summary>
    public DateTimeOffset? LatestExpiry => LatestExpiryOf(clock.GetUtcNow());

    /// <summary>The key of this hash if it was shown here a moment ago and is still valid: no query is needed to know it.</summary>
    public FoundKey? Recall(byte[] hash) =>
        _found.TryGetValue(Convert.ToHexString(hash), out var hit) && clock.GetElapsedTime(hit.FoundAt) < Remembered ? IfValid(hit.Found) : null;

    /// <summary>The key of this hash, unless it is unknown, expired or revoked.</summary>
    public async Task<FoundKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        if (Recall(hash) is { } recalled) return recalled;
        var name = Convert.ToHexString(hash);
        var found = await LookUpAsync(key => key.Hash == hash, cancellationToken);
        if (found is null || IfValid(found) is null)
        {
            _found.TryRemove(name, out _);
            return null;
        }
        _found[name] = (found, clock.GetTimestamp());
        return found;
    }

    /// <summary>Whether a key that was found before is still valid.</summary>
    public async Task<bool> IsValidAsync(Guid id, CancellationToken cancellationToken) =>
        await LookUpAsync(key => key.Id == id, cancellationToken) is { } found && IfValid(found) is not null;

    // A standby may not have heard of a new key, nor that one was revoked: it is asked only when the primary is gone.
    private async Task<FoundKey?> LookUpAsync(Expression<Func<ApiKey, bool>> which, CancellationToken cancellationToken)
    {
        var servers = database.Reads.InOrder(isFresh: true);
        for (var i = 0; ; i++)
        {
            try
            {
                var server = ReferenceEquals(servers[i], database.Reads.Primary) ? (IDbContextFactory<IndicatorDbContext>)primaryKeys : servers[i];
                await using var context = await server.CreateDbContextAsync(cancellationToken);
                return await (
                    from row in context.ApiKeys.AsNoTracking().Where(which)
                    join unit in context.OrganisationUnits on row.OrganisationUnitId equals unit.Id into units
                    from unit in units.DefaultIfEmpty()
                    select new FoundKey(row, unit!.Code)).SingleOrDefaultAsync(cancellationToken);
            }
            catch (Exception exception) when (i + 1 < servers.Count && ReadServers.IsGone(exception))
            {
                servers[i].MarkDown();
            }
        }
    }

    /// <summary>Notes that a key was used; it is stored later, by <see cref="StoreUsesAsync"/>.</summary>
    public void NoteUse(Guid key) => _used[key] = clock.GetUtcNow();

    /// <summary>Stores when keys were last used.</summary>
    public async Task StoreUsesAsync(CancellationToken cancellationToken)
    {
        if (_used.IsEmpty) return;
        List<(Guid Key, DateTimeOffset At)> uses = [];
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at)) uses.Add((id, at));
        }
        // In one order, so that two instances do not wait for each other.
        uses.Sort();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"""
            INSERT INTO api_key_use (key_id, last_used_at)
            SELECT key, at FROM unnest({uses.Select(use => use.Key).ToArray()}, {uses.Select(use => use.At).ToArray()}) AS used (key, at)
            ON CONFLICT (key_id) DO UPDATE SET last_used_at = greatest(api_key_use.last_used_at, excluded.last_used_at)
            """, cancellationToken);
    }

    /// <summary>Keys with the codes of their units, oldest first, after one of them.</summary>
    public async Task<List<FoundKey>> ListAsync(Guid? after, int most, CancellationToken cancellationToken)
    {
        await using var context = await database.Read.CreateDbContextAsync(cancellationToken);
        var keys = await context.ApiKeys.AsNoTracking().Where(key => after == null || key.Id > after).OrderBy(key => key.Id).Take(most)
            .ToListAsync(cancellationToken);
        var ids = keys.Select(key => key.OrganisationUnitId).OfType<Guid>().Distinct().ToArray();
        var codes = await context.OrganisationUnits.Where(unit => ids.Contains(unit.Id))
            .ToDictionaryAsync(unit => unit.Id, unit => unit.Code, cancellationToken);
        var shown = keys.Select(key => key.Id).ToArray();
        var uses = await context.ApiKeyUses.AsNoTracking().Where(use => shown.Contains(use.KeyId))
            .ToDictionaryAsync(use => use.KeyId, use => use.LastUsedAt, cancellationToken);
        return [.. keys.Select(key => new FoundKey(key, key.OrganisationUnitId is { } unit ? codes[unit] : null)
        {
            LastUsedAt = uses.TryGetValue(key.Id, out var at) ? at : key.LastUsedAt,
        })];
    }

    /// <summary>Makes a key. Its text is returned to be shown once: only its hash is stored.</summary>
    public async Task<(FoundKey Found, string Text)> CreateAsync(
        string name, AccessRole role, OrganisationUnit? unit, DateTimeOffset? expiresAt, Author author, CancellationToken cancellationToken)
    {
        var text = ApiKeyHandler.NewKey();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = NewRow(name, text, role);
        key.OrganisationUnitId = unit?.Id;
        key.ExpiresAt = expiresAt ?? key.ExpiresAt;
        await AddAsync(context, key, author, cancellationToken);
        return (new FoundKey(key, unit?.Code), text);
    }

    /// <summary>Ends a key for ever. One that is revoked already stays so.</summary>
    public async Task<Revocation> RevokeAsync(Guid id, Author author, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // Two that revoke each other's key at once must not both succeed: the administrators' rows are locked, in one order.
        var administrators = await context.ApiKeys.FromSql($"""
            SELECT * FROM api_key WHERE role = 'administrator' AND organisation_unit_id IS NULL AND revoked_at IS NULL ORDER BY id FOR UPDATE
            """).ToListAsync(cancellationToken);
        var key = administrators.Find(row => row.Id == id) ?? await context.ApiKeys.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (key is null) return Revocation.Unknown;
        if (administrators.Contains(key) && IsLast(key, [.. administrators.Where(other => other.Id != id && !(other.ExpiresAt <= now))]))
            return Revocation.LastAdministrator;
        key.RevokedAt ??= now;
        await context.SaveChangesAsync(author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _found.TryRemove(Convert.ToHexString(key.Hash), out _);
        return Revocation.Done;
    }

    /// <summary>Makes sure that an administrator's key exists: the given one, or a new one that is returned to be shown once.</summary>
    public async Task<string?> EnsureAdministratorAsync(string? given, CancellationToken cancellationToken)
    {
        await using var alone = await StartLock.TakeAsync(database.Write, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // Only one that can still make others: what has expired, or is for one unit, lets nobody in again.
        if (given is null && await context.ApiKeys.AnyAsync(key => key.Role == AccessRole.Administrator && key.RevokedAt == null
            && key.OrganisationUnitId == null && (key.ExpiresAt == null || key.ExpiresAt > now), cancellationToken)) return null;
        var text = given ?? ApiKeyHandler.NewKey();
        var hash = ApiKeyHandler.Hash(text);
        if (await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancellationToken)) return null;
        var key = NewRow(given is null ? FirstKey : "administrator (from settings)", text, AccessRole.Administrator);
        await AddAsync(context, key, Author.OfProgram("start of the program"), cancellationToken);
        return text;
    }

    /// <summary>What is to be done about the administrators' keys that came first; a line each.</summary>
    public async Task<IReadOnlyList<string>> OverdueAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        List<string> lines = [];
        var (now, before) = (clock.GetUtcNow(), clock.GetUtcNow() - FirstKeyLasts);
        if (await context.ApiKeys.AnyAsync(key => key.Name == FirstKey && key.RevokedAt == null && key.ExpiresAt == null && key.CreatedAt < before,
            cancellationToken))
            lines.Add($"The administrator's key that the first start made is older than {FirstKeyLasts.Days} days and does not expire: "
                + "make each administrator a key of their own ('keys create'), then revoke it ('keys revoke').");
        if (settings.Access.AdministratorKey is { } given)
        {
            var hash = ApiKeyHandler.Hash(given);
            if (await context.ApiKeys.AnyAsync(key => key.Hash == hash && (key.RevokedAt != null || key.ExpiresAt <= now), cancellationToken))
                lines.Add("The key in Access__AdministratorKey has expired or is revoked: take it away, or set another.");
        }
        return lines;
    }

    // Nobody would be left: at once, or on the day on which the others expire. Where all keys expire the next start makes one.
    private bool IsLast(ApiKey key, IReadOnlyCollection<ApiKey> others) =>
        others.Count == 0 || (settings.Access.KeyDays is null && key.ExpiresAt is null && others.All(other => other.ExpiresAt is not null));

    private static async Task AddAsync(IndicatorDbContext context, ApiKey key, Author author, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.ApiKeys.Add(key);
        await context.SaveChangesAsync(author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private DateTimeOffset? LatestExpiryOf(DateTimeOffset now) => settings.Access.KeyDays is { } days ? now.AddDays(days) : null;

    private ApiKey NewRow(string name, string text, AccessRole role)
    {
        var now = clock.GetUtcNow();
        return new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = name,
            Prefix = text[..Math.Min(7, text.Length / 2)],
            Hash = ApiKeyHandler.Hash(text),
            Role = role,
            CreatedAt = now,
            ExpiresAt = LatestExpiryOf(now),
        };
    }

    private FoundKey? IfValid(FoundKey found) => found.Key.RevokedAt is null && !(found.Key.ExpiresAt <= clock.GetUtcNow()) ? found : null;
}

/// <summary>What became of a wish to revoke a key.</summary>
public enum Revocation
{
    /// <summary>It is revoked.</summary>
    Done,
    /// <summary>There is none of this id.</summary>
    Unknown,
    /// <summary>It is the last key that can make others.</summary>
    LastAdministrator,
}
