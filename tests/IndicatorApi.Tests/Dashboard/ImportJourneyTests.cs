using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using IndicatorApi.Tests.Running;
using Microsoft.Playwright;

namespace IndicatorApi.Tests.Dashboard;

/// <summary>An officer takes the template of a ward, fills it in, mends what is refused, and sees the percent on the ward's page.</summary>
[Trait(Kinds.Name, Kinds.Browser)]
public sealed class ImportJourneyTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Income = "/api/v1/actuals/luong-khanh-thien/income-per-capita/2023";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_WithAPercentOfManyDigits_AreReadBack()
    {
        const string Rows = "orgUnit;indicator;period;value\nluong-khanh-thien;income-per-capita;2022;120,5\n";
        using var content = new StringContent(Rows, System.Text.Encoding.UTF8, "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports?dryRun=true") { Content = content };
        request.Headers.Add("Prefer", "wait=30");
        using var answer = await browser.Api.Client.SendAsync(request, Cancelled);
        var change = (await browser.Api.WalkAsync($"{answer.Headers.Location}/changes")).ShouldHaveSingleItem();
        // 120.5 of 133.3: more digits than a figure may be sent with.
        change.GetProperty("achievements")[0].GetProperty("after").GetProperty("percent").GetRawText().Length.ShouldBeGreaterThan(12);
    }

    [Fact]
    public async Task Template_FilledInAndMended_IsImported_AndShowsOnTheWardsPage()
    {
        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey);
        await visit.OpenAsync("/import?unit=luong-khanh-thien&lang=vi");
        await visit.Page.Locator("#for").FillAsync("2023");
        var template = await DownloadAsync(visit.Page, "Tải mẫu Excel");

        await ChooseAsync(visit.Page, Fill(template, ("I5", "abc"), ("I6", "1.862")));
        await visit.Page.WaitForSelectorAsync("text=2 lỗi; không có gì được ghi");
        (await visit.Page.Locator("main table tbody tr").AllInnerTextsAsync()).Select(row => row.Split('\t')[1]).ShouldBe(["I5", "I6"]);
        var marked = Files.Sheets.Read(await DownloadAsync(visit.Page, "Tải bản đánh dấu lỗi")).SelectMany(row => row).Select(Files.Sheets.Text).ToList();
        marked.ShouldContain(text => text.Contains("'abc'", StringComparison.Ordinal));

        await ChooseAsync(visit.Page, Fill(template, ("I5", "120,5"), ("O5", "Báo cáo năm 2023")));
        await visit.Page.WaitForSelectorAsync("#changes");
        (await visit.Page.Locator("main table tbody tr").InnerTextAsync()).ShouldContain("90,4");
        (await browser.Api.ReadAsync(Income)).Status.ShouldBe(404, "a dry run stores nothing");
        await visit.Page.Locator("button:text('Nhập 1 số liệu')").ClickAsync();
        await visit.Page.WaitForSelectorAsync("text=Đã nhập xong.");
        (await browser.Api.ReadAsync(Income)).With(200)["source"].GetString().ShouldBe("Báo cáo năm 2023");

        await visit.OpenAsync("/ward/luong-khanh-thien?period=2023&lang=vi");
        (await visit.Page.Locator("#row-income-per-capita .big").InnerTextAsync()).ShouldContain("90,4");
        visit.ShouldBeClean();
    }

    [Fact]
    public async Task RefusedFile_LeavesNoProgressBehind()
    {
        await using var visit = await browser.VisitAsync(key: ApiServer.AdministratorKey);
        await visit.Page.RouteAsync("**/api/v1/imports/*/changes*",
            route => route.FulfillAsync(new RouteFulfillOptions
            {
                Status = 503,
                ContentType = "application/problem+json",
                Body = """{"title":"Chưa sẵn sàng","detail":"Thử lại sau."}""",
            }));
        await visit.OpenAsync("/import?lang=vi");
        await ChooseAsync(visit.Page, "orgUnit;indicator;period;value\nluong-khanh-thien;income-per-capita;2022;120,5\n"u8.ToArray(), "số liệu.csv");
        await visit.Page.WaitForSelectorAsync("text=Thử lại sau.");
        (await visit.Page.Locator("progress").CountAsync()).ShouldBe(0);
    }

    private static Task ChooseAsync(IPage page, byte[] file, string name = "so-lieu.xlsx") =>
        page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = file });

    private static async Task<byte[]> DownloadAsync(IPage page, string button) =>
        await File.ReadAllBytesAsync(await (await page.RunAndWaitForDownloadAsync(() => page.Locator($"button:text('{button}')").ClickAsync()))
            .PathAsync(), Cancelled);

    private static byte[] Fill(byte[] template, params (string Cell, string Text)[] typed)
    {
        using var file = new MemoryStream();
        file.Write(template);
        using (var document = SpreadsheetDocument.Open(file, true))
        {
            var workbook = document.WorkbookPart!;
            var sheet = ((WorksheetPart)workbook.GetPartById(workbook.Workbook.Descendants<Sheet>().First().Id!)).Worksheet;
            foreach (var (name, text) in typed)
            {
                var cell = sheet.Descendants<Cell>().Single(one => one.CellReference == name);
                (cell.DataType, cell.InlineString, cell.CellValue) = (new EnumValue<CellValues>(CellValues.InlineString),
                    new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text)), null);
            }
        }
        return file.ToArray();
    }
}
