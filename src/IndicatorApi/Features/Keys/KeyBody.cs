using System.Globalization;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.Keys;

/// <summary>A key to be made.</summary>
public sealed record KeyBody
{
    /// <summary>Whose it is; revisions name it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AccessRole Role { get; init; }

    /// <summary>Code of the unit that it is for, with all under it; all units when null.</summary>
    public string? OrgUnit { get; init; }

    /// <summary>
    /// From when on it is worth nothing; never when null, or, where the deployment lets no key last, the latest that it allows.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Checks it and makes it. Only those who administer every unit come here, so nobody can grant more than they hold.</summary>
    public async Task<KeyResponse?> CreateAsync(ApiKeys keys, ReferenceData reference, TimeProvider clock, Author author, Errors errors,
        CancellationToken cancellationToken)
    {
        var name = Text.Clean(errors, "name", Name, 200);
        var unit = OrgUnit is null ? null : reference.Unit(OrgUnit);
        if (OrgUnit is not null && unit is null) errors.Add("orgUnit", ErrorCodes.UnknownReference, Noun.OrganisationUnit, OrgUnit);
        if (ExpiresAt <= clock.GetUtcNow()) errors.Add("expiresAt", ErrorCodes.OutOfRange, "in the future");
        if (ExpiresAt > keys.LatestExpiry)
            errors.Add("expiresAt", ErrorCodes.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"<= {keys.LatestExpiry:u} (Access__KeyDays)"));
        if (errors.Any) return null;
        var (found, text) = await keys.CreateAsync(name!, Role, unit, ExpiresAt?.ToUniversalTime(), author, cancellationToken);
        return Mapping.To<FoundKey, KeyResponse>(found) with { Key = text };
    }
}

/// <summary>A key, as far as it is stored.</summary>
public sealed record KeyResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Name { get; init; }

    /// <summary>Its first characters, to recognise it.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it may do.</summary>
    public required AccessRole Role { get; init; }

    /// <summary>Code of the unit that it is for, with all under it; null for all.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is worth nothing.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute or so.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Since when it is revoked.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key itself, in the answer that made it and never again.</summary>
    public string? Key { get; init; }
}

internal sealed class KeyMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<FoundKey, KeyResponse>()
        .Map(answer => answer, found => found.Key)
        .Map(answer => answer.OrgUnit, found => found.Unit)
        .Map(answer => answer.LastUsedAt, found => found.LastUsedAt)
        // Only the answer that makes a key shows it.
        .Ignore(answer => answer.Key!);
}
