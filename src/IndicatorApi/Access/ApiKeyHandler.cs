using System.Globalization;
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

namespace IndicatorApi.Access;

/// <summary>Turns the key in <c>X-Api-Key</c> into a caller. Header only: a key in an address would end up in logs.</summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys, WrongKeys wrong, SignIns taken,
    Settings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    /// <summary>The header.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>How a caller is told of keys.</summary>
    public const string Challenge = "ApiKey header=\"X-Api-Key\"";

    private const int MostLetters = 200;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers[Header].ToString();
        if (!Credentials.AreShown(Context) || !Credentials.AreAskedFor(Context)) return AuthenticateResult.NoResult();
        // A token where no issuer is set, or a header that lost its key on the way: shown, and worth nothing.
        if (given.Length == 0) return Request.Headers.ContainsKey(Header) || TokenScheme.IsShown(Request)
            ? AuthenticateResult.Fail("no key") : AuthenticateResult.NoResult();
        var hash = Hash(given);
        var found = given.Length > MostLetters ? null : keys.Recall(hash);
        if (found is null)
        {
            var address = Context.Connection.RemoteIpAddress;
            // Not even looked up: the answer would tell whoever guesses whether the guess was right.
            if (wrong.Wait(address) is { } wait)
            {
                Context.Items[typeof(WrongKeys)] = wait;
                return AuthenticateResult.Fail("too many wrong keys");
            }
            found = given.Length > MostLetters ? null : await keys.FindAsync(hash, Context.RequestAborted);
            if (found is null)
            {
                wrong.Note(address, "the key is unknown, expired or revoked");
                return AuthenticateResult.Fail("unknown key");
            }
            taken.Note(Author.IdentityOf(found.Key.Id), address);
        }
        keys.NoteUse(found.Key.Id);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Identity(found)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Items[typeof(WrongKeys)] is TimeSpan wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return new Problem(ErrorCodes.TooManyWrongKeys).ExecuteAsync(Context);
        }
        Response.Headers.WWWAuthenticate = settings.Access.Jwt is null ? Challenge : (string[])[Challenge, TokenScheme.Name];
        return new Problem(ErrorCodes.Unauthenticated).ExecuteAsync(Context);
    }

    private static ClaimsIdentity Identity(FoundKey found) => new(
        [
            new System.Security.Claims.Claim(CallerClaims.Identity, Author.IdentityOf(found.Key.Id)),
            new System.Security.Claims.Claim(CallerClaims.Name, found.Key.Name),
            new System.Security.Claims.Claim(CallerClaims.Role, WireNames<AccessRole>.Of(found.Key.Role)),
            Grant.Of(found.Unit).ToClaim(),
            .. CallerClaims.OfExpiry(found.Key.ExpiresAt),
        ], SchemeName);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new Problem(ErrorCodes.Forbidden).ExecuteAsync(Context);

    /// <summary>What is stored of a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>A new key that nobody can guess.</summary>
    public static string NewKey() => $"ik_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";

    /// <summary>The rights, each as the least role that has it; units are checked where the unit is known, by <see cref="Grant"/>.</summary>
    public static void AddRights(AuthorizationBuilder authorization, AccessSettings access)
    {
        void Add(string right, Func<ClaimsPrincipal, bool> may) =>
            authorization.AddPolicy(right, policy => policy.RequireAssertion(context => may(context.User)));
        Add(Right.Read, user => access.PublicRead == true || Caller.Has(user, AccessRole.Reader));
        Add(Right.Measure, user => access.PublicMetrics || (Caller.Has(user, AccessRole.Reader) && Grant.Of(user).IsAll));
        Add(Right.Report, user => Caller.Has(user, AccessRole.Reporter));
        Add(Right.Plan, user => Caller.Has(user, AccessRole.Planner));
        Add(Right.Define, user => Caller.Has(user, AccessRole.Planner) && Grant.Of(user).IsAll);
        Add(Right.Administer, user => Caller.Has(user, AccessRole.Administrator) && Grant.Of(user).IsAll);
    }
}
