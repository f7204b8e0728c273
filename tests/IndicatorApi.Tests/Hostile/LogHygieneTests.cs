using System.Security.Cryptography;
using IndicatorApi.Access;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IndicatorApi.Tests.Hostile;

/// <summary>Whatever is switched on in the log, no secret stands in it.</summary>
public sealed class LogHygieneTests(PostgresFixture postgres)
{
    private const string Password = "the-password-of-the-database";
    private const string Marked = "nội dung không được ghi lại";

    [Fact]
    public async Task Log_AtItsFinest_HoldsNoKeyNoTokenAndNoBody()
    {
        using var log = new KeptLog();
        await using var app = await StartAsync(log, await postgres.CreateDatabaseAsync());
        await app.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(ApiServer.AdministratorKey, TestContext.Current.CancellationToken);
        using var client = ClientOf(app, ApiServer.AdministratorKey);
        var made = (await client.PostAsync("/api/v1/keys", new { name = "Văn phòng", role = "reporter" })).With(201)["key"].GetString()!;
        using var reporter = ClientOf(app, made);
        (await client.PostAsync("/api/v1/organisation-units", new { code = "ward", name = Marked, level = "ward" },
            ("Idempotency-Key", "secret-idempotency-key"))).With(201);
        (await client.PostAsync("/api/v1/indicators", new { code = "people", name = Marked, measure = "người", valueType = "number", overTime = "sum" }))
            .With(201);
        (await reporter.PutAsync("/api/v1/actuals/ward/people/2022", new { value = 1, note = Marked })).With(201);
        (await reporter.PutAsync("/api/v1/actuals/ward/people/2022", new { value = 2, note = Marked })).Problem(428);
        (await reporter.PostAsync("/api/v1/keys", new { name = "x", role = "reader" })).Problem(403);
        (await client.PostAsync("/api/v1/actuals", $$"""{ "note": "{{Marked}}", "value": """)).Problem(400);
        (await client.PostAsync("/api/v1/indicators", new { code = "x", name = Marked, measure = "\u202e", valueType = "number", overTime = "sum" }))
            .Problem(422);
        using var stranger = ClientOf(app, "wrong-key-of-a-stranger");
        (await stranger.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("Authorization", "Bearer wrong-token-of-a-stranger"),
            ("Cookie", "session=wrong-cookie-of-a-stranger"))).Problem(401);

