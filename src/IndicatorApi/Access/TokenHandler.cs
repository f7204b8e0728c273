using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IndicatorApi.Access;

/// <summary>Turns the token in <c>Authorization: Bearer</c> into a caller like those with a key. Header only, as for keys.</summary>
public sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Tokens tokens, WrongKeys wrong)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Bearer";

    private const string Start = SchemeName + " ";

    private Problem? _problem;

    /// <summary>Whether the request shows a token.</summary>
    public static bool IsShown(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Start, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsShown(Request) || !Credentials.AreAskedFor(Context)) return AuthenticateResult.NoResult();
        // Which of the two a revision would name must not be a matter of luck.
        if (Request.Headers.ContainsKey(ApiKeyHandler.Header)) return Refuse(new Problem(ErrorCodes.TwoCredentials));
        var result = await tokens.ReadAsync(Request.Headers.Authorization.ToString()[Start.Length..].Trim(), Context.RequestAborted);
        if (result.Caller is { } caller) return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(caller), SchemeName));
        // A token cannot be guessed as a key can: who has a good one is never kept waiting for those who forge.
        var (address, reason) = (Context.Connection.RemoteIpAddress, result.Problem!.Details(Language.English).Detail!);
        if (!result.IsForged)
        {
            wrong.NoteRefusal(address, reason);
            return Refuse(result.Problem);
        }
        if (wrong.Wait(address) is { } wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Refuse(new Problem(ErrorCodes.TooManyWrongKeys));
        }
        wrong.Note(address, reason);
        return Refuse(result.Problem);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var problem = _problem ?? new Problem(ErrorCodes.Unauthenticated);
        if (problem.StatusCode == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = (string[])[$"{SchemeName} error=\"invalid_token\"", ApiKeyHandler.Challenge];
        return problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new Problem(ErrorCodes.Forbidden).ExecuteAsync(Context);

    private AuthenticateResult Refuse(Problem problem)
    {
        _problem = problem;
        return AuthenticateResult.Fail("refused");
    }
}
