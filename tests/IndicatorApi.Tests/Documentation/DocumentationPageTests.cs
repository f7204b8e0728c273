using System.Text.Json;
using IndicatorApi.Tests.Dashboard;
using IndicatorApi.Tests.Running;
using Microsoft.Playwright;

namespace IndicatorApi.Tests.Documentation;

/// <summary>The page at <c>/docs</c> in a real browser, under the content policy that it is served with.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class DocumentationPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_InEitherTheme_AsksNoOtherMachine_AndEveryoneCanReadIt(ColorScheme theme)
    {
        await using var visit = await browser.VisitAsync(theme: theme);
        await OpenAsync(visit, "/docs");
        // What is further down is drawn when it is come to, and an operation when its noun is opened.
        await ScrollAsync(visit);
        var closed = visit.Page.Locator("button", new() { HasText = "Show More" });
        (await closed.CountAsync()).ShouldBeGreaterThan(10);
        for (var i = 0; i < 4; i++) await closed.First.ClickAsync();
        await ScrollAsync(visit);
        visit.ShouldBeClean();

        var axe = DashboardTests.AxeSource();
        Assert.SkipWhen(axe is null, "axe-core is not installed: run 'npm ci' in src/dashboard.");
        await visit.Page.EvaluateAsync(axe!);
        var findings = await visit.Page.EvaluateAsync<string>(
            "async () => JSON.stringify((await axe.run({ runOnly: ['color-contrast', 'html-has-lang', 'select-name', 'button-name', 'link-name', 'label', "
                + "'document-title'] })).violations.map(v => ({ id: v.id, where: v.nodes.slice(0, 5).map(n => n.html + ' ' + n.failureSummary) })))");
        JsonDocument.Parse(findings).RootElement.EnumerateArray().Select(finding => finding.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_ShowsTheRoutesOfTheDocument()
    {
        await using var visit = await browser.VisitAsync();
        await OpenAsync(visit, "/docs/index.html");
        (await visit.Page.Locator("body").InnerTextAsync()).ShouldContain("/api/v1/organisation-units");
    }

    [Fact]
    public async Task Page_OfTheLibrary_IsNotServed()
    {
        foreach (var path in (string[])["/docs/v1", "/docs/scalar.aspnetcore.js"]) (await browser.Api.ReadAsync(path)).Problem(404);
        foreach (var path in (string[])["/docs", "/docs/", "/docs/page.js", "/docs/page.css", "/docs/scalar.js"]) (
            await browser.Api.Anonymous.CallAsync(HttpMethod.Get, path)).With(200);
    }

    private static async Task ScrollAsync(Visit visit)
    {
        await visit.Page.Mouse.MoveAsync(900, 500);
        for (var i = 0; i < 30; i++)
        {
            await visit.Page.Mouse.WheelAsync(0, 1200);
            await visit.Page.WaitForTimeoutAsync(80);
        }
        await visit.Page.WaitForTimeoutAsync(1000);
    }

    private static async Task OpenAsync(Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Organisation units" }).First.WaitForAsync(new() { Timeout = 60_000 });
    }
}
