using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace IndicatorApi.Features.Access;

/// <summary>Turns the key in <c>X-Api-Key</c> into a caller. Header only: a key in an address would end up in logs.</summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header.</summary>
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers[Header].ToString();
        if (given.Length == 0) return AuthenticateResult.NoResult();
        var key = given.Length > 200 ? null : await keys.FindAsync(Hash(given), Context.RequestAborted);
        if (key is null) return AuthenticateResult.Fail("unknown key");
        var identity = new ClaimsIdentity(
            [new System.Security.Claims.Claim(ClaimTypes.Name, key.Name), new System.Security.Claims.Claim(ClaimTypes.Role, WireNames<AccessRole>.Of(key.Role))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "ApiKey header=\"X-Api-Key\"";
        return new Problem(ErrorCodes.Unauthenticated).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new Problem(ErrorCodes.Forbidden).ExecuteAsync(Context);

    /// <summary>What is stored of a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A new key that nobody can guess.</summary>
    public static string NewKey() => $"ik_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    private static bool Has(ClaimsPrincipal user, AccessRole least) =>
        user.FindFirstValue(ClaimTypes.Role) is { } role && WireNames<AccessRole>.TryParse(role, out var held) && held >= least;

    /// <summary>The rights, each as the least role that has it.</summary>
    public static void AddRights(AuthorizationBuilder authorization, bool publicRead)
    {
        authorization.AddPolicy(Right.Read, policy => policy.RequireAssertion(context => publicRead || Has(context.User, AccessRole.Reader)));
        authorization.AddPolicy(Right.Report, policy => policy.RequireAssertion(context => Has(context.User, AccessRole.Reporter)));
        authorization.AddPolicy(Right.Plan, policy => policy.RequireAssertion(context => Has(context.User, AccessRole.Planner)));
        authorization.AddPolicy(Right.Administer, policy => policy.RequireAssertion(context => Has(context.User, AccessRole.Administrator)));
    }
}
