using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Tests.Access;

/// <summary>A token issuer on loopback: discovery, keys, and the signing that a real one does behind them.</summary>
public sealed class TokenIssuerServer : IAsyncDisposable
{
    public const string Audience = "indicator-api";

    private readonly WebApplication _app;

    private TokenIssuerServer(WebApplication app) => _app = app;

    /// <summary>Its address, and the name it gives itself.</summary>
    public string Address => _app.Urls.First();

    /// <summary>The keys that it shows.</summary>
    public List<IssuerKey> Keys { get; } = [new("rsa-1", RSA.Create(2048)), new("ec-1", ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    /// <summary>Whether it answers with errors.</summary>
    public bool IsDown { get; set; }

    /// <summary>What a token that somebody signs in for says of them; <c>null</c> refuses them.</summary>
    public JsonObject? SignsIn { get; set; }

    /// <summary>How often it was asked for its keys.</summary>
    public int Asked { get; private set; }

    public static async Task<TokenIssuerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TokenIssuerServer(builder.Build());
        server._app.MapGet("/.well-known/openid-configuration", () => server.IsDown ? Results.StatusCode(500) : Results.Text(
            JsonSerializer.Serialize(new
            {
                issuer = server.Address,
                jwks_uri = $"{server.Address}/keys",
                authorization_endpoint = $"{server.Address}/authorize",
                token_endpoint = $"{server.Address}/token",
                end_session_endpoint = $"{server.Address}/end",
            }), "application/json"));
        server.MapAccounts();
        server._app.MapGet("/keys", () =>
        {
            server.Asked++;
            return server.IsDown ? Results.StatusCode(500)
                : Results.Text(new JsonObject { ["keys"] = new JsonArray([.. server.Keys.Select(key => key.Public())]) }.ToJsonString(), "application/json");
        });
        await server._app.StartAsync();
        return server;
    }

    // Codes for a public client, each bound to who asked by the hash of a secret of theirs, and good once.
    private void MapAccounts()
    {
        var codes = new ConcurrentDictionary<string, (string Challenge, string Client, string Back)>();
        _app.Use((http, next) =>
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            return next(http);
        });
        _app.MapGet("/authorize", (HttpContext http) =>
        {
            var query = http.Request.Query;
            var (back, state) = (query["redirect_uri"].ToString(), Uri.EscapeDataString(query["state"].ToString()));
            if (SignsIn is null) return Results.Redirect($"{back}?error=access_denied&state={state}");
            if (query["response_type"] != "code" || query["code_challenge_method"] != "S256") return Results.BadRequest();
            var code = Base64(RandomNumberGenerator.GetBytes(16));
            codes[code] = (query["code_challenge"].ToString(), query["client_id"].ToString(), back);
            return Results.Redirect($"{back}?code={code}&state={state}&iss={Uri.EscapeDataString(Address)}");
        });
        _app.MapPost("/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            var hash = Base64(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            return codes.TryRemove(form["code"].ToString(), out var code)
                && code == (hash, form["client_id"].ToString(), form["redirect_uri"].ToString()) && form["grant_type"] == "authorization_code"
                ? Results.Text(new JsonObject { ["access_token"] = Sign(SignsIn!), ["token_type"] = "Bearer" }.ToJsonString(), "application/json")
                : Results.Text("""{"error":"invalid_grant"}""", "application/json", statusCode: 400);
        });
        _app.MapGet("/end", (HttpContext http) => Results.Redirect(http.Request.Query["post_logout_redirect_uri"].ToString()));
    }

    /// <summary>The claims of a token that is good for an hour; more are added, and null takes one away.</summary>
    public JsonObject Claims(params (string Name, object? Value)[] others)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Address, ["aud"] = Audience, ["sub"] = "user-7", ["iat"] = now, ["exp"] = now + 3600 };
        foreach (var (name, value) in others)
        {
            if (value is null) claims.Remove(name);
            else claims[name] = JsonSerializer.SerializeToNode(value);
        }
        return claims;
    }

    /// <summary>A token signed with the first key, or with the given one.</summary>
    public string Sign(JsonObject claims, IssuerKey? with = null, params (string Name, object Value)[] header)
    {
        var key = with ?? Keys[0];
        return Token(key.Algorithm, key.Name, claims.ToJsonString(), key.Sign, header);
    }

    /// <summary>A token of any making.</summary>
    public static string Token(string algorithm, string? keyName, string claims, Func<byte[], byte[]> sign, params (string Name, object Value)[] more)
    {
        var header = new JsonObject { ["alg"] = algorithm };
        if (keyName is not null) header["kid"] = keyName;
        foreach (var (name, value) in more) header[name] = JsonSerializer.SerializeToNode(value);
        var start = $"{Base64(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64(Encoding.UTF8.GetBytes(claims))}";
        return $"{start}.{Base64(sign(Encoding.ASCII.GetBytes(start)))}";
    }

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var key in Keys) key.Pair.Dispose();
    }
}

/// <summary>A pair of keys with a name.</summary>
public sealed record IssuerKey(string Name, AsymmetricAlgorithm Pair)
{
    public string Algorithm => Pair is RSA ? "RS256" : "ES256";

    public byte[] Sign(byte[] data) => Pair is RSA rsa
        ? rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : ((ECDsa)Pair).SignData(data, HashAlgorithmName.SHA256);

    /// <summary>The public half, as issuers show it.</summary>
    public JsonNode Public()
    {
        if (Pair is RSA rsa)
        {
            var parts = rsa.ExportParameters(false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = Name,
                ["n"] = TokenIssuerServer.Base64(parts.Modulus!),
                ["e"] = TokenIssuerServer.Base64(parts.Exponent!),
            };
        }
        var point = ((ECDsa)Pair).ExportParameters(false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["use"] = "sig",
            ["kid"] = Name,
            ["crv"] = "P-256",
            ["x"] = TokenIssuerServer.Base64(point.X!),
            ["y"] = TokenIssuerServer.Base64(point.Y!),
        };
    }
}
