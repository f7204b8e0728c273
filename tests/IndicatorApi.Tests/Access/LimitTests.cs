using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Access;

public sealed class LimitTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/api/v1/indicators")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/healthz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task Get_Anything_TellsBrowsersToDoNoMore(string path)
    {
        var headers = (await server.Api.ReadAsync(path)).Headers;
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var policy = headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("frame-ancestors 'none'");
        policy.Split("; ").Where(part => part.StartsWith("script-src ", StringComparison.Ordinal)).ShouldAllBe(part => part == "script-src 'self'");
        headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task Ask_MoreOftenThanAllowed_IsToldToWaitAndOthersAreNot()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: new LimitSettings { RequestsPerSecond = 5 });
        using var other = await api.ClientAsync("reader");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => api.ReadAsync("/api/v1/indicators")));
        var refused = answers.First(answer => answer.Status != 200).Problem(429, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 5);
        answers.Count(answer => answer.Status == 200).ShouldBeGreaterThanOrEqualTo(5);
        (await other.CallAsync(HttpMethod.Get, "/api/v1/indicators")).With(200);
        (await api.ReadAsync("/healthz")).With(200);
    }

    [Fact]
    public async Task Ask_FromAnotherOrigin_IsAllowedOnlyWhenItIsConfigured()
    {
        await using var api = await ApiServer.StartAsync(postgres, origins: ["https://dashboard.example"]);
        var allowed = await api.ReadAsync("/api/v1/indicators", ("Origin", "https://dashboard.example"));
        allowed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://dashboard.example"]);
        allowed.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("ETag");
        (await api.ReadAsync("/api/v1/indicators", ("Origin", "https://evil.example"))).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        var preflight = await api.Anonymous.CallAsync(HttpMethod.Options, "/api/v1/actuals", null,
            ("Origin", "https://dashboard.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "X-Api-Key"));
        preflight.With(204).Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("X-Api-Key", Case.Insensitive);
    }

    [Theory]
    [InlineData("Limits:RequestsPerSecond", "0", "Limits__RequestsPerSecond")]
    [InlineData("Limits:RequestsPerSecond", "many", "Limits__RequestsPerSecond")]
    [InlineData("Limits:WrongKeysPerMinute", "-1", "Limits__WrongKeysPerMinute")]
    [InlineData("Limits:MaximumBodyBytes", "12", "Limits__MaximumBodyBytes")]
    [InlineData("Cors:Origins", "*", "Cors__Origins")]
    [InlineData("Cors:Origins", "https://a.example, dashboard.example", "Cors__Origins")]
    [InlineData("Cors:Origins", "https://a.example/path", "Cors__Origins")]
    [InlineData("Access:PublicRead", "perhaps", "Access__PublicRead")]
    [InlineData("Access:KeyDays", "0", "Access__KeyDays")]
    [InlineData("Access:PublicMetrics", "perhaps", "Access__PublicMetrics")]
    [InlineData("Limits:RequestSeconds", "0", "Limits__RequestSeconds")]
    [InlineData("Limits:DatabaseSeconds", "61", "Limits__DatabaseSeconds")]
    [InlineData("Limits:Connections", "none", "Limits__Connections")]
    [InlineData("Limits:ConnectionsPerAddress", "0", "Limits__ConnectionsPerAddress")]
    [InlineData("Limits:SilentSeconds", "0", "Limits__SilentSeconds")]
    public void From_AMistake_IsOneLineThatNamesTheSetting(string name, string value, string named)
    {
        List<string> mistakes = [];
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build(), mistakes);
        var mistake = mistakes.ShouldHaveSingleItem();
        mistake.ShouldStartWith(named);
        mistake.ShouldNotContain("\n");
    }
}
