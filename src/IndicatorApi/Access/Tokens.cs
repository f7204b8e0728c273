using System.Security.Claims;
using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IndicatorApi.Access;

/// <summary>Reads who shows a token that the issuer signed for this audience and for now: a caller with a role, a unit and a name.</summary>
public static class Tokens
{
    private const int LongestName = 200;
    private const int LongestSubject = 255;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The caller, or the problem of a token that names none.</summary>
    public static (ClaimsIdentity? Caller, Problem? Problem) ReadCaller(JsonWebToken token, JwtSettings jwt, DateTime now)
    {
        if (token.ValidTo == DateTime.MinValue) return Refused("it never expires", "không có hạn dùng");
        if (token.ValidTo <= now - Skew) return Refused("it has expired", "đã hết hạn");
        if (token.ValidFrom > now + Skew) return Refused("it is not valid yet", "chưa có hiệu lực");
        try
        {
            using var payload = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload), Strict);
            var claims = payload.RootElement;
            if (Texts(claims, "sub") is not [{ Length: > 0 and <= LongestSubject } subject] || !Text.IsStorable(subject))
                return Refused("it has no sub", "không có sub");
            if (Name(claims) is not { } name) return Refused("it has no name that can be shown", "không có tên hiển thị được");
            List<System.Security.Claims.Claim> caller = [CallerClaims.OfToken(token.Issuer, subject), new(CallerClaims.Name, name),
                Unit(Texts(claims, jwt.ScopeClaim)).ToClaim(), .. CallerClaims.OfExpiry(token.ValidTo)];
            if (Role(Texts(claims, jwt.RoleClaim)) is { } role) caller.Add(new(CallerClaims.Role, WireNames<AccessRole>.Of(role)));
            return (new ClaimsIdentity(caller, TokenScheme.Name), null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return Refused("its claims cannot be read", "không đọc được nội dung");
        }
    }

    // Several roles: the highest. What the issuer calls other things is none of ours.
    private static AccessRole? Role(IReadOnlyList<string> words) =>
        words.Select(word => WireNames<AccessRole>.TryParse(word, out var role) ? role : (AccessRole?)null).Max();

    // A grant is for one unit: of two, or of none that can be, nobody could say what was meant.
    private static Grant Unit(IReadOnlyList<string> codes) =>
        codes is not [var code] ? Grant.None : code == "*" ? Grant.All : Text.IsCode(code) ? Grant.Of(code) : Grant.None;

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

    private static (ClaimsIdentity?, Problem?) Refused(string english, string vietnamese) => (null, new Problem(ErrorCodes.InvalidToken, english, vietnamese));
}
