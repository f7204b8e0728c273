using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Access;

public sealed class TrustedProxyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Guess_ThroughATrustedProxy_CountsForTheAddressBehindIt()
    {
        await using var api = await StartAsync("127.0.0.0/8, ::1");
        await GuessAsync(api, "203.0.113.7");
        (await CallAsync(api, "203.0.113.7")).Problem(429, "too_many_wrong_keys");
        (await CallAsync(api, "203.0.113.8")).Problem(401);
        // What stands before the last address that is not a trusted proxy is what the caller says of themselves.
        (await CallAsync(api, "198.51.100.1, 203.0.113.7")).Problem(429);
        (await CallAsync(api, "203.0.113.7, 127.0.0.2")).Problem(429);
    }

    [Theory]
    [InlineData("")]
    [InlineData("203.0.113.0/24")]
    public async Task Guess_ThroughAnyoneElse_CountsForThem(string trusted)
    {
        await using var api = await StartAsync(trusted);
        for (var i = 0; i < 10; i++) (await CallAsync(api, $"203.0.113.{i}")).Problem(401);
        (await CallAsync(api, "203.0.113.99")).Problem(429, "too_many_wrong_keys");
    }

    [Fact]
    public async Task Addresses_UnderAPrefix_KeepIt_WhereTheProxyIsTrusted()
    {
        foreach (var (trusted, prefix) in new[] { ("127.0.0.0/8, ::1", "/ind"), ("", "") })
        {
            await using var api = await StartAsync(trusted);
            var header = ("X-Forwarded-Prefix", "/ind");
            for (var i = 0; i < 2; i++)
            {
                var code = Calls.NewCode("ward");
                var made = await api.Client.CallAsync(HttpMethod.Post, "/api/v1/organisation-units",
                    Calls.Body(new { code, name = "Phường Thử", level = "ward" }), header);
                made.With(201).Headers.Location!.ToString().ShouldBe($"{prefix}/api/v1/organisation-units/{code}");
            }
            var page = (await api.Client.CallAsync(HttpMethod.Get, "/api/v1/organisation-units?limit=1", null, header)).With(200);
            page["nextLink"].GetString()!.ShouldStartWith($"{prefix}/api/v1/organisation-units?");
            page.Headers.GetValues("Link").Single().ShouldStartWith($"<{prefix}/api/v1/organisation-units?");
        }
    }

    [Fact]
    public async Task Browsers_ThatCameEncrypted_AreToldToStaySo_AndOnlyThey()
    {
        await using var api = await StartAsync("127.0.0.0/8, ::1");
        await using var stranger = await StartAsync("");
        async Task<string?> ToldAsync(ApiServer server, string path, string scheme, string host)
        {
            var answer = await server.Anonymous.CallAsync(HttpMethod.Get, path, null, ("X-Forwarded-Proto", scheme), ("Host", host));
            return answer.Headers.TryGetValues("Strict-Transport-Security", out var told) ? told.Single() : null;
        }
        foreach (var path in (string[])["/", "/healthz", "/api/v1/indicators", "/docs/index.html", "/nothing"])
        {
            (await ToldAsync(api, path, "https", "chitieu.example")).ShouldBe("max-age=31536000; includeSubDomains", path);
            (await ToldAsync(api, path, "http", "chitieu.example")).ShouldBeNull(path);
            (await ToldAsync(stranger, path, "https", "chitieu.example")).ShouldBeNull(path);
            foreach (var here in (string[])["localhost:5080", "127.0.0.1", "[::1]:5080"]) (await ToldAsync(api, path, "https", here)).ShouldBeNull(path);
        }
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("127.0.0.1/99")]
    [InlineData("127.0.0.1; 127.0.0.2")]
    public void From_AMistake_IsOneLineThatNamesTheSetting(string value)
    {
        List<string> mistakes = [];
        Settings.From(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Access:TrustedProxies", (string?)value)]).Build(), mistakes);
        mistakes.ShouldNotBeEmpty();
        mistakes.ShouldAllBe(mistake => mistake.StartsWith("Access__TrustedProxies"));
    }

    [Fact]
    public void From_AddressesAndNetworks_AreBothRead()
    {
        List<string> mistakes = [];
        TrustedProxies.From("127.0.0.1, 172.16.0.0/12 ::1", mistakes).Select(network => $"{network}").ShouldBe(["127.0.0.1/32", "172.16.0.0/12", "::1/128"]);
        mistakes.ShouldBeEmpty();
    }

    private static async Task GuessAsync(ApiServer api, string from)
    {
        for (var i = 0; i < 10; i++) (await CallAsync(api, from)).Problem(401);
    }

    private static Task<Answer> CallAsync(ApiServer api, string from) =>
        api.Anonymous.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("X-Api-Key", "guess"), ("X-Forwarded-For", from));

    private Task<ApiServer> StartAsync(string trusted) =>
        ApiServer.StartAsync(postgres, limits: new LimitSettings(), change: settings => settings with { TrustedProxies = TrustedProxies.From(trusted, []) });
}
