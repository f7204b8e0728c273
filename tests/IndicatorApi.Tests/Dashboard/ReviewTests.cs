using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>Closed periods and figures that wait for a second person, as officers meet them.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class ReviewTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Ward = "quang-trung";

    [Fact]
    public async Task ClosedPeriod_IsSaidBeforeAnythingIsTyped()
    {
        (await browser.Api.PostJsonAsync("/api/v1/closures", new { orgUnit = "thach-quy", period = "2021", reason = "Đã chốt số liệu năm 2021" })).With(201);
        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey);
        await visit.OpenAsync("/entry/thach-quy?for=2021-Q3&lang=vi");
        var note = await visit.Page.Locator("#closed").InnerTextAsync();
        note.ShouldContain("Số liệu kỳ này đã chốt");
        note.ShouldContain("Đã chốt số liệu năm 2021");
        await visit.OpenAsync("/entry/thach-quy?for=2021&lang=vi");
        (await visit.Page.Locator(".figures input").First.IsDisabledAsync()).ShouldBeTrue();
        await visit.OpenAsync("/entry/thach-quy?for=2022&lang=vi");
        (await visit.Page.Locator("#closed").CountAsync()).ShouldBe(0);
        (await visit.Page.Locator(".figures input").First.IsDisabledAsync()).ShouldBeFalse();
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task PeriodClosedWhileTyping_IsRefusedInWords()
    {
        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey);
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2021&lang=vi");
        (await browser.Api.PostJsonAsync("/api/v1/closures", new { orgUnit = "luong-khanh-thien", period = "2021", reason = "Đã chốt" })).With(201);
        await visit.Page.Locator("#figure-income-per-capita").FillAsync("120,5");
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").ClickAsync();
        await visit.Page.Locator("#row-income-per-capita .wrong:has-text('đã chốt số liệu')").WaitForAsync();
        (await visit.Page.Locator("#figure-income-per-capita").InputValueAsync()).ShouldBe("120,5");
    }

    [Fact]
    public async Task ReviewedFigure_WaitsBesideTheCurrentOne_UntilAnotherPersonApproves()
    {
        const string Figure = $"/api/v1/actuals/{Ward}/budget-revenue/2023";
        (await browser.Api.PutJsonAsync(Figure, new { value = 10 })).With(201);
        var unit = System.Text.Json.Nodes.JsonNode.Parse((await browser.Api.ReadAsync($"/api/v1/organisation-units/{Ward}")).With(200).Text)!;
        unit["review"] = "fourEyes";
        (await browser.Api.PutJsonAsync($"/api/v1/organisation-units/{Ward}", unit.ToJsonString(), "*")).With(200);

        await using var clerk = await SignedInAsync("Cán bộ Hà");
        await SubmitAsync(clerk, "12,5");
        await SubmitAsync(clerk, "13");
        (await browser.Api.ReadAsync(Figure)).With(200)["value"].GetDecimal().ShouldBe(10);
        await clerk.OpenAsync("/review?lang=vi");
        await clerk.Page.WaitForSelectorAsync(".review > li:has-text('12,5') :text('người khác duyệt')");
        (await clerk.Page.Locator(".review button:text('Duyệt')").CountAsync()).ShouldBe(0, "who submitted does not decide");
        (await clerk.Page.Locator(".review button:text('Rút lại')").CountAsync()).ShouldBe(2);

        await using var head = await SignedInAsync("Trưởng phòng Lê");
        await head.OpenAsync("/review?lang=vi");
        var first = head.Page.Locator(".review > li:has-text('12,5')");
        (await first.Locator("tbody td").AllInnerTextsAsync()).Take(3).ShouldBe(["năm 2023", "10", "12,5"]);
        (await first.InnerTextAsync()).ShouldContain("Cán bộ Hà gửi 1 số liệu");
        await first.Locator("button:text('Duyệt')").ClickAsync();
        await first.Locator("text=Đã duyệt").WaitForAsync();
        (await browser.Api.ReadAsync(Figure)).With(200)["value"].GetDecimal().ShouldBe(12.5m);

        await head.OpenAsync("/key?lang=vi");
        await head.OpenAsync("/review?lang=vi");
        var second = head.Page.Locator(".review > li:has-text('13')");
        (await second.InnerTextAsync()).ShouldContain("Đã đổi từ khi gửi");
        await second.Locator("button:text('Từ chối')").ClickAsync();
        await second.Locator("text=Hãy ghi lý do từ chối").WaitForAsync();
        await second.Locator("input").FillAsync("Đã có số mới");
        await second.Locator("button:text('Từ chối')").ClickAsync();
        await second.Locator("text=Đã từ chối.").WaitForAsync();
        (await browser.Api.ReadAsync($"/api/v1/submissions?orgUnit={Ward}&state=rejected")).With(200)["items"][0].GetProperty("reason").GetString()
            .ShouldBe("Đã có số mới");
        head.ShouldBeClean();
    }

    private static async Task SubmitAsync(Visit visit, string figure)
    {
        await visit.OpenAsync($"/entry/{Ward}?for=2023&lang=vi");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("phải có người thứ hai duyệt");
        await visit.Page.Locator("#figure-budget-revenue").FillAsync(figure);
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Đã gửi 1 số liệu, chờ duyệt.");
        await visit.OpenAsync("/key?lang=vi");
    }

    private async Task<Visit> SignedInAsync(string name)
    {
        var key = (await browser.Api.PostJsonAsync("/api/v1/keys", new { name, role = "reporter", orgUnit = Ward })).With(201)["key"].GetString()!;
        return await browser.VisitAsync(key: key);
    }
}
