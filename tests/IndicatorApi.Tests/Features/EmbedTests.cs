using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Scorecards and badges for other pages.</summary>
public sealed class EmbedTests(PostgresFixture postgres)
{
    private const string Card = "/embed/tra-vinh-phuong-4/2020-2025";

    [Fact]
    public async Task Card_InBothLanguages_SaysWhatTheApiSays()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        var vietnamese = (await api.Anonymous.CallAsync(HttpMethod.Get, Card)).With(200);
        vietnamese.ContentType.ShouldBe("text/html");
        vietnamese.Text.ShouldContain("<html lang=\"vi\">");
        vietnamese.Text.ShouldContain("Kết nạp đảng viên mới");
        vietnamese.Text.ShouldContain("112% <span aria-hidden=\"true\">▲</span> vượt");
        vietnamese.Text.ShouldContain("1/1 <small>chỉ tiêu đạt và vượt");
        var english = (await api.Anonymous.CallAsync(HttpMethod.Get, $"{Card}?lang=en")).With(200);
        english.Text.ShouldContain("Ward 4");
        english.Text.ShouldContain("112% <span aria-hidden=\"true\">▲</span> exceeded");
    }

    [Theory]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025.svg?lang=en", "Ward 4 2020–2025: 1/1 met or exceeded")]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025/new-members.svg", "Kết nạp đảng viên mới 2020–2025: 112% vượt")]
    [InlineData("/embed/tra-vinh-phuong-4/2020-05-20--2022-12-31/new-members.svg", "Kết nạp đảng viên mới 2020-05-20 – 2022-12-31: 112% vượt")]
    [InlineData("/embed/vinh-hung/2020-2025.svg", "Phường Vĩnh Hưng 2020–2025: chưa có số liệu")]
    public async Task Badge_IsOnePicture_WithItsTextForReaders(string path, string says)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        var badge = (await api.Anonymous.CallAsync(HttpMethod.Get, path)).With(200);
        badge.ContentType.ShouldBe("image/svg+xml");
        var picture = System.Xml.Linq.XDocument.Parse(badge.Text).Root!;
        picture.Attribute("aria-label")!.Value.ShouldBe(says);
        picture.Descendants().ShouldNotContain(part => part.Name.LocalName == "script" || part.Name.LocalName == "style");
    }

    [Fact]
    public async Task OnlyEmbeds_MayStandInAFrame()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        static string Policy(Answer answer) => string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        var card = Policy((await api.Anonymous.CallAsync(HttpMethod.Get, Card)).With(200));
        card.ShouldContain("frame-ancestors *");
        card.ShouldContain("default-src 'none'");
        card.ShouldNotContain("unsafe");
        foreach (var path in (string[])["/", "/docs/index.html", "/api/v1/indicators", $"{Card}.svg", "/embed/nowhere/2022", "/healthz"])
            Policy(await api.Anonymous.CallAsync(HttpMethod.Get, path)).ShouldContain("frame-ancestors 'none'", customMessage: path);
    }

    [Fact]
    public async Task Embed_WithItsTag_Is304UntilAFigureChanges()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        var month = 0;
        foreach (var path in (string[])[Card, $"{Card}.svg", $"{Card}/new-members.svg"])
        {
            var first = (await api.Anonymous.CallAsync(HttpMethod.Get, path)).With(200);
            first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=60");
            (await api.Anonymous.CallAsync(HttpMethod.Get, path, headers: ("If-None-Match", first.ETag))).Status.ShouldBe(304);
            (await api.PutJsonAsync($"/api/v1/actuals/tra-vinh-phuong-4/new-members/2023-{++month:00}", new { value = 1 })).With(201);
            (await api.Anonymous.CallAsync(HttpMethod.Get, path, headers: ("If-None-Match", first.ETag))).With(200).ETag.ShouldNotBe(first.ETag);
        }
    }

    [Fact]
    public async Task Embed_OfAServerThatIsNotOpen_NeedsAKey()
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        foreach (var path in (string[])[Card, $"{Card}.svg", $"{Card}/new-members.svg"])
        {
            (await api.Anonymous.CallAsync(HttpMethod.Get, path)).Problem(401);
            (await api.Client.CallAsync(HttpMethod.Get, path)).With(200).Headers.CacheControl!.ToString().ShouldContain("private");
        }
    }

    [Theory]
    [InlineData("/embed/nowhere/2020-2025", 404)]
    [InlineData("/embed/nowhere/2020-2025.svg", 404)]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025/nothing.svg", 404)]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025/poverty-rate.svg", 404)]
    [InlineData("/embed/tra-vinh-phuong-4/never", 400)]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025?lang=fr", 400)]
    [InlineData("/embed/tra-vinh-phuong-4/2020-2025?color=red", 400)]
    public async Task Embed_AskedWrongly_IsAProblem(string path, int status)
    {
        await using var api = await ApiServer.StartAsync(postgres, sample: true, publicRead: true);
        (await api.Anonymous.CallAsync(HttpMethod.Get, path)).Problem(status);
    }

    [Fact]
    public async Task Names_WithMarkup_AreShownAsText()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await api.PostAsync("/api/v1/organisation-units", new { code = "odd", name = "<script>alert(1)</script> & \"Phường\"", level = "ward" });
        await api.PostAsync("/api/v1/indicators",
            new { code = "odd", name = "</table><img src=x onerror=alert(1)>", measure = "x", valueType = "number", overTime = "sum", frequency = "year" });
        await api.PostAsync("/api/v1/resolutions", new { code = "odd", orgUnit = "odd", issuer = "congress", title = "x", term = "2020-2025" });
        await api.PostAsync("/api/v1/resolutions/odd/targets", new { indicator = "odd", rule = new { kind = "atLeast", value = 1 } });
        foreach (var path in (string[])["/embed/odd/2020-2025", "/embed/odd/2020-2025.svg", "/embed/odd/2020-2025/odd.svg"])
        {
            var text = (await api.ReadAsync(path)).With(200).Text;
            text.ShouldNotContain("<script");
            text.ShouldNotContain("<img");
            text.ShouldContain("&lt;");
        }
    }
}
