using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Keys;

public sealed class GetOwnKey : EndpointWithoutRequest<Results<Ok<OwnKeyResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/keys/me");
        Group<KeysGroup>();
        Policies(Right.Read);
    }

    /// <summary>Who the caller is to this server: what the key or token that was shown may do, for which units, and until when. 401 without one, also where
    /// anyone may read.</summary>
    public override Task<Results<Ok<OwnKeyResponse>, Problem>> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (User.Identity?.IsAuthenticated != true)
        {
            HttpContext.Response.Headers.WWWAuthenticate = ApiKeyHandler.Challenge;
            return Task.FromResult<Results<Ok<OwnKeyResponse>, Problem>>(new Problem(ErrorCodes.Unauthenticated));
        }
        HttpContext.Response.Headers.CacheControl = "no-store";
        var caller = Caller.Of(User);
        return Task.FromResult<Results<Ok<OwnKeyResponse>, Problem>>(TypedResults.Ok(new OwnKeyResponse
        {
            Name = caller.Name,
            Role = User.FindFirst(CallerClaims.Role) is { } role ? WireNames<AccessRole>.Parse(role.Value) : null,
            AllUnits = caller.Grant.IsAll,
            OrgUnit = caller.Grant.Unit,
            ExpiresAt = caller.ExpiresAt,
        }));
    }
}

/// <summary>What a caller is to this server.</summary>
public sealed record OwnKeyResponse
{
    /// <summary>Whose key or token it is; revisions name it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do; null for a token without a role that is known here.</summary>
    public required AccessRole? Role { get; init; }

    /// <summary>Whether it is for every unit.</summary>
    public required bool AllUnits { get; init; }

    /// <summary>Code of the unit that it is for, with all under it; null where it is for all, or for none.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>From when on it is worth nothing; null when it never ends.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }
}
