using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IndicatorApi.Access;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Access;

/// <summary>Tokens of an issuer that really signs: what is taken, what is refused, and that they end in the same rights as keys.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class TokenTests(TokenServers servers) : IClassFixture<TokenServers>
{
    private const string Somewhere = "/api/v1/indicators";
    private static readonly string[] Understood = ["b64"];

    private ApiServer Api => servers.Api;

    private TokenIssuerServer Issuer => servers.Issuer;

    [Fact]
    public async Task Read_WithATokenSignedByRsaOrEc_IsAnswered()
    {
        foreach (var key in Issuer.Keys) (await GetAsync(Issuer.Sign(Issuer.Claims(("roles", "reader")), key))).With(200);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        // Clocks differ a little, names of types and schemes in case, and an audience may be one of several.
        (await GetAsync(Issuer.Sign(Issuer.Claims(("roles", "reader"), ("exp", now - 10), ("nbf", now - 60),
            ("aud", new[] { "other", TokenIssuerServer.Audience })), null, ("typ", "AT+JWT")))).With(200);
        (await Api.Anonymous.CallAsync(HttpMethod.Get, Somewhere, null, ("Authorization", $"bearer {Issuer.Sign(Issuer.Claims(("roles", "reader")))}")))
            .With(200);
    }

    [Fact]
    public async Task Read_WithATokenThatIsNotForHereOrNow_SaysWhyAndNoMore()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (name, value, why) in new (string, object?, string)[]
        {
            ("exp", now - 120, "expired"), ("exp", null, "never expires"), ("nbf", now + 600, "not valid yet"),
            ("aud", "another-api", "another audience"), ("aud", null, "another audience"),
            ("iss", "https://evil.example", "another issuer"), ("iss", null, "another issuer"), ("sub", null, "no sub"), ("sub", "\u202e", "no name"),
        })
        {
            var refused = await RefusedAsync(Issuer.Sign(Issuer.Claims(("roles", "administrator"), ("org_unit", "*"), (name, value))), $"{name} {value}");
            refused["detail"].GetString()!.ShouldContain(why, Case.Sensitive, name);
            refused.Text.ShouldNotContain(Issuer.Address);
        }
    }

    [Fact]
    public async Task Read_WithATokenThatTheIssuerDidNotSign_IsRefused()
    {
        var claims = Issuer.Claims(("roles", "administrator"), ("org_unit", "*"));
        var text = claims.ToJsonString();
        using var foreign = RSA.Create(2048);
        var shown = (RSA)Issuer.Keys[0].Pair;
        var good = Issuer.Sign(claims).Split('.');
        var header = new JsonObject { ["alg"] = "RS256", ["kid"] = "rsa-1" };
        foreach (var (name, token) in new (string, string)[]
        {
            ("a foreign key of the same name", Issuer.Sign(claims, new IssuerKey("rsa-1", foreign))),
            ("an unknown key", Issuer.Sign(claims, new IssuerKey("rsa-9", foreign))),
            ("no name and a foreign key", TokenIssuerServer.Token("RS256", null, text, new IssuerKey("", foreign).Sign)),
            ("none", TokenIssuerServer.Token("none", "rsa-1", text, _ => [])),
            ("None in other letters", TokenIssuerServer.Token("nOnE", null, text, _ => [])),
            ("no signature", $"{good[0]}.{good[1]}."),
            ("the public key as a shared secret",
                TokenIssuerServer.Token("HS256", "rsa-1", text,
                data => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(shown.ExportSubjectPublicKeyInfoPem()), data))),
            ("the modulus as a shared secret",
                TokenIssuerServer.Token("HS256", "rsa-1", text, data => HMACSHA256.HashData(shown.ExportParameters(false).Modulus!, data))),
            ("the signature of other claims", $"{good[0]}.{TokenIssuerServer.Base64(System.Text.Encoding.UTF8.GetBytes(
                text.Replace("user-7", "user-8", StringComparison.Ordinal)))}.{good[2]}"),
            ("an EC key under the name of an RSA one", TokenIssuerServer.Token("ES256", "rsa-1", text, Issuer.Keys[1].Sign)),
            ("a header of its own", TokenIssuerServer.Token("RS256", null, text, new IssuerKey("", foreign).Sign,
                ("jwk", new IssuerKey("rsa-1", foreign).Public()))),
            ("a header that must be understood", Issuer.Sign(claims, null, ("crit", Understood), ("b64", false))),
            ("a logout token", Issuer.Sign(claims, null, ("typ", "logout+jwt"))),
            ("two subjects", TokenIssuerServer.Token("RS256", "rsa-1", text.Replace("{", "{\"sub\":\"other\",", StringComparison.Ordinal),
                Issuer.Keys[0].Sign)),
            ("claims that are a list", TokenIssuerServer.Token("RS256", "rsa-1", "[1]", Issuer.Keys[0].Sign)),
            ("claims that are no JSON", TokenIssuerServer.Token("RS256", "rsa-1", "{", Issuer.Keys[0].Sign)),
            ("no token", "x"), ("dots", ".."), ("four dots", "a.b.c.d.e"),
            ("a huge one", Issuer.Sign(Issuer.Claims(("roles", "administrator"), ("pad", new string('x', 20_000))))),
        }) await RefusedAsync(token, name);
    }

    [Theory]
    [InlineData("""{"roles": "reader", "org_unit": "*"}""", 200, 403, 403)]
    [InlineData("""{"roles": ["unknown", "reader", "planner"], "org_unit": "*"}""", 200, 428, 403)]
    [InlineData("""{"roles": ["reporter", 7, null], "org_unit": "OWN"}""", 200, 428, 403)]
    [InlineData("""{"roles": "administrator", "org_unit": ["*"]}""", 200, 428, 200)]
    [InlineData("""{"roles": "administrator"}""", 200, 403, 403)]
    [InlineData("""{"roles": "administrator", "org_unit": "OTHER"}""", 200, 403, 403)]
    [InlineData("""{"roles": "administrator", "org_unit": "nowhere"}""", 200, 403, 403)]
    [InlineData("""{"roles": "administrator", "org_unit": ["OWN", "OTHER"]}""", 200, 403, 403)]
    [InlineData("""{"roles": "administrator", "org_unit": {"code": "*"}}""", 200, 403, 403)]
    [InlineData("""{"roles": "Administrator", "org_unit": "*"}""", 403, 403, 403)]
    [InlineData("""{"roles": {"administrator": true}, "org_unit": "*"}""", 403, 403, 403)]
    [InlineData("""{"role": "administrator", "org_unit": "*"}""", 403, 403, 403)]
    public async Task Claims_OfRoleAndUnit_GiveTheRightsOfSuchAKey(string claims, int read, int write, int administer)
    {
        var world = await Api.WorldAsync();
        var other = await Api.WardAsync();
        await Api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        var token = Issuer.Claims();
        foreach (var (name, value) in JsonNode.Parse(claims.Replace("OWN", world.Ward, StringComparison.Ordinal)
            .Replace("OTHER", other, StringComparison.Ordinal))!.AsObject()) token[name] = value?.DeepClone();
        using var client = Client(Issuer.Sign(token));
        (await client.CallAsync(HttpMethod.Get, Somewhere)).With(read);
        // 428: let through, and told to read first; so nothing changes.
        (await client.PutAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value = 8 })).With(write);
        (await client.CallAsync(HttpMethod.Get, "/api/v1/keys")).With(administer);
    }

    [Fact]
    public async Task Claims_UnderNamesThatAreSet_AreFound()
    {
        await using var api = await ApiServer.StartAsync(servers.Postgres, change: settings => settings with
        {
            Access = settings.Access with
            {
                Jwt = new JwtSettings
                {
                    Authority = Issuer.Address,
                    Audience = TokenIssuerServer.Audience,
                    RoleClaim = "realm_access.roles",
                    ScopeClaim = "https://ward.example/unit",
                },
            },
        });
        using var client = api.ClientWith(null);
        client.DefaultRequestHeaders.Add("Authorization",
            $"Bearer {Issuer.Sign(Issuer.Claims(("realm_access", new { roles = (string[])["administrator"] }), ("https://ward.example/unit", "*")))}");
        (await client.CallAsync(HttpMethod.Get, "/api/v1/keys")).With(200);
    }

    [Fact]
    public async Task Write_WithAToken_IsRecordedUnderItsName()
    {
        var world = await Api.WorldAsync();
        foreach (var (period, claims, name) in new (string, (string, object?)[], string)[]
        {
            ("2021", [("preferred_username", "  Nguye\u0302\u0303n An "), ("name", "other")], "Nguyễn An"),
            ("2022", [("preferred_username", "\u202eevil"), ("name", "Trần Bình")], "Trần Bình"),
            ("2023", [("name", new string('x', 201))], "user-7"),
        })
        {
            using var client = Client(Issuer.Sign(Issuer.Claims([("roles", "reporter"), ("org_unit", world.Ward), .. claims])));
            (await client.PutAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}", new { value = 8 })).With(201);
            (await Api.WalkAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}/revisions"))[0].GetProperty("recordedBy").GetString().ShouldBe(name);
        }
    }

    [Fact]
    public async Task Post_WithOneIdempotencyKeyByTwoSubjects_AreTwoRequests()
    {
        var codes = (string[])[Calls.NewCode("unit"), Calls.NewCode("unit")];
        for (var i = 0; i < 2; i++)
        {
            using var client = Client(Issuer.Sign(Issuer.Claims(("roles", "planner"), ("org_unit", "*"), ("sub", $"subject-{i}"), ("name", "the same"))));
            (await client.PostAsync("/api/v1/organisation-units", new { code = codes[i], name = "Phường", level = "ward" }, ("Idempotency-Key", "token")))
                .With(201);
        }
    }

    [Fact]
    public async Task Read_WithAKeyAndAToken_IsRefused() =>
        (await Api.Client.CallAsync(HttpMethod.Get, Somewhere, null, ("Authorization", $"Bearer {Issuer.Sign(Issuer.Claims(("roles", "reader")))}")))
            .Problem(400, "two_credentials");

    [Fact]
    public async Task Read_WithATokenInTheAddressOrNothing_IsToldOfBothWays()
    {
        (await Api.Client.CallAsync(HttpMethod.Get, $"{Somewhere}?access_token=x")).Problem(400, "unknown_parameter");
        var refused = (await Api.Anonymous.CallAsync(HttpMethod.Get, Somewhere)).Problem(401, "unauthenticated");
        refused.Headers.WwwAuthenticate.Select(way => way.Scheme).ShouldBe(["ApiKey", "Bearer"]);
        (await Api.ReadAsync("/openapi/v1.json"))["components"].GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString()
            .ShouldBe("bearer");
    }

    [Fact]
    public async Task Keys_OfTheIssuer_ChangeWithoutARestart()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        using var fresh = RSA.Create(2048);
        var old = issuer.Sign(issuer.Claims(("roles", "reader")));
        (await GetAsync(old, api)).With(200);
        issuer.Keys[0] = new IssuerKey("rsa-2", fresh);
        // The old key is known still; the first token of the new one brings the new list, and with it the end of the old. It may come too soon itself.
        (await GetAsync(old, api)).With(200);
        var young = issuer.Sign(issuer.Claims(("roles", "reader")));
        for (var tries = 1; (await GetAsync(young, api)).Status == 401; tries++)
        {
            tries.ShouldBeLessThan(20, "the new list does not come");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        (await GetAsync(young, api)).With(200);
        (await GetAsync(old, api)).Problem(401, "invalid_token");
        // Names that are made up do not each become a request to the issuer: one at most, should the last have been a while ago.
        var asked = issuer.Asked;
        for (var i = 0; i < 20; i++) (await GetAsync(issuer.Sign(issuer.Claims(), new IssuerKey($"made-up-{i}", fresh)), api)).Problem(401);
        issuer.Asked.ShouldBeLessThan(asked + 10);
    }

    [Fact]
    public async Task Issuer_ThatDoesNotAnswer_StopsTokensNobodyElse()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        issuer.IsDown = true;
        await using var api = await StartAsync(issuer);
        var token = issuer.Sign(issuer.Claims(("roles", "reader")));
        (await GetAsync(token, api)).Problem(503, "issuer_unavailable").Headers.RetryAfter.ShouldNotBeNull();
        (await api.ReadAsync(Somewhere)).With(200);
        issuer.IsDown = false;
        (await Eventually.SeenAsync(TimeSpan.FromMinutes(2), () => GetAsync(token, api), answer => answer.Status != 503)).With(200);
        issuer.IsDown = true;
        (await GetAsync(token, api)).With(200);
    }

    [Fact]
    public async Task Forge_TenTimesInAMinute_IsNotAnsweredAnyMoreAndGoodTokensAre()
    {
        await using var api = await StartAsync(Issuer, new LimitSettings());
        using var foreign = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        // Who comes with yesterday's token has not forged it.
        for (var i = 0; i < 12; i++) (await GetAsync(Issuer.Sign(Issuer.Claims(("exp", now - 120))), api)).Problem(401, "invalid_token");
        for (var i = 0; i < 10; i++) (await GetAsync(Issuer.Sign(Issuer.Claims(), new IssuerKey("rsa-1", foreign)), api)).Problem(401, "invalid_token");
        (await GetAsync(Issuer.Sign(Issuer.Claims(), new IssuerKey("rsa-1", foreign)), api)).Problem(429, "too_many_wrong_keys")
            .Headers.RetryAfter.ShouldNotBeNull();
        (await GetAsync(Issuer.Sign(Issuer.Claims(("roles", "reader"))), api)).With(200);
    }

    [Theory]
    [InlineData("rsa-1")]
    [InlineData("rsa-9")]
    [InlineData("")]
    public async Task Forge_WithAKeyOfAnyName_IsCountedWhateverTheTokenSaysOfItself(string key)
    {
        await using var api = await StartAsync(Issuer, new LimitSettings { WrongKeysPerMinute = 6 });
        using var foreign = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        foreach (var claim in new (string, object?)[] { ("exp", now - 120), ("exp", null), ("nbf", now + 600), ("iss", "https://evil.example"),
            ("aud", "another-api"), ("sub", null) })
            (await GetAsync(Issuer.Sign(Issuer.Claims(claim), new IssuerKey(key, foreign)), api)).Problem(401, "invalid_token")["detail"]
                .GetString()!.ShouldContain("signature");
        (await GetAsync(Issuer.Sign(Issuer.Claims(), new IssuerKey(key, foreign)), api)).Problem(429, "too_many_wrong_keys");
    }

    [Fact]
    public async Task Read_WithATokenSignedByAShortKeyOfTheIssuer_IsRefused_AndByItsOnlyKeyWithoutANameIsAnswered()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        await using var api = await StartAsync(issuer);
        issuer.Keys.Add(new IssuerKey("short", RSA.Create(1024)));
        (await GetAsync(issuer.Sign(issuer.Claims(("roles", "reader")), issuer.Keys[2]), api)).Problem(401, "invalid_token");
        (await GetAsync(TokenIssuerServer.Token("RS256", null, issuer.Claims(("roles", "reader")).ToJsonString(), issuer.Keys[0].Sign), api)).With(200);
    }

    [Theory]
    [InlineData("Authority", "http://issuer.example", "Access__Jwt__Authority")]
    [InlineData("Authority", "issuer", "Access__Jwt__Authority")]
    [InlineData("Authority", null, "Access__Jwt__Authority")]
    [InlineData("Audience", null, "Access__Jwt__Audience")]
    [InlineData("SignInScope", "openid", "Access__Jwt__ClientId")]
    public void From_AMistake_IsOneLineThatNamesTheSetting(string name, string? value, string named)
    {
        Dictionary<string, string?> given = new() { ["Access:Jwt:Authority"] = "https://issuer.example/realm/", ["Access:Jwt:Audience"] = "x" };
        given[$"Access:Jwt:{name}"] = value;
        List<string> mistakes = [];
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection(given).Build(), mistakes);
        mistakes.ShouldHaveSingleItem().ShouldStartWith(named);
    }

    private Task<ApiServer> StartAsync(TokenIssuerServer issuer, LimitSettings? limits = null) => TokenServers.StartAsync(servers.Postgres, issuer, limits);

    private HttpClient Client(string token)
    {
        var client = Api.ClientWith(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    private Task<Answer> GetAsync(string token, ApiServer? api = null) =>
        (api ?? Api).Anonymous.CallAsync(HttpMethod.Get, Somewhere, null, ("Authorization", $"Bearer {token}"));

    private async Task<Answer> RefusedAsync(string token, string what)
    {
        var answer = await GetAsync(token);
        answer.Status.ShouldBe(401, $"{what}: {answer.Text}");
        answer.Headers.WwwAuthenticate.Select(way => $"{way}").ShouldBe(["Bearer error=\"invalid_token\"", "ApiKey header=\"X-Api-Key\""], what);
        return answer.Problem(401, "invalid_token");
    }
}

/// <summary>A server that trusts an issuer, and the issuer.</summary>
public sealed class TokenServers(PostgresFixture postgres) : IAsyncLifetime
{
    public PostgresFixture Postgres => postgres;

    public ApiServer Api { get; private set; } = null!;

    public TokenIssuerServer Issuer { get; private set; } = null!;

    public static Task<ApiServer> StartAsync(PostgresFixture postgres, TokenIssuerServer issuer, LimitSettings? limits = null) =>
        ApiServer.StartAsync(postgres, limits: limits, change: settings => settings with
        {
            Access = settings.Access with { Jwt = new JwtSettings { Authority = issuer.Address, Audience = TokenIssuerServer.Audience } },
        });

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuerServer.StartAsync();
        Api = await StartAsync(postgres, Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
