using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>An officer enters the figures of a unit.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class EntryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Income = "/api/v1/actuals/luong-khanh-thien/income-per-capita";

    [Fact]
    public async Task ChangedFigures_ShowTheirEffect_AndAreSavedTogether()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2021&lang=vi");
        await visit.Page.Locator("#source-all").FillAsync("Báo cáo năm 2021");
        await visit.Page.Locator("#figure-income-per-capita").FillAsync("120,5");
        await visit.Page.Locator("#figure-poor-households").FillAsync("8");
        await visit.Page.Locator("#row-income-per-capita .becomes:has-text('90,4')").WaitForAsync();
        (await browser.Api.ReadAsync($"{Income}/2021")).Status.ShouldBe(404, "nothing is stored before it is saved");
        await visit.Page.Locator("button:text('Lưu 2 số liệu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Đã lưu 2 số liệu.");
        var stored = (await browser.Api.ReadAsync($"{Income}/2021")).With(200);
        stored["value"].GetDecimal().ShouldBe(120.5m);
        stored["source"].GetString().ShouldBe("Báo cáo năm 2021");
        (await browser.Api.ReadAsync("/api/v1/actuals/luong-khanh-thien/poor-households/2021")).With(200)["value"].GetDecimal().ShouldBe(8);
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task FigureThatCanBeReadInTwoWays_IsAskedBack()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2022&lang=vi");
        var field = visit.Page.Locator("#figure-income-per-capita");
        await field.FillAsync("1.862");
        await visit.Page.WaitForSelectorAsync("text=1 chỗ cần xem lại");
        await visit.Page.Locator("#row-income-per-capita .reading button").Last.ClickAsync();
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Đã lưu 1 số liệu.");
        (await browser.Api.ReadAsync($"{Income}/2022")).With(200)["value"].GetDecimal().ShouldBe(1.862m);
        await field.FillAsync("862,5");
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").ClickAsync();
        await visit.Page.Locator("#row-income-per-capita :text('Đang lưu: 862,5')").WaitForAsync();
        (await browser.Api.ReadAsync($"{Income}/2022")).With(200)["value"].GetDecimal().ShouldBe(862.5m);
    }

    [Fact]
    public async Task TwoPeople_SeeEachOthersFigureBeforeOneIsReplaced()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2024&lang=en");
        await visit.Page.Locator("#figure-income-per-capita").FillAsync("120.5");
        (await browser.Api.PutJsonAsync($"{Income}/2024", new { value = 119, source = "Theirs" })).With(201);
        await visit.Page.Locator("button:text('Save 1 figure')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Someone else has changed it to 119");
        (await visit.Page.Locator("#row-income-per-capita").InnerTextAsync()).ShouldContain("yours is 120.5");
        await visit.Page.Locator("button:text('Save mine')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Saved 1 figure.");
        (await browser.Api.ReadAsync($"{Income}/2024")).With(200)["value"].GetDecimal().ShouldBe(120.5m);
    }

    [Fact]
    public async Task TheirFigure_CanBeTaken_AndStaysAsTheySavedIt()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2023&lang=en");
        await visit.Page.Locator("#figure-income-per-capita").FillAsync("120.5");
        (await browser.Api.PutJsonAsync($"{Income}/2023", new { value = 119, source = "Theirs" })).With(201);
        await visit.Page.Locator("button:text('Save 1 figure')").ClickAsync();
        await visit.Page.Locator("button:text('Take theirs')").ClickAsync();
        (await visit.Page.Locator("#figure-income-per-capita").InputValueAsync()).ShouldBe("119");
        (await visit.Page.Locator("#source-income-per-capita").InputValueAsync()).ShouldBe("Theirs");
        await visit.Page.WaitForSelectorAsync("text=Nothing changed yet.");
        (await browser.Api.ReadAsync($"{Income}/2023")).With(200)["value"].GetDecimal().ShouldBe(119);
    }

    [Fact]
    public async Task ReplacedFigure_DoesNotKeepTheOldSource_UnlessToldTo()
    {
        (await browser.Api.PutJsonAsync($"{Income}/2020", new { value = 100, source = "Báo cáo cũ" })).With(201);
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/luong-khanh-thien?for=2020&lang=vi");
        await visit.Page.Locator("#figure-income-per-capita").FillAsync("101");
        (await visit.Page.Locator("#source-income-per-capita").InputValueAsync()).ShouldBe("");
        await visit.Page.Locator("button:text('Giữ cho số mới')").ClickAsync();
        (await visit.Page.Locator("#source-income-per-capita").InputValueAsync()).ShouldBe("Báo cáo cũ");
        await visit.Page.Locator("#source-income-per-capita").FillAsync("");
        await visit.Page.Locator("#reason-income-per-capita").FillAsync("Đính chính");
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Đã lưu 1 số liệu.");
        var stored = (await browser.Api.ReadAsync($"{Income}/2020")).With(200);
        stored["value"].GetDecimal().ShouldBe(101);
        stored["source"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task UnsavedSheet_IsThereAgain_AfterTheBrowserWasClosed()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/quang-trung?for=2022&lang=vi");
        await visit.Page.Locator("#figure-budget-revenue").FillAsync("12,5");
        string? asked = null;
        visit.Page.Dialog += async (_, dialog) => { asked = dialog.Message; await dialog.AcceptAsync(); };
        await visit.Page.Locator("a.brand").ClickAsync();
        await visit.SettleAsync();
        asked.ShouldNotBeNull().ShouldContain("chưa được lưu");
        await visit.Page.GotoAsync("about:blank");
        await visit.OpenAsync("/entry/quang-trung?for=2022&lang=vi");
        (await visit.Page.Locator("#figure-budget-revenue").InputValueAsync()).ShouldBe("12,5");
        await visit.Page.Locator("button:text('Bỏ bản nháp')").ClickAsync();
        (await visit.Page.Locator("#figure-budget-revenue").InputValueAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Pair_IsEnteredByKeyboardAlone()
    {
        await using var visit = await SignedInAsync();
        await visit.OpenAsync("/entry/quang-trung?for=2021&lang=vi");
        var id = await visit.Page.EvaluateAsync<string>("() => [...document.querySelectorAll('[id^=whole-]')][0].id.slice(6)");
        await visit.Page.Locator($"#figure-{id}").FocusAsync();
        await visit.Page.Keyboard.TypeAsync("930");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.TypeAsync("1000");
        await visit.Page.Locator($"#row-{id} :text('= 93%')").WaitForAsync();
        await visit.Page.Locator("button:text('Lưu 1 số liệu')").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForSelectorAsync("text=Đã lưu 1 số liệu.");
        var stored = (await browser.Api.ReadAsync($"/api/v1/actuals/quang-trung/{id}/2021")).With(200);
        (stored["numerator"].GetDecimal(), stored["denominator"].GetDecimal()).ShouldBe((930m, 1000m));
        visit.ShouldBeClean();
    }

    private async Task<Visit> SignedInAsync()
    {
        var visit = await browser.VisitAsync();
        await visit.OpenAsync("/key?lang=en");
        await visit.Page.Locator("#key").FillAsync(ApiServer.AdministratorKey);
        await visit.Page.Locator("button:text('Use this key')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=The key works");
        return visit;
    }
}
