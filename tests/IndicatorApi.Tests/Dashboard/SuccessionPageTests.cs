using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>What a page says of a unit that took the place of others, and of those that are gone.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class SuccessionPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Units_BeforeAndAfter_LeadToOneAnother_AndBoundariesAreChosenInTheAddress()
    {
        await using var server = await browser.OtherServerAsync();
        var indicator = Calls.NewCode("members");
        (await server.PostJsonAsync("/api/v1/indicators", SuccessionTests.Indicator(indicator, "number", "sum", "sum"))).With(201);
        string[] old = [await server.WardAsync(), await server.WardAsync()];
        var commune = await server.WardAsync();
        foreach (var unit in old)
        {
            var resolution = await server.ResolutionAsync(unit);
            await server.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 10 });
            await server.ActualAsync(unit, indicator, "2022", 12);
        }
        (await server.PostJsonAsync("/api/v1/organisation-units/successions", new
        {
            from = "2024-07-01",
            reason = "Nghị quyết sắp xếp đơn vị hành chính",
            parts = old.Select(unit => new { predecessor = unit, successor = commune }),
        })).With(201);

        foreach (var width in (int[])[390, 1280])
        {
            await using var visit = await browser.VisitAsync(width, server: server);
            await visit.OpenAsync($"/ward/{commune}?period=2020-2025&lang=vi");
            var said = visit.Page.Locator("#successions");
            await said.Locator("text=Từ ngày 01/07/2024 đơn vị này thay cho").WaitForAsync();
            (await said.InnerTextAsync()).ShouldContain("Nghị quyết sắp xếp đơn vị hành chính");
            // The resolutions of those before are called what they are called, though they are not this unit's own.
            var titles = await visit.Page.Locator("details.section h2").AllInnerTextsAsync();
            titles.ShouldBe(["Nghị quyết thử"]);
            // Both targets in one row: 24 of 20.
            (await visit.Page.Locator("ol.targets > li").CountAsync()).ShouldBe(1);
            (await visit.Page.Locator("ol.targets .big").InnerTextAsync()).ShouldContain("120");

            await said.Locator("a:text('các đơn vị đến ngày 30/06/2024')").ClickAsync();
            // What was reported is told under the names of those who were there then.
            await visit.Page.WaitForSelectorAsync("text=0 trên 1 chỉ tiêu đạt và vượt.");
            visit.Page.Url.ShouldContain("boundaries=asOf%3A2024-06-30");
            // The names that hold are seen, and not only told to a screen reader.
            await said.Locator("a[aria-current]:text('các đơn vị đến ngày 30/06/2024')").WaitForAsync();
            var looks = await said.Locator("a[href*=boundaries]").EvaluateAllAsync<string[]>(
                "all => all.map(a => `${a.ariaCurrent} ${getComputedStyle(a).fontWeight}`)");
            looks.ShouldContain("true 700");
            looks.Count(look => look == "null 400").ShouldBe(looks.Length - 1);
            await visit.Page.Locator($"#successions a[href*='/ward/{old[0]}']").ClickAsync();
            await visit.Page.WaitForSelectorAsync("#successions :text('Đơn vị này kết thúc trước ngày 01/07/2024; tiếp nối là')");
            await visit.Page.Locator($"#successions a[href*='/ward/{commune}']").ClickAsync();
            await visit.Page.WaitForSelectorAsync("ol.targets .big:has-text('120')");
            await visit.SettleAsync();
            (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
            visit.ShouldBeClean();
        }
    }
}
