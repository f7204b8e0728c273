using System.Net;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What one address is answered with: formats, languages, codings and HEAD, and what tags and <c>Vary</c> say of them.</summary>
public sealed class NegotiationTests(SampleFixture sample, PostgresFixture postgres) : IClassFixture<SampleFixture>
{
    private const string List = "/api/v1/achievements?orgUnit=tra-vinh-phuong-4&period=2020-2025";
    private const string Scorecard = "/api/v1/achievements/tra-vinh-phuong-4/2020-2025";

    private ApiServer Api => sample.Api;

    public static TheoryData<string> Reads =>
    [
        List, Scorecard, $"{Scorecard}/new-members", "/api/v1/organisation-units/tra-vinh", "/api/v1/organisation-units", "/healthz", "/readyz", "/metrics",
        "/api/v1/audit",
        "/embed/tra-vinh-phuong-4/2020-2025", $"{Scorecard}.xlsx", $"{Scorecard}.html", $"{List}&format=csv", "/api/v1/dhis2/dataValueSets",
        "/openapi/v1.json", "/",
    ];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Head_WhereverGetAnswers_SaysTheSameWithoutABody(string address)
    {
        using var get = await SendAsync(HttpMethod.Get, address);
        using var head = await SendAsync(HttpMethod.Head, address);
        head.StatusCode.ShouldBe(get.StatusCode);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await get.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        string.Join(",", head.Headers.Vary).ShouldBe(string.Join(",", get.Headers.Vary));
        if (get.Headers.ETag is { } tag) (await Api.Client.CallAsync(HttpMethod.Head, address, null, ("If-None-Match", tag.ToString()))).With(304);
    }

    [Fact]
    public async Task Head_OfWhatIsNotThere_IsTheStatusOfGet()
    {
        (await Api.Client.CallAsync(HttpMethod.Head, "/api/v1/organisation-units/nowhere")).With(404).Text.ShouldBeEmpty();
        (await Api.Client.CallAsync(HttpMethod.Head, "/api/v1/achievements")).With(400);
        using var refused = await SendAsync(HttpMethod.Patch, "/api/v1/organisation-units/tra-vinh");
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        refused.Content.Headers.Allow.Order(StringComparer.Ordinal).ShouldBe(["DELETE", "GET", "HEAD", "PUT"]);
    }

    [Fact]
    public async Task Tag_OfAnAnswer_DependsOnItsFormatAndNotOnHowAcceptIsSpelled()
    {
        var plain = (await Api.ReadAsync(List)).With(200).ETag;
        foreach (var accept in (string[])["application/json", "*/*", "application/json, text/plain", "application/json;q=0.9", "image/png"])
        {
            (await Api.ReadAsync(List, ("Accept", accept))).ETag.ShouldBe(plain, accept);
            (await Api.ReadAsync(List, ("Accept", accept), ("If-None-Match", plain))).With(304);
        }
        var scorecard = (await Api.ReadAsync(Scorecard)).ETag;
        (await Api.ReadAsync(Scorecard, ("Accept", "text/csv"))).ETag.ShouldBe(scorecard);
        var csv = (await Api.ReadAsync(List, ("Accept", "text/csv"))).With(200);
        csv.ContentType.ShouldBe("text/csv");
        csv.ETag.ShouldNotBe(plain);
        (await Api.ReadAsync(List, ("Accept", "text/csv"), ("If-None-Match", plain))).With(200);
        (await Api.ReadAsync(List, ("Accept", "text/csv;q=1, application/json;q=0.1"))).ETag.ShouldBe(csv.ETag);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Tag_OfACompressedAnswer_IsItsOwnAndTakenByConditions(string coding)
    {
        await using var server = await ApiServer.StartAsync(postgres);
        var ward = await server.WardAsync();
        var address = $"/api/v1/organisation-units/{ward}";
        var plain = (await server.ReadAsync(address)).With(200).ETag;
        using var compressed = await SendAsync(HttpMethod.Get, address, server.Client, ("Accept-Encoding", coding));
        compressed.Content.Headers.ContentEncoding.ShouldBe([coding]);
        var tag = compressed.Headers.ETag.ShouldNotBeNull();
        tag.IsWeak.ShouldBeFalse();
        // One strong tag means one sequence of bytes.
        tag.ToString().ShouldNotBe(plain);
        compressed.Headers.Vary.ShouldContain("Accept-Encoding");

        using var unchanged = await SendAsync(HttpMethod.Get, address, server.Client, ("Accept-Encoding", coding), ("If-None-Match", tag.ToString()));
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        unchanged.Headers.ETag.ShouldBe(tag);
        unchanged.Headers.Vary.ShouldContain("Accept-Encoding");

        var body = new { code = ward, name = "Phường khác", level = "ward" };
        (await server.PutJsonAsync(address, body, tag.ToString().Replace("--", "-x--", StringComparison.Ordinal))).Problem(412, "stale");
        (await server.PutJsonAsync(address, body, tag.ToString())).With(200);
        (await server.PutJsonAsync(address, new { code = ward, name = "Phường khác nữa", level = "ward" }, tag.ToString())).Problem(412, "stale");
    }

    [Fact]
    public async Task Vary_OfAnAnswer_NamesWhatWasNegotiated()
    {
        await VariesAsync(List, "Accept", "Accept-Encoding");
        await VariesAsync($"{List}&format=csv", "Accept-Encoding");
        await VariesAsync(Scorecard, "Accept-Encoding");
        await VariesAsync($"{Scorecard}.html", "Accept-Encoding", "Accept-Language");
        await VariesAsync($"{Scorecard}.xlsx?lang=vi");
        await VariesAsync("/api/v1/organisation-units/nowhere", "Accept-Encoding", "Accept-Language");
        await VariesAsync("/api/v1/dhis2/dataValueSets", "Accept", "Accept-Encoding");

        async Task VariesAsync(string address, params string[] headers)
        {
            using var answer = await SendAsync(HttpMethod.Get, address);
            string[] wanted = [.. headers.Append("Authorization").Append("X-Api-Key").Order(StringComparer.Ordinal)];
            string.Join(", ", answer.Headers.Vary.Order(StringComparer.Ordinal)).ShouldBe(string.Join(", ", wanted), address);
        }
    }

    [Fact]
    public async Task Vary_WhereOriginsAreNamed_SaysSoToEveryone()
    {
        await using var server = await ApiServer.StartAsync(postgres, origins: ["https://dashboard.example"]);
        foreach (var origin in (string?[])[null, "https://dashboard.example", "https://other.example"])
        {
            using var answer = await SendAsync(HttpMethod.Get, "/healthz", server.Client, origin is null ? [] : [("Origin", origin)]);
            answer.Headers.Vary.ShouldContain("Origin");
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(origin == "https://dashboard.example");
        }
    }

    [Fact]
    public async Task Preflight_WhereOriginsAreNamed_NeedNotBeAskedBeforeEachCall()
    {
        await using var server = await ApiServer.StartAsync(postgres, origins: ["https://dashboard.example"]);
        using var answer = await SendAsync(HttpMethod.Options, "/api/v1/indicators", server.Client, ("Origin", "https://dashboard.example"),
            ("Access-Control-Request-Method", "PUT"));
        answer.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["3600"]);
        answer.Headers.Vary.ShouldContain("Origin");
        using var bare = await SendAsync(HttpMethod.Options, "/api/v1/indicators", server.Client);
        ((int)bare.StatusCode).ShouldBe(405);
        bare.Content.Headers.Allow.ShouldNotBeEmpty();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address) => SendAsync(method, address, Api.Client);

    private static Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpClient client, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
