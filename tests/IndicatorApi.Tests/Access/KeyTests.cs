using IndicatorApi.Access;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Access;

public sealed class KeyTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Create_AKey_ShowsItOnceAndStoresItsHashOnly()
    {
        var ward = await Api.WardAsync();
        var made = (await Api.PostJsonAsync("/api/v1/keys",
            new { name = "Văn phòng", role = "reporter", orgUnit = ward, expiresAt = "2099-01-31T17:00:00+07:00" })).With(201);
        var key = made["key"].GetString()!;
        made.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (made["role"].GetString(), made["orgUnit"].GetString(), made["expiresAt"].GetDateTimeOffset().UtcDateTime.Hour).ShouldBe(("reporter", ward, 10));
        key.ShouldStartWith(made["prefix"].GetString()!);
        key.Length.ShouldBeGreaterThan(40);

        var listed = (await Api.WalkAsync("/api/v1/keys?limit=1")).Single(item => item.GetProperty("id").GetString() == made["id"].GetString());
        listed.TryGetProperty("key", out var shown).ShouldBe(shown.ValueKind == System.Text.Json.JsonValueKind.Null);
        listed.GetRawText().ShouldNotContain(key);
        listed.GetProperty("orgUnit").GetString().ShouldBe(ward);
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || $1 || '%'");
        command.Parameters.AddWithValue(key[7..]);
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0L);
    }

    [Theory]
    [InlineData("""{"name": "x", "role": "reader", "orgUnit": "nowhere"}""", 422, "orgUnit")]
    [InlineData("""{"name": "x", "role": "reader", "expiresAt": "2020-01-31T17:00:00Z"}""", 422, "expiresAt")]
    [InlineData("""{"name": "\u202e", "role": "reader"}""", 422, "name")]
    [InlineData("""{"name": "x", "role": "Reader"}""", 400, "role")]
    [InlineData("""{"name": "x"}""", 400, "role")]
    [InlineData("""{"name": "x", "role": "reader", "key": "mine"}""", 400, "key")]
    public async Task Create_WithAMistake_SaysWhere(string body, int status, string where) =>
        (await Api.PostJsonAsync("/api/v1/keys", body)).Problem(status, null, where);

    [Fact]
    public async Task Revoke_AKey_EndsItAtOnceAndForEver()
    {
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201);
        using var client = Api.ClientWith(made["key"].GetString());
        (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
        (await Api.RemoveAsync($"/api/v1/keys/{made["id"].GetString()}")).With(204);
        (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
        (await Api.RemoveAsync($"/api/v1/keys/{made["id"].GetString()}")).With(204);
        (await Api.RemoveAsync($"/api/v1/keys/{Guid.Empty}")).Problem(404);
        (await Api.RemoveAsync("/api/v1/keys/none")).Problem(404);
    }

    [Fact]
    public async Task Call_WithAnExpiredKey_IsUnauthenticated()
    {
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader", expiresAt = "2099-01-31T17:00:00Z" })).With(201);
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand("UPDATE api_key SET expires_at = '2020-01-01Z' WHERE id = $1");
        command.Parameters.AddWithValue(made["id"].GetGuid());
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var client = Api.ClientWith(made["key"].GetString());
        (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
    }

    [Fact]
    public async Task Revoke_TheLastAdministratorOfAllUnits_IsRefusedAlsoWhenTwoRevokeEachOther()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var ward = await api.WardAsync();
        await api.PostJsonAsync("/api/v1/keys", new { name = "one unit only", role = "administrator", orgUnit = ward });
        var first = (await api.GetAsync("/api/v1/keys")).GetProperty("items")[0].GetProperty("id").GetString();
        (await api.RemoveAsync($"/api/v1/keys/{first}")).Problem(409, "last_administrator");
        var second = (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "administrator" })).With(201);
        using var other = api.ClientWith(second["key"].GetString());
        var answers = await Task.WhenAll(api.RemoveAsync($"/api/v1/keys/{second["id"].GetString()}"), other.RemoveAsync($"/api/v1/keys/{first}"));
        string.Join(' ', answers.Select(answer => answer.Status).Order()).ShouldBeOneOf("204 409", "204 401");
    }

    [Fact]
    public async Task Revoke_InTheDocument_PromisesNoAnswerThatItNeverGives()
    {
        var answers = (await Api.ReadAsync("/openapi/v1.json"))["paths"].GetProperty("/api/v1/keys/{id}").GetProperty("delete").GetProperty("responses")
            .EnumerateObject().Select(answer => answer.Name).ToList();
        answers.ShouldContain("409");
        foreach (var never in (string[])["412", "422", "428"]) answers.ShouldNotContain(never);
    }

    [Fact]
    public async Task Keys_WhereNoneMayLast_ExpireByThemselves_AndTheLastThatLastsMayGo()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (await ApiServer.StartAsync(postgres, connectionString: database)) { }
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database, isFirst: false,
            change: settings => settings with { Access = settings.Access with { KeyDays = 90 } });
        var made = (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "administrator" })).With(201);
        (made["expiresAt"].GetDateTimeOffset() - made["createdAt"].GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(90));
        (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader", expiresAt = made["createdAt"].GetDateTimeOffset().AddDays(1) })).With(201);
        (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader", expiresAt = made["expiresAt"].GetDateTimeOffset().AddDays(1) }))
            .Problem(422, null, "expiresAt").Text.ShouldContain("Access__KeyDays");
        using var other = api.ClientWith(made["key"].GetString());
        (await other.RemoveAsync($"/api/v1/keys/{(await api.GetAsync("/api/v1/keys")).GetProperty("items")[0].GetProperty("id").GetString()}")).With(204);
        (await other.RemoveAsync($"/api/v1/keys/{made["id"].GetString()}")).Problem(409, "last_administrator");
    }

    [Fact]
    public async Task Use_OfAKey_IsStoredLater()
    {
        var made = (await Api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201);
        using var client = Api.ClientWith(made["key"].GetString());
        (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
        async Task<string?> LastUseAsync() =>
            (await Api.WalkAsync("/api/v1/keys")).Single(item => item.GetProperty("id").GetString() == made["id"].GetString())
                .GetProperty("lastUsedAt").GetString();
        (await LastUseAsync()).ShouldBeNull();
        await Api.Services.GetRequiredService<ApiKeys>().StoreUsesAsync(TestContext.Current.CancellationToken);
        (await LastUseAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Guess_TenTimesInAMinute_IsNotAnsweredAnyMore()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: new LimitSettings());
        (await api.ReadAsync("/api/v1/indicators")).With(200);
        var unused = (await api.PostJsonAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201)["key"].GetString()!;
        for (var i = 0; i < 10; i++) (await api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("X-Api-Key", $"guess-{i}"))).Problem(401);
        foreach (var key in (string[])["guess-11", unused])
        {
            var answer = (await api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("X-Api-Key", key))).Problem(429, "too_many_wrong_keys");
            answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        }
        // Who was known a moment ago, and who shows no key, is not kept waiting.
        (await api.ReadAsync("/api/v1/indicators")).With(200);
        (await api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators")).Problem(401);
    }
}
