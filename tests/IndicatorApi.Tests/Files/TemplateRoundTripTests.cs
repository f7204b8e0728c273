using System.Net.Http.Headers;
using System.Text.Json;
using IndicatorApi.Files;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>The whole way of a sheet: given out, filled in by another program, sent back, stored.</summary>
public sealed class TemplateRoundTripTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private const int Value = 8, Numerator = 9, Denominator = 10, Level = 11, Bound = 12, Status = 13, Source = 14, Note = 15;

    private ApiServer Api => sample.Api;

    [Theory]
    [InlineData("quang-trung", "2020-01-01--2022-12-31")]
    [InlineData("long-duc", "2020-05-20--2022-12-31")]
    [InlineData("luong-khanh-thien", "2015-2020")]
    public async Task Sheet_SentBackAsItIs_ChangesNothing(string unit, string period)
    {
        var before = await FiguresAsync(unit);
        var template = await TemplateAsync(unit, period);
        var lines = Lines(template);
        var reported = lines.Count(line => line[Value].Length + line[Numerator].Length + line[Level].Length > 0);
        reported.ShouldBePositive();
        Outcome(await SendAsync(template)).ShouldBe(("succeeded", 0, 0, reported, lines.Count - reported, 0));
        (await FiguresAsync(unit)).OrderBy(pair => pair.Key).ShouldBe(before.OrderBy(pair => pair.Key));
    }

    [Fact]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Sheet_FilledInByAnotherProgram_ChangesTheFilledCellsAndNoOther()
    {
        Assert.SkipUnless(Office.IsInstalled, "LibreOffice (soffice) is not installed.");
        const string Unit = "quang-trung", Period = "2020-01-01--2022-12-31";
        var template = await TemplateAsync(Unit, Period);
        // A number, a ratio by its counts, and what has no figure yet.
        const string Known = "cultural-households", Counted = "cultural-groups", Missing = "health-insurance-coverage";
        var before = await FiguresAsync(Unit);
        before.ShouldNotContainKey((Missing, "", Period));
        before[(Counted, "", Period)].Numerator.ShouldNotBeNull();

        var job = await SendAsync(await FilledTemplate.FillAsync(template,
            (Known, Value, 95.125m), (Counted, Note, "Báo cáo số 12/BC-ĐU"),
            (Missing, Value, 0m), (Missing, Bound, "atLeast"), (Missing, Status, "provisional"), (Missing, Source, "Ước của phường")));
        var count = Lines(template).Count;
        Outcome(job).ShouldBe(("succeeded", 1, 2, count - 3, 0, 0));

        var expected = new Dictionary<(string Indicator, string Group, string Period), Figure>(before);
        expected[(Known, "", Period)] = before[(Known, "", Period)] with { Value = "95.125" };
        expected[(Counted, "", Period)] = before[(Counted, "", Period)] with { Note = "Báo cáo số 12/BC-ĐU" };
        expected[(Missing, "", Period)] = new Figure("0", null, null, null, "atLeast", "provisional", "Ước của phường", null);
        (await FiguresAsync(Unit)).OrderBy(pair => pair.Key).ShouldBe(expected.OrderBy(pair => pair.Key));

        // What is stored by now goes through the other program untouched, and changes nothing.
        Outcome(await SendAsync(await FilledTemplate.FillAsync(await TemplateAsync(Unit, Period)))).ShouldBe(("succeeded", 0, 0, count, 0, 0));
        (await FiguresAsync(Unit)).OrderBy(pair => pair.Key).ShouldBe(expected.OrderBy(pair => pair.Key));
    }

    [Fact]
    [Trait(Kinds.Name, Kinds.Slow)]
    public async Task Sheet_OfAWholeTerm_StoresOnlyTheRowsThatWereFilled()
    {
        Assert.SkipUnless(Office.IsInstalled, "LibreOffice (soffice) is not installed.");
        const string Unit = "quang-trung", Term = "2020-2025";
        var template = await TemplateAsync(Unit, Term);
        var before = await FiguresAsync(Unit);
        var job = await SendAsync(await FilledTemplate.FillAsync(template, ("near-poor-households", Value, 1234567m), ("cells-good", Numerator, 11m),
            ("cells-good", Denominator, 12m), ("party-committee-rating", Level, "hoàn thành tốt nhiệm vụ")));
        Outcome(job).ShouldBe(("succeeded", 3, 0, 0, Lines(template).Count - 3, 0));
        var expected = new Dictionary<(string Indicator, string Group, string Period), Figure>(before)
        {
            [("near-poor-households", "", Term)] = new("1234567", null, null, null, null, "final", null, null),
            [("cells-good", "", Term)] = new("91.6666666667", "11", "12", null, null, "final", null, null),
            [("party-committee-rating", "", Term)] = new(null, null, null, "hoàn thành tốt nhiệm vụ", null, "final", null, null),
        };
        (await FiguresAsync(Unit)).OrderBy(pair => pair.Key).ShouldBe(expected.OrderBy(pair => pair.Key));
    }

    private static List<string[]> Lines(byte[] template) => [.. Sheets.Read(template).Skip(3).Select(row => row.Select(Sheets.Text).ToArray())];

    private Task<byte[]> TemplateAsync(string unit, string period) =>
        Api.Client.GetByteArrayAsync(new Uri($"/api/v1/templates/actuals.xlsx?orgUnit={unit}&period={period}", UriKind.Relative),
            TestContext.Current.CancellationToken);

    private async Task<JsonElement> SendAsync(byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(WorkbookWriter.MediaType);
        return (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", content, ("Prefer", "wait=60"))).With(202).Json;
    }

    private async Task<Dictionary<(string Indicator, string Group, string Period), Figure>> FiguresAsync(string unit)
    {
        string? Of(JsonElement row, string member) => row.GetProperty(member) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
        return (await Api.WalkAsync($"/api/v1/actuals?orgUnit={unit}")).ToDictionary(
            row => (Of(row, "indicator")!, Of(row, "group") ?? "", Of(row, "period")!),
            row => new Figure(Of(row, "value"), Of(row, "numerator"), Of(row, "denominator"), Of(row, "level"), Of(row, "bound"), Of(row, "status"),
                Of(row, "source"), Of(row, "note")));
    }

    private static (string? State, int Created, int Updated, int Unchanged, int Blank, int Errors) Outcome(JsonElement job)
    {
        int Count(string member) => job.GetProperty(member).GetInt32();
        return (job.GetProperty("state").GetString(), Count("created"), Count("updated"), Count("unchanged"), Count("blank"), Count("errors"));
    }

    private sealed record Figure(string? Value, string? Numerator, string? Denominator, string? Level, string? Bound, string? Status, string? Source,
        string? Note);
}
