using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

public sealed class AccessTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Theory]
    [InlineData("GET", "/api/v1/organisation-units")]
    [InlineData("GET", "/api/v1/achievements?period=2022")]
    [InlineData("GET", "/api/v1/actuals")]
    [InlineData("POST", "/api/v1/actuals")]
    [InlineData("PUT", "/api/v1/organisation-units/x")]
    [InlineData("DELETE", "/api/v1/indicators/x")]
    public async Task Call_WithoutAValidKey_IsUnauthenticated(string method, string path)
    {
        var content = method is "POST" or "PUT" ? Calls.Body("{}") : null;
        var answer = (await Api.Anonymous.CallAsync(new HttpMethod(method), path, content)).Problem(401, "unauthenticated");
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("X-Api-Key");
        foreach (var key in (string[])["wrong", "", new('x', 300), "test-administrator-key ", "TEST-ADMINISTRATOR-KEY"])
        {
            var again = method is "POST" or "PUT" ? Calls.Body("{}") : null;
            if (key.Trim() != ApiServer.AdministratorKey)
                (await Api.Anonymous.CallAsync(new HttpMethod(method), path, again, ("X-Api-Key", key))).Problem(401, "unauthenticated");
        }
        (await Api.Anonymous.CallAsync(new HttpMethod(method),
            $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}X-Api-Key={ApiServer.AdministratorKey}")).Problem(401);
    }

    [Fact]
    public async Task Call_OfAPublicInstanceWithoutAKey_ReadsAndDoesNotWrite()
    {
        await using var open = await ApiServer.StartAsync(postgres, publicRead: true);
        (await open.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/achievements?period=2022")).With(200);
        (await open.Anonymous.CallAsync(HttpMethod.Post, "/api/v1/organisation-units", Calls.Body(new { code = "x", name = "x", level = "ward" })))
            .Problem(401);
        (await open.ReadAsync("/api/v1/organisation-units/x")).Problem(404);
    }

    [Fact]
    public async Task Keys_InTheDatabase_AreHashes()
    {
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand("SELECT row_to_json(k)::text, encode(hash, 'escape'), octet_length(hash) FROM api_key k");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.GetString(0).ShouldNotContain(ApiServer.AdministratorKey);
        reader.GetString(1).ShouldNotContain(ApiServer.AdministratorKey);
        reader.GetInt32(2).ShouldBe(32);
    }

    [Fact]
    public async Task Call_WhatIsNotThere_IsAProblem()
    {
        (await Api.ReadAsync("/api/v1/nothing")).Problem(404, "not_found");
        (await Api.Anonymous.CallAsync(HttpMethod.Get, "/api/v2")).Problem(404, "not_found");
        var answer = (await Api.Client.CallAsync(HttpMethod.Patch, "/api/v1/organisation-units/x", Calls.Body("{}"))).Problem(405, "method_not_allowed");
        answer.Text.ShouldNotBeEmpty();
        (await Api.Client.CallAsync(HttpMethod.Delete, "/api/v1/achievements")).Problem(405, "method_not_allowed");
    }

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task Get_TheStateOfTheServer_NeedsNoKey(string path, string status) =>
        (await Api.Anonymous.CallAsync(HttpMethod.Get, path)).With(200)["status"].GetString().ShouldBe(status);

    [Fact]
    public async Task Get_Anything_NamesNoServerSoftware()
    {
        var answer = (await Api.ReadAsync("/api/v1/indicators")).With(200);
        answer.Headers.Server.ShouldBeEmpty();
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
    }
}
