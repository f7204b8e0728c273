using System.IO.Compression;
using System.Text;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

public sealed class DashboardFilesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Page_WithoutKey_IsServedUnderAStrictPolicy()
    {
        var page = (await server.Api.Anonymous.CallAsync(HttpMethod.Get, "/")).With(200);
        page.ContentType.ShouldBe("text/html");
        var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        policy.ShouldContain("default-src 'self'");
        policy.ShouldNotContain("unsafe");
        page.Headers.CacheControl!.NoCache.ShouldBeTrue();
        (await server.Api.ReadAsync("/", ("If-None-Match", page.ETag))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Parts_NamedByContent_MayBeKeptForever()
    {
        var page = (await server.Api.ReadAsync("/")).Text;
        foreach (var name in (string[])["/app.js?v=", "/app.css?v="])
        {
            var start = page.IndexOf(name, StringComparison.Ordinal);
            start.ShouldBeGreaterThan(0);
            var part = (await server.Api.ReadAsync(page[start..page.IndexOf('"', start)])).With(200);
            part.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task Transfer_Compressed_IsSmall()
    {
        var total = 0L;
        foreach (var path in (string[])["/", "/app.js", "/app.css", "/favicon.svg"])
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                await gzip.WriteAsync(Encoding.UTF8.GetBytes((await server.Api.ReadAsync(path)).With(200).Text), TestContext.Current.CancellationToken);
            total += packed.Length;
        }
        total.ShouldBeLessThan(120_000);
    }

    [Fact]
    public async Task Page_NamesNoOtherMachine()
    {
        foreach (var path in (string[])["/", "/app.css"]) (await server.Api.ReadAsync(path)).Text.ShouldNotContain("://");
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/nothing")]
    [InlineData("/no-such-page")]
    [InlineData("/wwwroot/app.js")]
    public async Task UnknownPath_StaysAProblem(string path) => (await server.Api.ReadAsync(path)).Problem(404);

    [Fact]
    public async Task Page_Post_IsNotAPage() => (await server.Api.PostJsonAsync("/", new { })).Status.ShouldBe(404);
}
