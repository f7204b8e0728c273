using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

public sealed partial class DashboardFilesTests(ServerFixture server) : IClassFixture<ServerFixture>
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
    public async Task Page_AfterSigningOut_TellsTheBrowserToDropWhatItKept()
    {
        foreach (var (path, isTold) in new[] { ("/?signed-out=1", true), ("/", false) })
            (await server.Api.Anonymous.CallAsync(HttpMethod.Get, path)).With(200).Headers.Contains("Clear-Site-Data").ShouldBe(isTold);
    }

    [Fact]
    public async Task Parts_NamedByContent_MayBeKeptForever()
    {
        var parts = PartsOf((await server.Api.ReadAsync("/")).Text);
        foreach (var name in (string[])["/app.js?v=", "/app.css?v=", "/chunk-"])
            parts.ShouldContain(part => part.StartsWith(name, StringComparison.Ordinal));
        foreach (var part in parts)
            (await server.Api.ReadAsync(part)).With(200).Headers.CacheControl!.ToString().ShouldContain("immutable", Case.Sensitive, part);
    }

    [Fact]
    public async Task Transfer_Compressed_IsSmall()
    {
        (await SizeAsync(["/", "/favicon.svg", .. PartsOf((await server.Api.ReadAsync("/")).Text)])).ShouldBeLessThan(120_000, "the first page");
        var all = Directory.GetFiles(Path.Combine(Repository.Root, "src/IndicatorApi/wwwroot")).Select(Path.GetFileName).Where(name => name != "index.html");
        (await SizeAsync(["/", .. all.Select(name => $"/{name}")])).ShouldBeLessThan(300_000);
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

    private async Task<long> SizeAsync(IEnumerable<string> paths)
    {
        var total = 0L;
        foreach (var path in paths)
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                await gzip.WriteAsync(Encoding.UTF8.GetBytes((await server.Api.ReadAsync(path)).With(200).Text), TestContext.Current.CancellationToken);
            total += packed.Length;
        }
        return total;
    }

    private static List<string> PartsOf(string page) => [.. Part().Matches(page).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)["]""")]
    private static partial Regex Part();
}
