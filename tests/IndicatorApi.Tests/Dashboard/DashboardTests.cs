using System.Text.Json;
using IndicatorApi.Tests.Running;
using Microsoft.Playwright;

namespace IndicatorApi.Tests.Dashboard;

[Trait(Kinds.Name, Kinds.Browser)]
public sealed class DashboardTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string[] Serious = ["serious", "critical"];
    private static readonly string[] Keyed = ["/entry", "/import", "/review", "/setup", "/resolution", "/work"];

    public static TheoryData<string> Places =>
    [
        "/", "/?period=2022", "/ward/tra-vinh-phuong-4?open=new-members", "/ward/quang-trung", "/ward/thach-quy?period=2022&open=new-members",
        "/indicator", "/indicator/new-members", "/indicator/income-per-capita", "/key",
        "/compare", "/compare?units=tra-vinh-phuong-4,long-duc,quang-trung",
        "/setup", "/setup/quang-trung", "/resolution/tra-vinh-phuong-4-2020", "/work", "/work/thach-quy",
        "/entry/thach-quy", "/import", "/review", "/nowhere",
            "/ward/no-such-unit", "/?period=1999",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task EveryPage_InBothLanguagesAndThemes_HasNoSeriousAxeFinding(string place)
    {
        var axe = AxeSource();
        Assert.SkipWhen(axe is null, "axe-core is not installed: run 'npm ci' in src/dashboard.");
        // What is read depends on the language, what is seen on the theme: each is judged once.
        foreach (var (language, theme) in ((string, string)[])[("vi", "light"), ("en", "dark")])
        {
            await using var visit = await browser.VisitAsync(key: KeyFor(place));
            await visit.OpenAsync($"{place}{(place.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}&theme={theme}");
            await visit.Page.EvaluateAsync(axe!);
            var findings = await visit.Page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations.map(v => "
                + "({ id: v.id, impact: v.impact, where: v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary) })))");
            var bad = JsonDocument.Parse(findings).RootElement.EnumerateArray()
                .Where(finding => Serious.Contains(finding.GetProperty("impact").GetString())).Select(finding => finding.ToString());
            bad.ShouldBeEmpty($"{place} {language} {theme}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task EveryPage_OnPhoneAndDesk_FitsAndAsksNoOtherMachine(string place)
    {
        foreach (var width in (int[])[320, 1440, 2560])
        {
            await using var visit = await browser.VisitAsync(width, key: KeyFor(place));
            await visit.OpenAsync(place);
            (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .ShouldBe(0, $"{place} at {width}");
            (await visit.Page.Locator("main h1").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
            visit.Outside.ShouldBeEmpty();
            // A unit that does not exist is a 404, which the browser itself writes to its console.
            visit.Complaints.Where(text => !(place.Contains("no-such", StringComparison.Ordinal) && text.Contains("404", StringComparison.Ordinal)))
                .ShouldBeEmpty($"{place} at {width}");
        }
    }

    [Fact]
    public async Task Overview_SampleData_SaysWhichUnitsLagAndWhy()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi");
        var attention = await visit.Page.Locator(".notes").First.InnerTextAsync();
        attention.ShouldContain("Phường 1 – Kết nạp đảng viên mới");
        attention.ShouldContain("báo cáo ghi chưa đạt");
        attention.ShouldContain("nghị quyết không nêu con số");
        attention.ShouldContain("các chỉ tiêu chưa đạt là … kết nạp Đảng viên");
        (await visit.Page.Locator("#tile-exceeded").InnerTextAsync()).ShouldContain("5");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Overview_SearchWithoutMarks_FindsAndStaysInTheAddress()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi");
        await visit.Page.Locator("#q").FillAsync("ket nap dang vien");
        (await visit.Page.Locator("#matrix tbody th[scope=row]").AllInnerTextsAsync()).ShouldBe(["Kết nạp đảng viên mới"]);
        visit.Page.Url.ShouldContain("q=ket+nap+dang+vien");
        await visit.Page.ReloadAsync();
        await visit.SettleAsync();
        (await visit.Page.Locator("#q").InputValueAsync()).ShouldBe("ket nap dang vien");
        await visit.Page.Locator("#tile-exceeded").ClickAsync();
        (await visit.Page.Locator("#units tbody th").AllInnerTextsAsync()).Count.ShouldBe(2);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task View_SavedByItsName_IsFoundAgainWithItsChoices()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi&sort=name&q=ket+nap");
        await visit.Page.Locator(".views > summary").ClickAsync();
        await visit.Page.Locator("#view-name").FillAsync("Kết nạp, theo tên");
        await visit.Page.Locator(".views button:text('Lưu')").ClickAsync();
        await visit.OpenAsync("/indicator?lang=vi");
        await visit.OpenAsync("/?lang=vi");
        await visit.Page.Locator(".views > summary").ClickAsync();
        await visit.Page.Locator(".views a:text('Kết nạp, theo tên')").ClickAsync();
        await visit.SettleAsync();
        (await visit.Page.Locator("#q").InputValueAsync()).ShouldBe("ket nap");
        (await visit.Page.Locator("#sort").InputValueAsync()).ShouldBe("name");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Units_PressedOnAHead_AreInTheOrderOfThatColumn()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi");
        var names = visit.Page.Locator("#units tbody th a");
        await visit.Page.Locator("#units thead button:text('Đơn vị')").ClickAsync();
        var upwards = await names.AllInnerTextsAsync();
        await visit.Page.Locator("#units thead button:text('Đơn vị')").ClickAsync();
        (await names.AllInnerTextsAsync()).ShouldBe(upwards.Reverse());
        (await visit.Page.Locator("#units thead th").First.GetAttributeAsync("aria-sort")).ShouldBe("descending");
        upwards.Count.ShouldBeGreaterThan(2);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Ward_ByKeyboardAlone_ReachesTheExplanationWithItsSource()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi");
        await PressUntilAsync(visit.Page, "Xã Long Đức");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("h1:text('Xã Long Đức')");
        await visit.SettleAsync();
        await PressUntilAsync(visit.Page, "Kết nạp đảng viên mới");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync(".why .sum");
        (await visit.Page.Locator(".why").First.InnerTextAsync()).ShouldContain("50 / 25 × 100 = 200");
        (await visit.Page.Locator(".why").First.InnerTextAsync()).ShouldContain("Hội nghị Sơ kết giữa nhiệm kỳ");
        visit.Page.Url.ShouldContain("open=new-members");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Ward_History_ShowsWhoRecordedTheFigure()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/ward/tra-vinh-phuong-4?open=new-members&lang=en");
        await visit.Page.Locator(".why summary").First.ClickAsync();
        await visit.Page.WaitForSelectorAsync(".why td:text('sample data')");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Ward_AsOfADayBeforeTheFigures_SaysThatThereIsNothing()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/ward/tra-vinh-phuong-4?asOf=2000-01-01&lang=en");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldNotContain("112");
    }

    [Fact]
    public async Task Switches_LanguageAndTheme_AreKept()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/");
        (await visit.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("vi");
        await visit.Page.Locator("#language").ClickAsync();
        await visit.Page.WaitForSelectorAsync("h1:text('Viet Nam')");
        await visit.Page.Locator("#theme").ClickAsync();
        await visit.Page.WaitForSelectorAsync("html[data-theme=dark]");
        await visit.Page.GotoAsync("about:blank");
        await visit.OpenAsync("/");
        (await visit.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en");
        (await visit.Page.Locator("html").GetAttributeAsync("data-theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task Chart_Downloads_ArePicturesAndATable()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/indicator/new-members?lang=en");
        var svg = await File.ReadAllTextAsync(await DownloadAsync(visit.Page, "Download picture (SVG)"), TestContext.Current.CancellationToken);
        svg.ShouldStartWith("<svg");
        svg.ShouldContain("Long Duc");
        svg.ShouldContain("Percent of the target");
        var png = await File.ReadAllBytesAsync(await DownloadAsync(visit.Page, "Download picture (PNG)"), TestContext.Current.CancellationToken);
        png.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        // Its width in the header: twice that of the chart, and a picture of one colour would be far smaller.
        System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBeGreaterThan(1000);
        png.Length.ShouldBeGreaterThan(8_000);
        (await File.ReadAllTextAsync(await DownloadAsync(visit.Page, "Download data"), TestContext.Current.CancellationToken))
            .ShouldContain("Long Duc Commune,1,25,50,200,25,Exceeded");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Indicator_OfFewUnits_ShowsEachOnTheScale()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/indicator/new-members?lang=vi");
        var strip = visit.Page.Locator("svg[aria-label^='Các đơn vị trên thang']");
        (await strip.Locator("path.fill").CountAsync()).ShouldBe(2);
        (await strip.TextContentAsync())!.ShouldContain("Xã Long Đức");
    }

    [Fact]
    public async Task Ward_Badge_IsOfferedAsCodeThatWorks()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/ward/tra-vinh-phuong-4?lang=en");
        await visit.Page.Locator(".embed summary").ClickAsync();
        (await visit.Page.Locator("#embed-frame").InputValueAsync()).ShouldContain("<iframe src=");
        var code = await visit.Page.Locator("#embed-one").InputValueAsync();
        code.ShouldStartWith("![new-members](");
        var badge = (await browser.Api.ReadAsync(new Uri(code[(code.IndexOf('(', StringComparison.Ordinal) + 1)..^1]).PathAndQuery)).With(200);
        badge.Text.ShouldContain("112% exceeded");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Overview_OfTwoTopUnits_BeginsWithBoth()
    {
        await using var visit = await browser.VisitAsync();
        await visit.Page.RouteAsync("**/api/v1/organisation-units?*", async route =>
        {
            var answer = await route.FetchAsync();
            // The provinces become top units.
            var text = (await answer.TextAsync()).Replace("\"parent\":\"viet-nam\"", "\"parent\":null", StringComparison.Ordinal);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = text });
        });
        await visit.OpenAsync("/?lang=en");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("All units");
        (await visit.Page.Locator("#branches tbody th").AllInnerTextsAsync()).ShouldContain("Tra Vinh Province");
        await visit.Page.Locator("#branches a:text('Tra Vinh Province')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("h1:text('Tra Vinh Province')");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Overview_WithOutlines_IsAMapOfLinks()
    {
        await using var visit = await browser.VisitAsync();
        await visit.Page.RouteAsync("**/boundaries.json", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/geo+json",
            Body = """
                {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"tra-vinh"},
                "geometry":{"type":"Polygon","coordinates":[[[106,9.5],[106.6,9.6],[106.5,10],[106.1,10.1],[106,9.5]]]}}]}
                """,
        }));
        await visit.OpenAsync("/?lang=vi&unit=viet-nam");
        var land = visit.Page.Locator("svg[aria-label='Bản đồ các đơn vị'] a");
        (await land.Locator("title").TextContentAsync())!.ShouldStartWith("Tỉnh Trà Vinh: ");
        (await visit.Page.Locator(".tilemap a").CountAsync()).ShouldBeGreaterThan(0, "units without an outline stay tiles");
        await land.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("h1:text('Tỉnh Trà Vinh')");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Compare_UnitsOfSeveralIndicators_StandBesideEachOther()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/indicator/new-members?lang=vi");
        await visit.Page.Locator("a:text('So sánh nhiều chỉ tiêu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("h1:text('So sánh các đơn vị')");
        await visit.SettleAsync();
        (await visit.Page.Locator("#matrix thead a").AllInnerTextsAsync()).ShouldContain("Xã Long Đức");
        (await visit.Page.Locator("#matrix tbody th[scope=row]").AllInnerTextsAsync()).ShouldBe(["Kết nạp đảng viên mới"]);
        await visit.Page.Locator("label:has-text('Tỷ lệ chi bộ') input").First.CheckAsync();
        await visit.Page.Locator("#matrix tbody th[scope=row]").Nth(1).WaitForAsync();
        (await visit.Page.Locator("#matrix").InnerTextAsync()).ShouldContain("200%");
        (await visit.Page.Locator(".multiples figure svg.chart").CountAsync()).ShouldBeGreaterThan(0);
        visit.Page.Url.ShouldContain("indicators=");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task Print_Overview_MakesAPdf()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/?lang=vi");
        (await visit.Page.PdfAsync(new PagePdfOptions { Format = "A4" })).Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task Overview_OfAWholeCountry_IsSmallAndFindsAnyUnitAtOnce()
    {
        await using var api = await CountryAsync();
        await using var visit = await browser.VisitAsync();
        // A country's sums take their time on a machine that does much else.
        visit.Page.SetDefaultTimeout(180_000);
        List<IResponse> answers = [];
        visit.Page.Response += (_, answer) => answers.Add(answer);
        await visit.Page.GotoAsync($"{api.Client.BaseAddress}#/?lang=vi&period=2022");
        await visit.SettleAsync();

        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("3.356 đơn vị");
        (await visit.Page.Locator("#branches tbody tr").CountAsync()).ShouldBe(34);
        (await visit.Page.Locator("#measures tbody tr").CountAsync()).ShouldBe(30);
        var bytes = (await Task.WhenAll(answers.Select(answer => answer.Request.SizesAsync())))
            .Sum(sizes => sizes.ResponseBodySize + sizes.ResponseHeadersSize);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes on the wire: {string.Join(", ", answers.Select(answer => answer.Url))}");
        bytes.ShouldBeLessThan(150_000);
        // The sums, and no row of any target.
        answers.Select(answer => new Uri(answer.Url).AbsolutePath).Where(path => path.StartsWith("/api/v1/achievements", StringComparison.Ordinal))
            .Distinct().ShouldBe(["/api/v1/achievements/summary"]);

        // From a letter typed to the names found. A guard against something far slower, not a promise.
        var took = await visit.Page.EvaluateAsync<double>("""
            async () => {
              const field = document.getElementById('q'), times = [];
              for (const text of ['p', 'ph', 'so 1', '', 'phuong so 1234']) {
                const start = performance.now();
                field.value = text;
                field.dispatchEvent(new Event('input'));
                await new Promise(done => setTimeout(done));
                document.body.offsetHeight;
                times.push(performance.now() - start);
              }
              return Math.min(...times);
            }
            """);
        took.ShouldBeLessThan(1000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{took:0} ms from a letter typed to the names found");
        (await visit.Page.Locator("#found a").AllInnerTextsAsync()).ShouldBe(["Phường Số 1234"]);
        if (AxeSource() is { } axe)
        {
            await visit.Page.EvaluateAsync(axe);
            (await visit.Page.EvaluateAsync<string>("async () => JSON.stringify((await axe.run()).violations.filter(v => "
                + "v.impact === 'serious' || v.impact === 'critical').map(v => v.nodes.map(n => n.html + ' ' + n.failureSummary)))")).ShouldBe("[]");
        }

        // A province is read by its rows.
        await visit.Page.Locator("#branches a").First.ClickAsync();
        await visit.Page.Locator("#matrix tbody tr").First.WaitForAsync();
        await visit.Page.Locator("#units a").First.ClickAsync();
        await visit.Page.Locator(".targets li").First.WaitForAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    // As many units, indicators and resolutions as there are in Vietnam, with one target each.
    private async Task<ApiServer> CountryAsync()
    {
        const int provinces = 34, wards = 3321, indicators = 30;
        var api = await browser.OtherServerAsync();
        async Task StoreAsync(string kind, IEnumerable<object> items)
        {
            foreach (var part in items.Chunk(5000)) (await api.PostJsonAsync($"/api/v1/{kind}/batch", new { items = part })).With(200);
        }
        await StoreAsync("organisation-units",
        [
            new { code = "top", name = "Cả nước", level = "country" },
            .. Enumerable.Range(0, provinces).Select(i => (object)new { code = $"p{i}", name = $"Tỉnh Số {i}", level = "province", parent = "top" }),
        ]);
        await StoreAsync("organisation-units", Enumerable.Range(0, wards)
            .Select(i => new { code = $"w{i}", name = $"Phường Số {i}", level = "ward", parent = $"p{i % provinces}" }));
        await StoreAsync("indicators", Enumerable.Range(0, indicators).Select(i => new
        {
            code = $"i{i}",
            name = $"Chỉ tiêu {i}",
            group = "economy",
            measure = "%",
            valueType = "number",
            overTime = "last",
            frequency = "year",
        }));
        await StoreAsync("resolutions", Enumerable.Range(0, wards)
            .Select(i => new { code = $"w{i}-2020", orgUnit = $"w{i}", issuer = "congress", title = $"Nghị quyết Đại hội phường số {i}", term = "2020-2025" }));
        await StoreAsync("targets", Enumerable.Range(0, wards)
            .Select(i => new { resolution = $"w{i}-2020", indicator = $"i{i % indicators}", rule = new { kind = "atLeast", value = 50 } }));
        await StoreAsync("actuals", Enumerable.Range(0, wards).Where(i => i % 5 > 0)
            .Select(i => new { orgUnit = $"w{i}", indicator = $"i{i % indicators}", period = "2022", value = i % 97 }));
        return api;
    }

    // Without one these pages only say that they need it.
    private static string? KeyFor(string place) => Keyed.Any(page => place.StartsWith(page, StringComparison.Ordinal)) ? ApiServer.AdministratorKey : null;

    private static async Task<string> DownloadAsync(IPage page, string button) =>
        await (await page.RunAndWaitForDownloadAsync(() => page.Locator($"button:text('{button}')").First.ClickAsync())).PathAsync();

    private static async Task PressUntilAsync(IPage page, string text)
    {
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()") == text) return;
        }
        Assert.Fail($"'{text}' is not reached by Tab.");
    }

    internal static string? AxeSource()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "src", "dashboard", "node_modules", "axe-core", "axe.min.js");
            if (File.Exists(file)) return File.ReadAllText(file);
        }
        return null;
    }
}
