using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using IndicatorApi.Features.Templates;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>The sheet to fill in: what it holds, what may be typed, and that it comes back from another program.</summary>
public sealed class TemplateTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const string Path = "/api/v1/templates/actuals.xlsx?orgUnit=quang-trung&period=2020-2025";

    private ApiServer Api => sample.Api;

    [Fact]
    public async Task Get_HasARowForEachTarget_WithItsStoredFigureAndNoOther()
    {
        var file = await BytesAsync(Path);
        Sheets.Faults(file).ShouldBeEmpty();
        var rows = Sheets.Read(file);
        rows[2].ShouldBe(ActualsTemplate.Headers);
        var lines = rows.Skip(3).Select(row => row.Select(Sheets.Text).ToArray()).ToList();
        var targets = (await Api.WalkAsync("/api/v1/achievements?orgUnit=quang-trung&period=2020-2025"))
            .Select(row => (row.GetProperty("indicator").GetString(), row.GetProperty("group").GetString() ?? "")).Distinct();
        lines.Select(line => (line[1], line[3])).ShouldBe(targets!);
        var stored = (await Api.WalkAsync("/api/v1/actuals?orgUnit=quang-trung&period=2020-2025"))
            .ToDictionary(row => (row.GetProperty("indicator").GetString()!, row.GetProperty("group").GetString() ?? ""));
        foreach (var line in lines)
        {
            line[0].ShouldBe("quang-trung");
            line[7].ShouldBe("2020-2025");
            var has = stored.TryGetValue((line[1], line[3]), out var actual);
            line[8].ShouldBe(has && actual.GetProperty("numerator").ValueKind == System.Text.Json.JsonValueKind.Null
                && actual.GetProperty("value").ValueKind != System.Text.Json.JsonValueKind.Null ? actual.GetProperty("value").GetRawText() : "");
            line[13].ShouldBe(has ? actual.GetProperty("status").GetString() : "");
        }
    }

    [Fact]
    public async Task Get_LocksWhatIsNotToBeFilledIn_AndChecksWhatIs()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(await BytesAsync(Path)), false);
        var workbook = document.WorkbookPart!;
        var sheet = ((WorksheetPart)workbook.GetPartById(workbook.Workbook.Descendants<Sheet>().First().Id!)).Worksheet;
        sheet.Descendants<SheetProtection>().Single().Sheet!.Value.ShouldBeTrue();
        sheet.Descendants<SheetProtection>().Single().Password.ShouldBeNull();
        sheet.Descendants<DataValidation>().Select(check => check.Type!.InnerText).Distinct().Order().ShouldBe(["decimal", "list"]);
        var formats = workbook.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        bool IsLocked(string cell) =>
            formats[(int)sheet.Descendants<Cell>().Single(one => one.CellReference == cell).StyleIndex!.Value].Protection!.Locked!.Value;
        IsLocked("A4").ShouldBeTrue();
        IsLocked("H4").ShouldBeTrue();
        IsLocked("O4").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_ForAnUnknownUnitOrPeriod_SaysSo()
    {
        (await Api.ReadAsync("/api/v1/templates/actuals.xlsx")).Problem(400, "required", "orgUnit", "period");
        (await Api.ReadAsync("/api/v1/templates/actuals.xlsx?orgUnit=nowhere&period=2022")).Problem(404);
        (await Api.ReadAsync("/api/v1/templates/actuals.xlsx?orgUnit=quang-trung&period=2022x")).Problem(400, "invalid_period", "period");
    }

    [Fact]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Fill_InAnotherProgram_ChangesTheFilledCellsAndNoOther()
    {
        Assert.SkipUnless(Office.IsInstalled, "LibreOffice (soffice) is not installed.");
        var template = await BytesAsync(Path);
        var before = Sheets.Read(template).Select(row => row.Select(Sheets.Text).ToArray()).ToList();
        var line = before.Skip(3).First(row => row[11].Length == 0 && row[10].Length == 0);
        var filled = await FilledTemplate.FillAsync(template, (line[1], 8, 94.54m), (line[1], 14, "Báo cáo số 12/BC-ĐU"));
        var after = Sheets.Read(filled).Select(row => row.Select(Sheets.Text).ToArray()).ToList();

        var changed = new List<string>();
        for (var i = 0; i < before.Count; i++)
        {
            for (var j = 0; j < ActualsTemplate.Headers.Count; j++)
            {
                var was = j < before[i].Length ? before[i][j] : "";
                var is_ = j < after[i].Length ? after[i][j] : "";
                if (was != is_) changed.Add($"{before[i][1]} {j}: {is_}");
            }
        }
        changed.ShouldBe([$"{line[1]} 8: 94.54", $"{line[1]} 14: Báo cáo số 12/BC-ĐU"]);
    }

    private async Task<byte[]> BytesAsync(string path) =>
        await Api.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
