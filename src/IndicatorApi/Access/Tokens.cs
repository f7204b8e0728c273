using System.Security.Claims;
using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IndicatorApi.Access;

/// <summary>What became of a token: a caller, or a problem.</summary>
/// <param name="Caller">Who shows it.</param>
/// <param name="Problem">Why it is not taken.</param>
/// <param name="IsForged">Whether the issuer never signed it; an expired token is no guess.</param>
public sealed record TokenResult(ClaimsIdentity? Caller, Problem? Problem = null, bool IsForged = false);

/// <summary>Reads the tokens of the issuer: what it signed for this audience and for now becomes a caller with a role, a unit and a name.</summary>
public sealed class Tokens(Settings settings, TokenIssuer issuer, TimeProvider clock)
{
    private const int MostLetters = 16 * 1024;
    private const int LongestName = 200;
    private const int LongestSubject = 255;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Signatures with a public key only: with a shared secret whoever can check a token could make one.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>An ID token of the same issuer would have another audience; a logout token says so here.</summary>
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Checks a token and reads its caller.</summary>
    public async Task<TokenResult> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length > MostLetters) return Forged("it is too long", "quá dài");
        if (Parse(text) is not { } token) return Forged("it is not a JSON Web Token", "không phải JSON Web Token");
        if (!Algorithms.Contains(token.Alg)) return Forged("it must be signed with RS, PS or ES and 256, 384 or 512", "phải ký bằng RS, PS hoặc ES với 256, 384 hoặc 512");
        if (!string.IsNullOrEmpty(token.Typ) && !Types.Contains(token.Typ, StringComparer.OrdinalIgnoreCase)) return Forged("it is of another type", "sai loại");
        if (token.TryGetHeaderValue<object>("crit", out _)) return Forged("it has a header that must be understood and is not", "có phần đầu bắt buộc không được hiểu");
        if (await issuer.KeysAsync(token.Kid, cancellationToken) is not { } keys) return new TokenResult(null, new Problem(ErrorCodes.IssuerUnavailable));

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            IssuerSigningKeys = keys.Named(token.Kid),
            ValidIssuer = keys.Issuer,
            ValidAudience = settings.Access.Jwt!.Audience,
            // By our own clock, below.
            ValidateLifetime = false,
        });
        return result.Exception switch
        {
            null when result.IsValid => ReadClaims(token),
            SecurityTokenInvalidIssuerException => Refused("it is of another issuer", "của nơi cấp khác"),
            SecurityTokenInvalidAudienceException => Refused("it is for another audience", "dành cho nơi nhận khác"),
            _ => Forged("its signature is not the issuer's", "chữ ký không phải của nơi cấp"),
        };
    }

    private TokenResult ReadClaims(JsonWebToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (token.ValidTo == DateTime.MinValue) return Refused("it never expires", "không có hạn dùng");
        if (token.ValidTo <= now - Skew) return Refused("it has expired", "đã hết hạn");
        if (token.ValidFrom > now + Skew) return Refused("it is not valid yet", "chưa có hiệu lực");
        try
        {
            using var payload = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload), Strict);
            var claims = payload.RootElement;
            if (Texts(claims, "sub") is not [{ Length: > 0 and <= LongestSubject } subject]) return Refused("it has no sub", "không có sub");
            var jwt = settings.Access.Jwt!;
            if (Name(claims) is not { } name) return Refused("it has no name that can be shown", "không có tên hiển thị được");
            List<System.Security.Claims.Claim> caller = [CallerClaims.OfToken(token.Issuer, subject), new(CallerClaims.Name, name), Unit(Texts(claims, jwt.ScopeClaim)).ToClaim()];
            if (Role(Texts(claims, jwt.RoleClaim)) is { } role) caller.Add(new(CallerClaims.Role, WireNames<AccessRole>.Of(role)));
            return new TokenResult(new ClaimsIdentity(caller, TokenHandler.SchemeName));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return Refused("its claims cannot be read", "không đọc được nội dung");
        }
    }

    private static JsonWebToken? Parse(string text)
    {
        try
        {
            var token = new JsonWebToken(text);
            return token.IsEncrypted ? null : token;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    // Several roles: the highest. What the issuer calls other things is none of ours.
    private static AccessRole? Role(IReadOnlyList<string> words) =>
        words.Select(word => WireNames<AccessRole>.TryParse(word, out var role) ? role : (AccessRole?)null).Max();

    // A scope is one unit: of two, or of none that can be, nobody could say what was meant.
    private static Scope Unit(IReadOnlyList<string> codes) =>
        codes is not [var code] ? Scope.None : code == "*" ? Scope.All : Text.IsCode(code) ? Scope.Of(code) : Scope.None;

    private static string? Name(JsonElement claims)
    {
        foreach (var claim in (string[])["preferred_username", "name", "sub"])
        {
            if (Texts(claims, claim) is not [var text] || text.AsSpan().IndexOfAny("\n\t\u2028\u2029") >= 0 || !Text.IsWellFormed(text)) continue;
            var clean = text.Normalize(NormalizationForm.FormC).Trim();
            if (clean.Length is > 0 and <= LongestName) return clean;
        }
        return null;
    }

    // The texts of a claim: one, a list of them, or none. A name with dots that is no claim is a way down: realm_access.roles.
    private static List<string> Texts(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var found))
        {
            found = claims;
            foreach (var part in name.Split('.'))
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(part, out found)) return [];
            }
        }
        return found.ValueKind switch
        {
            JsonValueKind.String => [found.GetString()!],
            JsonValueKind.Array => [.. found.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
            _ => [],
        };
    }

    private static TokenResult Refused(string english, string vietnamese) => new(null, new Problem(ErrorCodes.InvalidToken, english, vietnamese));

    private static TokenResult Forged(string english, string vietnamese) => Refused(english, vietnamese) with { IsForged = true };
}