        log.Text.ShouldContain("/api/v1/actuals/ward/people/2022", Case.Sensitive, "nothing was logged at all");
        foreach (var secret in (string[])[ApiServer.AdministratorKey, made, "secret-idempotency-key", "wrong-key-of-a-stranger", "wrong-token-of-a-stranger",
            "wrong-cookie-of-a-stranger", Marked])
            Lines(log, secret).ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_AtItsFinest_HoldsNoTokenOfAnIssuer_TakenOrRefused()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        using var log = new KeptLog();
        await using var app = await StartAsync(log, await postgres.CreateDatabaseAsync(),
            jwt: new JwtSettings { Authority = issuer.Address, Audience = TokenIssuerServer.Audience });
        using var foreign = RSA.Create(2048);
        var good = issuer.Sign(issuer.Claims(("roles", "reader"), ("name", Marked)));
        var forged = issuer.Sign(issuer.Claims(("name", Marked)), new IssuerKey("rsa-1", foreign));
        var huge = issuer.Sign(issuer.Claims(("name", Marked), ("pad", new string('x', 20_000))));
        foreach (var (token, status) in new[] { (good, 200), (forged, 401), (huge, 401), ("not-a-token-at-all", 401) })
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("Authorization", $"Bearer {token}"))).With(status);
            foreach (var part in token.Split('.')) Lines(log, part).ShouldBeEmpty();
        }
        log.Text.ShouldContain("JwtBearerHandler", Case.Sensitive, "nothing was logged at all");
        Lines(log, Marked).ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_WhenTheDatabaseDoesNotAnswer_HoldsNoPassword()
    {
        using var log = new KeptLog();
        await using var app = await StartAsync(log, $"Host=127.0.0.1;Port=1;Username=indicator_api;Password={Password};Database=none;Timeout=2");
        using var client = ClientOf(app, ApiServer.AdministratorKey);
        foreach (var path in (string[])["/readyz", "/api/v1/indicators", "/api/v1/achievements?period=2022"])
        {
            var answer = (await client.CallAsync(HttpMethod.Get, path)).Problem(503);
            answer.Text.ShouldNotContain(Password);
            answer.Text.ShouldNotContain("127.0.0.1");
        }
        log.Text.ShouldContain("Npgsql", Case.Sensitive, "the failure was not logged");
        Lines(log, Password).ShouldBeEmpty();
        Lines(log, ApiServer.AdministratorKey).ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_WhenThePasswordIsWrong_DoesNotHoldIt()
    {
        using var log = new KeptLog();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { Username = "nobody_of_this_name", Password = Password };
        await using var app = await StartAsync(log, database.ConnectionString);
        using var client = ClientOf(app, ApiServer.AdministratorKey);
        (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Status.ShouldBeGreaterThanOrEqualTo(500);
        Lines(log, Password).ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_OfRefusedKeys_SaysFromWhereAndWhy_AndNoMoreOfThemThanAMinuteMayHave()
    {
        using var log = new KeptLog();
        await using var app = await StartAsync(log, await postgres.CreateDatabaseAsync(), wrongKeysPerMinute: 3);
        using var stranger = ClientOf(app, "wrong-key-of-a-stranger");
        for (var i = 0; i < 3; i++) (await stranger.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
        for (var i = 0; i < 3; i++) (await stranger.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(429);

        Lines(log, "Refused a login from 127.0.0.1: the key is unknown, expired or revoked", 10).Count().ShouldBe(3);
        Lines(log, "No more refused logins from 127.0.0.1", 10).ShouldHaveSingleItem();
        Lines(log, "wrong-key-of-a-stranger").ShouldBeEmpty();
    }

    [Fact]
    public async Task Log_OfKeysAndTokensThatAreTaken_HasOneLineAnHourForEach_AndNoneOfWhatTheyShowed()
    {
        await using var issuer = await TokenIssuerServer.StartAsync();
        using var log = new KeptLog();
        await using var app = await StartAsync(log, await postgres.CreateDatabaseAsync(), isFinest: false,
            jwt: new JwtSettings { Authority = issuer.Address, Audience = TokenIssuerServer.Audience });
        await app.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(ApiServer.AdministratorKey, TestContext.Current.CancellationToken);
        using var administrator = ClientOf(app, ApiServer.AdministratorKey);
        var token = issuer.Sign(issuer.Claims(("roles", "reader"), ("sub", "clerk-7"), ("name", Marked)));
        using var clerk = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        clerk.DefaultRequestHeaders.Authorization = new("Bearer", token);
        for (var i = 0; i < 5; i++)
        {
            (await administrator.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
            (await clerk.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
        }
        var lines = Lines(log, "was let in from 127.0.0.1", 10).ToList();
        lines.Count.ShouldBe(2, string.Join('\n', lines));
        lines.ShouldContain(line => line.Contains("key:", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("#clerk-7", StringComparison.Ordinal));
        foreach (var secret in (string[])[ApiServer.AdministratorKey, token, Marked]) Lines(log, secret).ShouldBeEmpty();
    }

    /// <summary>A limit stood beside a line that the framework wrote for every try: thirty tries, thirty lines.</summary>
    [Fact]
    public async Task Log_AtItsUsualLevel_HasNoLineForEachTry_WhateverIsRefused()
    {
        const int tries = 30;
        const int most = 3;
        await using var issuer = await TokenIssuerServer.StartAsync();
        using var log = new KeptLog();
        await using var app = await StartAsync(log, await postgres.CreateDatabaseAsync(), wrongKeysPerMinute: most, isFinest: false,
            jwt: new JwtSettings { Authority = issuer.Address, Audience = TokenIssuerServer.Audience });
        await app.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(ApiServer.AdministratorKey, TestContext.Current.CancellationToken);
        using var administrator = ClientOf(app, ApiServer.AdministratorKey);
        var made = (await administrator.PostAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201)["key"].GetString()!;
        using var reader = ClientOf(app, made);
        using var stranger = ClientOf(app, "wrong-key-of-a-stranger");
        using var nobody = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var foreign = RSA.Create(2048);
        var forged = issuer.Sign(issuer.Claims(), new IssuerKey("rsa-1", foreign));
        var expired = issuer.Sign(issuer.Claims(("exp", 1)));
        const string path = "/api/v1/indicators";
        (string What, Func<Task<Answer>> Try)[] refused =
        [
            ("a role that does not allow it", () => reader.PostAsync("/api/v1/keys", new { name = "x", role = "reader" })),
            ("a body that is no JSON", () => administrator.PostAsync("/api/v1/actuals", "{")),
            ("an unknown member", () => administrator.PostAsync("/api/v1/actuals", new { x = 1 })),
            ("an unknown parameter", () => administrator.CallAsync(HttpMethod.Get, $"{path}?x=1")),
            ("an address that is not there", () => administrator.CallAsync(HttpMethod.Get, "/nothing")),
            ("a method that is not there", () => administrator.CallAsync(HttpMethod.Delete, path)),
            ("a packed body", () => administrator.PostAsync("/api/v1/actuals", new { }, ("Content-Encoding", "br"))),
            ("another media type", () => administrator.CallAsync(HttpMethod.Post, "/api/v1/actuals", Calls.Body("x", "text/plain"))),
            ("no key", () => nobody.CallAsync(HttpMethod.Get, path)),
            ("an expired token", () => nobody.CallAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {expired}"))),
            ("a key and a token", () => stranger.CallAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {expired}"))),
            ("no token at all", () => nobody.CallAsync(HttpMethod.Get, path, null, ("Authorization", "Bearer x"))),
            ("a forged token", () => nobody.CallAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {forged}"))),
            ("a wrong key", () => stranger.CallAsync(HttpMethod.Get, path)),
        ];
        var told = 0;
        foreach (var (what, ask) in refused)
        {
            var before = Count(log);
            for (var i = 0; i < tries; i++) (await ask()).Status.ShouldBeInRange(400, 429, what);
            var lines = Count(log) - before;
            lines.ShouldBeLessThanOrEqualTo(most + 1, $"{what}: {string.Join('\n', log.Text.Split('\n').TakeLast(lines))}");
            told += lines;
        }
        told.ShouldBeGreaterThan(most, "nothing was logged at all");
    }

    [Fact]
    public async Task Log_WhenThePortIsTaken_HoldsNoCrashOfWorkThatWasOnlyEnded()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var first = new KeptLog();
        await using var app = await StartAsync(first, database);
        using var log = new KeptLog();
        await Should.ThrowAsync<IOException>(async () => await StartAsync(log, database, app.Urls.First()));
        Lines(log, "Microsoft.Extensions.Hosting").ShouldNotBeEmpty("nothing was logged at all");
        log.Text.Split('\n').Where(line => line.StartsWith("Critical", StringComparison.Ordinal)).ShouldBeEmpty();
        Lines(log, "BackgroundService failed").ShouldBeEmpty();
    }

    private static int Count(KeptLog log) => log.Text.Length == 0 ? 0 : log.Text.Split('\n').Length;

    private static IEnumerable<string> Lines(KeptLog log, string secret, int most = 3) =>
        log.Text.Split('\n').Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).Take(most);

    private static async Task<WebApplication> StartAsync(KeptLog log, string database, string url = "http://127.0.0.1:0", int wrongKeysPerMinute = 1000,
        JwtSettings? jwt = null, bool isFinest = true)
    {
        var builder = Server.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        if (isFinest)
        {
            // A rule for this provider comes before those of the settings.
            builder.Logging.AddFilter<KeptLog>(null, LogLevel.Trace);
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
        }
        builder.WebHost.UseUrls(url);
        builder.Configuration["urls"] = url;
        var settings = new Settings
        {
            Write = database,
            Access = new AccessSettings { AdministratorKey = ApiServer.AdministratorKey, PublicRead = false, Jwt = jwt },
            Limits = new LimitSettings { WrongKeysPerMinute = wrongKeysPerMinute },
        };
        var app = Server.Build(builder, settings, database);
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static HttpClient ClientOf(WebApplication app, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
