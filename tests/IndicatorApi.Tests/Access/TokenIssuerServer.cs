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

    /// <summary>How often it was asked for its keys.</summary>
    public int Asked { get; private set; }

    public static async Task<TokenIssuerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TokenIssuerServer(builder.Build());
        server._app.MapGet("/.well-known/openid-configuration", () => server.IsDown ? Results.StatusCode(500) : Results.Text(
            JsonSerializer.Serialize(new { issuer = server.Address, jwks_uri = $"{server.Address}/keys" }), "application/json"));
        server._app.MapGet("/keys", () =>
        {
            server.Asked++;
            return server.IsDown ? Results.StatusCode(500)
                : Results.Text(new JsonObject { ["keys"] = new JsonArray([.. server.Keys.Select(key => key.Public())]) }.ToJsonString(), "application/json");
        });
        await server._app.StartAsync();
        return server;
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
