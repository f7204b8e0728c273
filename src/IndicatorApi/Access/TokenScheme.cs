using System.Globalization;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IndicatorApi.Access;

/// <summary>
/// Turns the token in <c>Authorization: Bearer</c> into a caller like those with a key. Signature, issuer, audience and lifetime are JwtBearer's
/// matter; what it leaves open is closed here, and what it answers is said as every other problem is. Header only, as for keys.
/// </summary>
public static class TokenScheme
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = JwtBearerDefaults.AuthenticationScheme;

    private const string Start = Name + " ";
    private const int MostBytes = 16 * 1024;

    /// <summary>Signatures with a public key only: with a shared secret whoever can check a token could make one.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>An ID token of the same issuer would have another audience; a logout token says so here.</summary>
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Whether the request shows a token.</summary>
    public static bool IsShown(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Start, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the scheme, for the issuer that is set.</summary>
    public static AuthenticationBuilder AddTokens(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddSingleton<TokenIssuer>();
        authentication.Services.AddOptions<JwtBearerOptions>(Name).Configure<TokenIssuer, SignIns, Settings, TimeProvider>(Configure);
        return authentication.AddJwtBearer(Name, _ => { });
    }

    private static void Configure(JwtBearerOptions options, TokenIssuer issuer, SignIns taken, Settings settings, TimeProvider clock)
    {
        var jwt = settings.Access.Jwt!;
        options.ConfigurationManager = issuer.Keep();
        options.MapInboundClaims = false;
        options.SaveToken = false;
        foreach (var handler in options.TokenHandlers) handler.MaximumTokenSizeInBytes = MostBytes;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            TokenReader = (text, _) => Read(text),
            TypeValidator = (type, _, _) => string.IsNullOrEmpty(type)
                || Types.Contains(type, StringComparer.OrdinalIgnoreCase) ? type : throw new SecurityTokenInvalidTypeException(type),
            ValidAlgorithms = Algorithms,
            // Neither a key of another name nor one too short, however the library would choose.
            IssuerSigningKeyResolverUsingConfiguration = (_, _, kid, _, configuration) => TokenIssuer.Named(kid, configuration),
            TryAllIssuerSigningKeys = false,
            ValidAudience = jwt.Audience,
            // By our own clock, when its signature is known to be good: the library looks at it before that when it does not know the key.
            ValidateLifetime = false,
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context => AdmitAsync(context, issuer),
            OnTokenValidated = context =>
            {
                var (caller, problem) = Tokens.ReadCaller((JsonWebToken)context.SecurityToken, jwt, clock.GetUtcNow().UtcDateTime);
                if (caller is not null)
                {
                    context.Principal = new(caller);
                    taken.Note(CallerClaims.IdentityOf(context.Principal)!, context.HttpContext.Connection.RemoteIpAddress);
                }
                else Refuse(context, context.HttpContext, problem!, isForged: false);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                var (english, vietnamese, isForged) = Why(context.Exception);
                Refuse(context, context.HttpContext, new Problem(ErrorCodes.InvalidToken, english, vietnamese), isForged);
                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                context.HandleResponse();
                return ChallengeAsync(context.HttpContext);
            },
            OnForbidden = context => new Problem(ErrorCodes.Forbidden).ExecuteAsync(context.HttpContext),
        };
    }

    private static async Task AdmitAsync(MessageReceivedContext context, TokenIssuer issuer)
    {
        if (!IsShown(context.Request) || !Credentials.AreAskedFor(context.HttpContext))
        {
            context.NoResult();
            return;
        }
        // Which of the two a revision would name must not be a matter of luck.
        if (context.Request.Headers.ContainsKey(ApiKeyHandler.Header))
        {
            Refuse(context, context.HttpContext, new Problem(ErrorCodes.TwoCredentials));
            return;
        }
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
            if (issuer.IsTrusted) return;
        }
        catch (InvalidOperationException)
        {
            // Said in the log by whoever fetched; left to the library it would look like a bad signature.
        }
        Refuse(context, context.HttpContext, new Problem(ErrorCodes.IssuerUnavailable));
    }

    private static JsonWebToken Read(string text)
    {
        var token = new JsonWebToken(text);
        if (token.IsEncrypted) throw new SecurityTokenMalformedException();
        if (!Algorithms.Contains(token.Alg)) throw new SecurityTokenInvalidAlgorithmException();
        if (token.TryGetHeaderValue<object>("crit", out _)) throw new UnknownHeaderException();
        return token;
    }

    // A token that the issuer signed is no guess, though it is for another place or time.
    private static (string English, string Vietnamese, bool IsForged) Why(Exception exception) => exception switch
    {
        SecurityTokenInvalidIssuerException => ("it is of another issuer", "của nơi cấp khác", false),
        SecurityTokenInvalidAudienceException => ("it is for another audience", "dành cho nơi nhận khác", false),
        SecurityTokenInvalidAlgorithmException => ("it must be signed with RS, PS or ES and 256, 384 or 512",
            "phải ký bằng RS, PS hoặc ES với 256, 384 hoặc 512", true),
        SecurityTokenInvalidTypeException => ("it is of another type", "sai loại", true),
        UnknownHeaderException => ("it has a header that must be understood and is not", "có phần đầu bắt buộc không được hiểu", true),
        SecurityTokenMalformedException => ("it is not a JSON Web Token", "không phải JSON Web Token", true),
        // The only one that the library has for a token above the limit.
        ArgumentException => ("it is too long, or not a JSON Web Token", "quá dài, hoặc không phải JSON Web Token", true),
        _ => ("its signature is not the issuer's", "chữ ký không phải của nơi cấp", true),
    };

    private static void Refuse(ResultContext<JwtBearerOptions> context, HttpContext http, Problem problem, bool? isForged = null)
    {
        http.Items[typeof(TokenScheme)] = isForged is { } forged ? Count(http, problem, forged) : problem;
        context.Fail("refused");
    }

    // A token cannot be guessed as a key can: who has a good one is never kept waiting for those who forge.
    private static Problem Count(HttpContext http, Problem problem, bool isForged)
    {
        var wrong = http.RequestServices.GetRequiredService<WrongKeys>();
        var (address, reason) = (http.Connection.RemoteIpAddress, problem.Details(Language.English).Detail!);
        if (!isForged)
        {
            wrong.NoteRefusal(address, reason);
            return problem;
        }
        if (wrong.Wait(address) is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return new Problem(ErrorCodes.TooManyWrongKeys);
        }
        wrong.Note(address, reason);
        return problem;
    }

    private static Task ChallengeAsync(HttpContext http)
    {
        var problem = http.Items[typeof(TokenScheme)] as Problem ?? new Problem(ErrorCodes.Unauthenticated);
        if (problem.StatusCode == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = (string[])[$"{Name} error=\"invalid_token\"", ApiKeyHandler.Challenge];
        return problem.ExecuteAsync(http);
    }

    private sealed class UnknownHeaderException : SecurityTokenException;
}
