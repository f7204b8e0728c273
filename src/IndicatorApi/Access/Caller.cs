using System.Diagnostics;
using System.Security.Claims;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;

namespace IndicatorApi.Access;

/// <summary>Who writes: the name that revisions keep, and for which units.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Grant">The units it may write.</param>
public sealed record Caller(string Name, Grant Grant)
{
    /// <summary>Who the audit log names.</summary>
    public Author Author { get; init; } = Author.OfProgram(Name);

    /// <summary>From when on what they showed is worth nothing; null when it never ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Which key or token it is: names may be alike, this is not.</summary>
    public string Identity => Author.Identity;

    /// <summary>The caller of the request that is running.</summary>
    public static Caller Of(ClaimsPrincipal user)
    {
        var name = user.Identity?.Name ?? "anonymous";
        return new(name, Grant.Of(user))
        {
            Author = new Author(name, user.FindFirstValue(ClaimTypes.NameIdentifier), Activity.Current?.Id),
            ExpiresAt = CallerClaims.ExpiryOf(user),
        };
    }

    /// <summary>The program itself, at the command of who runs it.</summary>
    public static Caller OfProgram(string name) => new(name, Grant.All);

    /// <summary>Whether the caller's role is this one or more.</summary>
    public static bool Has(ClaimsPrincipal user, AccessRole least) =>
        user.FindFirstValue(CallerClaims.Role) is { } role && WireNames<AccessRole>.TryParse(role, out var held) && held >= least;
}
