using System.Globalization;
using System.Security.Claims;

namespace IndicatorApi.Http;

/// <summary>The claims that every caller has, whichever way they showed who they are.</summary>
public static class CallerClaims
{
    /// <summary>Who it is, for ever the same: <c>key:ID</c>, or <c>token:ISSUER#SUBJECT</c>.</summary>
    public const string Identity = ClaimTypes.NameIdentifier;

    /// <summary>What people call them; revisions keep it.</summary>
    public const string Name = ClaimTypes.Name;

    /// <summary>The one role that they have.</summary>
    public const string Role = ClaimTypes.Role;

    /// <summary>From when on what they showed is worth nothing; absent where it never ends.</summary>
    public const string Expiry = "indicator-api:expiry";

    /// <summary>The claim of an expiry; none for null.</summary>
    public static IEnumerable<Claim> OfExpiry(DateTimeOffset? at) => at is { } end ? [new(Expiry, end.ToString("O", CultureInfo.InvariantCulture))] : [];

    /// <summary>From when on what the caller showed is worth nothing; null when it never ends.</summary>
    public static DateTimeOffset? ExpiryOf(ClaimsPrincipal user) =>
        user.FindFirstValue(Expiry) is { } text ? DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture) : null;

    /// <summary>The identity of a token's bearer: a subject is unique with its issuer only.</summary>
    public static Claim OfToken(string issuer, string subject) => new(Identity, $"token:{issuer}#{subject}");

    /// <summary>The caller's identity; null when they showed nothing.</summary>
    public static string? IdentityOf(ClaimsPrincipal user) => user.FindFirstValue(Identity);
}
