namespace IndicatorApi.Access;

/// <summary>Settings under <c>Access:Jwt</c>: the one issuer whose tokens are taken.</summary>
public sealed record JwtSettings
{
    /// <summary>The claim that holds roles, unless another is set.</summary>
    public const string UsualRoleClaim = "roles";

    /// <summary>The claim that holds the unit, unless another is set.</summary>
    public const string UsualScopeClaim = "org_unit";

    /// <summary>What the pages ask the issuer for, unless something else is set.</summary>
    public const string UsualSignInScope = "openid";

    /// <summary>The issuer's address; <c>/.well-known/openid-configuration</c> under it says the rest.</summary>
    public required string Authority { get; init; }

    /// <summary>Whom a token must be for.</summary>
    public required string Audience { get; init; }

    /// <summary>The claim that holds a role or a list of them; a name with dots also finds a member of a member.</summary>
    public string RoleClaim { get; init; } = UsualRoleClaim;

    /// <summary>The claim that holds the code of the unit, or <c>*</c> for all; without it a token is for no unit.</summary>
    public string ScopeClaim { get; init; } = UsualScopeClaim;

    /// <summary>What the pages are to the issuer: a public client, which has no secret; null where they offer no signing in.</summary>
    public string? ClientId { get; init; }

    /// <summary>What the pages ask the issuer for.</summary>
    public string SignInScope { get; init; } = UsualSignInScope;

    /// <summary>Checks what was set; null when nothing was.</summary>
    public static JwtSettings? From(string? authority, string? audience, string? roleClaim, string? scopeClaim, ICollection<string> mistakes)
    {
        if (authority is null)
        {
            if ((audience ?? roleClaim ?? scopeClaim) is not null) mistakes.Add(
                "Access__Jwt__Authority is not set: the other Access__Jwt settings say nothing without it.");
            return null;
        }
        // Whoever stands between an issuer without TLS and this server could hand it keys of their own.
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            mistakes.Add($"Access__Jwt__Authority must be the https address of an issuer, not '{authority}'.");
        if (audience is null) mistakes.Add("Access__Jwt__Audience must say whom tokens are for, such as indicator-api: an issuer makes tokens for others too.");
        return new JwtSettings
        {
            Authority = authority.TrimEnd('/'),
            Audience = audience ?? "",
            RoleClaim = roleClaim ?? UsualRoleClaim,
            ScopeClaim = scopeClaim ?? UsualScopeClaim
        };
    }
}
