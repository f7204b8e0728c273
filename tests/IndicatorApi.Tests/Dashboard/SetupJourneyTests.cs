using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.Playwright;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>A ward from an empty database to its printed sheet, on pages alone: set up, reported, approved, closed, asked and answered.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class SetupJourneyTests(BrowserFixture browser, PostgresFixture postgres) : IClassFixture<BrowserFixture>
{
    private const string Ward = "phuong-hoa-binh";

    // Each as its clause says it, with what the page must understand.
    private static readonly (string Name, string Measure, string Clause, string Baseline, string Understood)[] Asked =
    [
        ("Số hộ nghèo", "hộ", "giảm 2 hộ", "10", "Giảm 2 so với số đầu kỳ"),
        ("Thu nhập bình quân đầu người", "triệu đồng/người/năm", "trên 80 triệu", "", "từ 80 trở lên"),
        ("Kết nạp đảng viên mới", "đảng viên", "mỗi năm 4 - 6", "", "trong khoảng 4 – 6"),
        ("Hộ có nhà văn hóa", "%", "duy trì 93 %", "", "mọi kỳ báo cáo đều từ 93 trở lên"),
        ("Vụ phạm pháp", "vụ", "không quá 5", "", "không quá 5"),
    ];

    // What docs/dashboard.md says: clicks and filled fields of the three people together.
    private const int StepsAtMost = 90;

    // Programmed clicks, as that which saves a file, are nobody's.
    private const string CountSteps = """
        for (const kind of ['click', 'input'])
          addEventListener(kind, event => { if (kind === 'input' || event.isTrusted) sessionStorage.steps = Number(sessionStorage.steps ?? 0) + 1; }, true);
        """;

    [Fact]
    public async Task EmptyDatabase_ToAPrintedSheet_OnPagesAlone()
    {
        await using var server = await ApiServer.StartAsync(postgres, publicRead: true);
        var year = TimeProvider.System.GetUtcNow().Year;

        await using var planner = await BeginAsync(server, ApiServer.AdministratorKey);
        await planner.Page.ClickAsync("header nav a:text('Thiết lập')");
        await planner.Page.WaitForSelectorAsync("main :text('Chưa có đơn vị nào')");
        await planner.Page.Locator("#unit-name").FillAsync("Phường Hòa Bình");
        await planner.Page.Locator("button.main:text('Thêm đơn vị')").ClickAsync();
        await planner.Page.WaitForSelectorAsync("h1:text('Thiết lập: Phường Hòa Bình')");

        await planner.Page.Locator("#unit-review").SelectOptionAsync("fourEyes");
        await planner.Page.Locator("form:has(#unit-review) button").ClickAsync();
        await planner.Page.Locator("form:has(#unit-review) .saved:text('Đã lưu')").WaitForAsync();
        var clerkKey = await MakeKeyAsync(planner, "Cán bộ Hà");
        var headKey = await MakeKeyAsync(planner, "Trưởng phòng Lê");

        await planner.Page.Locator("#res-title").FillAsync("Nghị quyết Đại hội Đảng bộ phường Hòa Bình");
        await planner.Page.Locator("#res-from").FillAsync($"{year}");
        await planner.Page.Locator("#res-to").FillAsync($"{year + 4}");
        await planner.Page.Locator("form:has(#res-title) button").ClickAsync();
        await planner.Page.WaitForSelectorAsync("h1:text('Chỉ tiêu: Nghị quyết')");
        foreach (var (asked, i) in Asked.Select((asked, i) => (asked, i))) await SetTargetAsync(planner.Page, asked, i);

        await using var clerk = await BeginAsync(server, clerkKey);
        await clerk.Page.ClickAsync("main a:text('Đến trang của đơn vị')");
        await clerk.Page.ClickAsync("main a:text('Nhập số liệu cho đơn vị này')");
        foreach (var (quarter, figures) in new[] { ("Q1", new[] { "9", "78", "2", "93,5", "2" }), ("Q2", ["9", "79", "1", "94", "3"]) })
        {
            await clerk.Page.Locator("#for").FillAsync($"{year}-{quarter}");
            await clerk.Page.Locator("#for").PressAsync("Tab");
            await clerk.Page.WaitForURLAsync($"**for={year}-{quarter}*");
            await clerk.SettleAsync();
            foreach (var (asked, figure) in Asked.Zip(figures))
                await clerk.Page.Locator($"li:has(legend:text('{asked.Name}')) .figures input").First.FillAsync(figure);
            await clerk.Page.Locator("button:text('Lưu 5 số liệu')").ClickAsync();
            await clerk.Page.WaitForSelectorAsync("text=Đã gửi 5 số liệu, chờ duyệt.");
        }
        await clerk.Page.ClickAsync("header nav a:has-text('Chờ duyệt')");
        await clerk.Page.WaitForSelectorAsync("text=Bạn gửi lần này; người khác duyệt.");
        (await clerk.Page.Locator("button:text('Duyệt')").CountAsync()).ShouldBe(0, "nobody approves their own figures");

        await using var head = await BeginAsync(server, headKey);
        await head.Page.ClickAsync("header nav a:text('Việc của tôi')");
        await head.Page.Locator("a:has-text('lần gửi chờ người thứ hai duyệt')").ClickAsync();
        await head.Page.WaitForSelectorAsync(".review");
        await head.SettleAsync();
        var waiting = await head.Page.Locator(".review > li").CountAsync();
        waiting.ShouldBeGreaterThan(0);
        for (var i = 0; i < waiting; i++)
        {
            await head.Page.Locator(".review button.main:text('Duyệt')").First.ClickAsync();
            await head.Page.Locator(".review .saved:text('Đã duyệt')").Nth(i).WaitForAsync();
        }
        (await server.ReadAsync($"/api/v1/actuals?orgUnit={Ward}")).With(200)["items"].GetArrayLength().ShouldBe(10);

        await planner.Page.ClickAsync("header nav a:text('Thiết lập')");
        await planner.Page.ClickAsync("main a:text('Phường Hòa Bình')");
        await planner.Page.Locator("#close-period").FillAsync($"{year}-Q1");
        await planner.Page.Locator("#close-reason").FillAsync("Đã chốt số liệu quý I");
        await planner.Page.Locator("button.main:text('Chốt một kỳ')").ClickAsync();
        await planner.Page.WaitForSelectorAsync("q:text('Đã chốt số liệu quý I')");

        await planner.Page.ClickAsync("main a:text('Xem trang của đơn vị')");
        await planner.Page.ClickAsync("#open-ket-nap-dang-vien-moi");
        var lagging = planner.Page.Locator(".remedies");
        await lagging.Locator("input").First.FillAsync("Vì sao kết nạp chậm?");
        await lagging.Locator("button:text('Gửi câu hỏi')").ClickAsync();
        await lagging.Locator("q:text('Vì sao kết nạp chậm?')").WaitForAsync();

        await clerk.Page.ClickAsync("header nav a:text('Việc của tôi')");
        var question = clerk.Page.Locator("li:has(q:text('Vì sao kết nạp chậm?'))");
        await question.Locator("input[id^=cause]").FillAsync("Nguồn kết nạp ít");
        await question.Locator("input[id^=action]").FillAsync("Giao chỉ tiêu cho từng chi bộ");
        await question.Locator("button:text('Trả lời')").ClickAsync();
        await clerk.Page.WaitForSelectorAsync("text=Không có câu hỏi nào.");

        // The address holds what was open.
        await planner.Page.ReloadAsync();
        await lagging.Locator("dd:has-text('Nguồn kết nạp ít')").WaitForAsync();
        (await lagging.InnerTextAsync()).ShouldContain("Giao chỉ tiêu cho từng chi bộ");
        await PrintAsync(planner);
        var steps = 0;
        foreach (var visit in (Visit[])[planner, clerk, head])
        {
            visit.ShouldBeClean();
            steps += await visit.Page.EvaluateAsync<int>("() => Number(sessionStorage.steps)");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{steps} clicks and filled fields");
        steps.ShouldBeInRange(50, StepsAtMost);
        Repository.Read("docs/dashboard.md").ShouldContain($"at most {StepsAtMost} clicks and filled fields");
    }

    /// <summary>Someone opens the address of the server and gives their key; each step of theirs is counted.</summary>
    private async Task<Visit> BeginAsync(ApiServer server, string key)
    {
        var visit = await browser.VisitAsync(server: server);
        await visit.Page.AddInitScriptAsync(CountSteps);
        await visit.OpenAsync("/");
        await visit.Page.ClickAsync("header nav a:text('Khóa')");
        await GiveKeyAsync(visit, key);
        return visit;
    }

    /// <summary>The official sheet is taken from the page, and goes to paper with every target and what was answered.</summary>
    private static async Task PrintAsync(Visit visit)
    {
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.ClickAsync("a:text('xem và in')"));
        var sheet = await visit.Page.Context.NewPageAsync();
        await sheet.SetContentAsync(await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken));
        await sheet.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        var paper = await sheet.Locator("body").InnerTextAsync();
        foreach (var asked in Asked) paper.ShouldContain(asked.Name);
        paper.ShouldContain("Nguồn kết nạp ít");
        (await sheet.PdfAsync()).Length.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task WrongKey_IsSaidToBeWrong_AndARightOneLeadsHome()
    {
        await using var visit = await browser.VisitAsync();
        await visit.OpenAsync("/key?lang=vi");
        await visit.Page.Locator("#key").FillAsync("ik_wrong");
        await visit.Page.Locator("button:text('Dùng khóa này')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Khóa này sai");
        (await visit.Page.Locator("nav a:text('Chờ duyệt')").CountAsync()).ShouldBe(0);
        var key = (await browser.Api.PostJsonAsync("/api/v1/keys", new { name = "Cán bộ Mai", role = "reporter", orgUnit = "quang-trung" })).With(201)["key"];
        await GiveKeyAsync(visit, key.GetString()!);
        (await visit.Page.Locator("header nav").InnerTextAsync()).ShouldContain("Cán bộ Mai");
        (await visit.Page.Locator("nav a:text('Thiết lập')").CountAsync()).ShouldBe(0, "a reporter may not plan");
        await visit.Page.Locator("a:text('Đến trang của đơn vị')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("h1:text('Quang Trung')");
        await visit.OpenAsync("/entry/thach-quy?lang=vi");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("không nhập được số liệu của");

        await visit.OpenAsync("/key?lang=vi");
        var told = await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.Locator("button:text('Bỏ khóa')").ClickAsync(),
            response => response.Url.Contains("?signed-out", StringComparison.Ordinal));
        (await told.AllHeadersAsync())["clear-site-data"].ShouldBe("\"cache\"");
        await visit.Page.WaitForSelectorAsync("text=Đã bỏ khóa.");
        (await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('key')")).ShouldBeNull();
        (await visit.Page.Locator("header nav").InnerTextAsync()).ShouldNotContain("Cán bộ Mai");
        // The browser itself writes the 401 of the wrong key to its console.
        visit.Complaints.Where(text => !text.Contains("401", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task PastedTable_IsReadLineByLine_AndATargetIsAmendedWithItsReason()
    {
        await using var server = await ApiServer.StartAsync(postgres, publicRead: true);
        (await server.PostJsonAsync("/api/v1/organisation-units", new { code = "phuong-an", name = "Phường An", level = "ward" })).With(201);
        (await server.PostJsonAsync("/api/v1/resolutions",
            new { code = "phuong-an-2025", orgUnit = "phuong-an", issuer = "congress", title = "NQ", term = "2025-2030" }))
            .With(201);
        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey, server: server);
        await visit.OpenAsync("/resolution/phuong-an-2025?lang=vi");
        await visit.Page.Locator(".paste > summary").ClickAsync();
        await visit.Page.Locator("#paste").FillAsync("Số hộ nghèo\thộ\tgiảm 2 hộ\t10\nTỷ lệ hộ nghèo\t%\t2%\t\nBảo hiểm y tế\t%\tđạt 95%\t");
        await visit.Page.Locator("button:text('Đọc bảng')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=cao hơn hay thấp hơn là tốt");
        await visit.Page.WaitForSelectorAsync("button:text('Ghi 2 chỉ tiêu')");
        await visit.Page.Locator(".paste input[type=radio]").First.CheckAsync();
        await visit.Page.Locator("button:text('Ghi 3 chỉ tiêu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync(".targets > li >> nth=2");
        await visit.SettleAsync();
        await visit.Page.Locator(".targets > li:has-text('Bảo hiểm y tế') button:text('Điều chỉnh')").ClickAsync();
        await visit.Page.Locator("#target-clause").FillAsync("đạt 96,5%");
        await visit.Page.Locator("#target-reason").FillAsync("Tỉnh giao thêm");
        await visit.Page.Locator("form:has(#target-reason) button.main").ClickAsync();
        await visit.Page.WaitForSelectorAsync(".targets > li > p:has-text('96,5')");
        var targets = (await server.ReadAsync("/api/v1/resolutions/phuong-an-2025/targets")).With(200)["items"].EnumerateArray().ToList();
        var kinds = targets.Select(target => target.GetProperty("rule").GetProperty("kind").GetString());
        kinds.Order().ShouldBe(["atLeast", "atMost", "reduceBy"]);
        var amended = targets.Single(target => target.GetProperty("rule").GetProperty("kind").GetString() == "atLeast").GetProperty("id").GetString();
        (await server.ReadAsync($"/api/v1/targets/{amended}/versions")).With(200)["items"].EnumerateArray()
            .Select(version => version.GetProperty("reason").GetString()).ShouldContain("Tỉnh giao thêm");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task SeveralParts_AndEveryUnitBelow_AreSetByHand()
    {
        await using var server = await ApiServer.StartAsync(postgres, publicRead: true);
        (await server.PostJsonAsync("/api/v1/organisation-units", new { code = "tinh-an", name = "Tỉnh An", level = "province" })).With(201);
        (await server.PostJsonAsync("/api/v1/resolutions",
            new { code = "tinh-an-2025", orgUnit = "tinh-an", issuer = "congress", title = "NQ", term = "2025-2030" })).With(201);
        foreach (var (code, name) in new[] { ("cong-nghiep", "Công nghiệp"), ("nong-nghiep", "Nông nghiệp") })
        {
            (await server.PostJsonAsync("/api/v1/indicators",
                new { code, name, measure = "%", valueType = "number", overTime = "last", frequency = "year" })).With(201);
        }

        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey, server: server);
        await visit.OpenAsync("/resolution/tinh-an-2025?lang=vi");
        await ByHandAsync(visit.Page, "Cơ cấu kinh tế", "%", "composite");
        await visit.Page.Locator("#hand-0-indicator").SelectOptionAsync("cong-nghiep");
        await visit.Page.Locator("#hand-0-value").FillAsync("54,6");
        await visit.Page.Locator("#hand-1-indicator").SelectOptionAsync("nong-nghiep");
        await visit.Page.Locator("#hand-1-kind").SelectOptionAsync("atMost");
        (await visit.Page.Locator("form:has(#target-clause) button.main").IsDisabledAsync()).ShouldBeTrue("a part has no number yet");
        await visit.Page.Locator("#hand-1-value").FillAsync("8,9");
        await SetAsync(visit.Page, 0);
        await ByHandAsync(visit.Page, "Tiêu chí nông thôn mới", "tiêu chí", "everyUnit");
        await visit.Page.Locator("#hand-level").SelectOptionAsync("commune");
        await visit.Page.Locator("#hand-each-value").FillAsync("15");
        await SetAsync(visit.Page, 1);

        var rules = (await server.ReadAsync("/api/v1/resolutions/tinh-an-2025/targets")).With(200)["items"].EnumerateArray()
            .Select(target => target.GetProperty("rule")).ToDictionary(rule => rule.GetProperty("kind").GetString()!);
        rules["composite"].GetProperty("mode").GetString().ShouldBe("all");
        rules["composite"].GetProperty("members").EnumerateArray().Select(member => (member.GetProperty("indicator").GetString(),
            member.GetProperty("rule").GetProperty("kind").GetString(), member.GetProperty("rule").GetProperty("value").GetDecimal()))
            .ShouldBe([("cong-nghiep", "atLeast", 54.6m), ("nong-nghiep", "atMost", 8.9m)]);
        rules["everyUnit"].GetProperty("level").GetString().ShouldBe("commune");
        rules["everyUnit"].GetProperty("rule").GetProperty("value").GetDecimal().ShouldBe(15);
        visit.ShouldBeClean();
    }

    private static async Task ByHandAsync(IPage page, string name, string measure, string kind)
    {
        await page.Locator("#target-indicator").FillAsync(name);
        await page.Locator("#target-measure").FillAsync(measure);
        await page.Locator(".byhand > summary").ClickAsync();
        await page.Locator("#hand-kind").SelectOptionAsync(kind);
    }

    private static async Task SetAsync(IPage page, int before)
    {
        await page.Locator("form:has(#target-clause) button.main:enabled").ClickAsync();
        await page.WaitForSelectorAsync($".targets > li >> nth={before}");
        await page.WaitForSelectorAsync("main:not([aria-busy])");
    }

    private static async Task GiveKeyAsync(Visit visit, string key)
    {
        await visit.Page.Locator("#key").FillAsync(key);
        await visit.Page.Locator("button:text('Dùng khóa này')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Khóa dùng được");
    }

    private static async Task<string> MakeKeyAsync(Visit visit, string name)
    {
        await visit.Page.Locator("#key-name").FillAsync(name);
        await visit.Page.Locator("form:has(#key-name) button").ClickAsync();
        await visit.Page.WaitForSelectorAsync($"text=Khóa của {name}");
        return await visit.Page.Locator("code.made").InnerTextAsync();
    }

    private static async Task SetTargetAsync(IPage page, (string Name, string Measure, string Clause, string Baseline, string Understood) asked, int before)
    {
        await page.Locator("#target-indicator").FillAsync(asked.Name);
        await page.Locator("#target-measure").FillAsync(asked.Measure);
        await page.Locator("#target-clause").FillAsync(asked.Clause);
        await page.Locator("#target-baseline").FillAsync(asked.Baseline);
        await page.Locator($".understood:has-text('{asked.Understood}')").WaitForAsync();
        await page.Locator("form:has(#target-clause) button.main").ClickAsync();
        await page.WaitForSelectorAsync($".targets > li >> nth={before}");
        await page.WaitForSelectorAsync("main:not([aria-busy])");
    }
}
