using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using IndicatorApi.Files;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Files;

/// <summary>Every list as a file, read back by readers that are not ours, holds what its JSON holds.</summary>
public sealed class ListFileTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private ApiServer Api => sample.Api;

    public static TheoryData<string> Lists { get; } =
    [
        "organisation-units?", "indicators?", "resolutions?", "resolutions/tra-vinh-phuong-4-2020/targets?", "actuals?", "claims?", "benchmarks?",
        "achievements?period=2020-2025",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Get_AnyList_AsAnyFile_HoldsWhatItsPagesHold(string list)
    {
        var pages = await Api.WalkAsync($"/api/v1/{list}&limit=3");
        pages.ShouldNotBeEmpty();
        var ndjson = (await Api.ReadAsync($"/api/v1/{list}&format=ndjson")).With(200).Text;
        ndjson.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(pages.Select(row => row.GetRawText()));

        var table = Csv((await Api.ReadAsync($"/api/v1/{list}&format=csv")).With(200).Text);
        table.Count.ShouldBe(pages.Count + 1);
        var header = table[0];
        header.ShouldBeUnique();
        foreach (var (line, row) in table.Skip(1).Zip(pages))
        {
            line.Length.ShouldBe(header.Length);
            for (var i = 0; i < header.Length; i++) line[i].ShouldBe(Member(row, header[i]), header[i]);
        }

        var file = await BytesAsync($"/api/v1/{list}&format=xlsx");
        Sheets.Faults(file).ShouldBeEmpty();
        Sheets.Read(file).Select(cells => cells.Select(Sheets.Text).ToArray()).Select(Strings).ShouldBe(table.Select(Strings));
    }

    [Theory]
    [InlineData("ranking?indicator=new-members&period=2020-2025", "items")]
    [InlineData("series?orgUnit=tra-vinh-phuong-4&indicator=new-members", "items")]
    [InlineData("summary?period=2020-2025", "items")]
    public async Task Get_AnAnalysis_AsAnyFile_HasALineForEachItem(string path, string items)
    {
        var answer = await Api.GetAsync($"/api/v1/achievements/{path}");
        var expected = answer.GetProperty(items).GetArrayLength() + (answer.TryGetProperty("missing", out var missing) ? missing.GetArrayLength() : 0);
        var table = Csv((await Api.ReadAsync($"/api/v1/achievements/{path}&format=csv")).With(200).Text);
        table.Count.ShouldBe(expected + 1);
        var percent = Array.IndexOf(table[0], path.StartsWith("summary", StringComparison.Ordinal) ? "rollUpPercent" : "percent");
        table.Skip(1).ShouldContain(line => line[percent].Length > 0);
        foreach (var (line, row) in table.Skip(1).Zip(answer.GetProperty(items).EnumerateArray()))
            line[percent].ShouldBe(Member(row, table[0][percent]));
        var sheet = Sheets.Read(await BytesAsync($"/api/v1/achievements/{path}&format=xlsx"));
        sheet.Select(cells => cells.Select(Sheets.Text).ToArray()).Select(Strings).ShouldBe(table.Select(Strings));
    }

    [Fact]
    public async Task Get_CsvForAVietnameseExcel_HasMarkSemicolonsAndDecimalCommas()
    {
        const string Path = "/api/v1/achievements?orgUnit=quang-trung&period=2020-2025&fields=indicator,actual,percent,targetText&format=csv";
        var plain = await BytesAsync(Path);
        var excel = await BytesAsync(Path + "&locale=vi");
        excel.Take(3).ShouldBe([0xEF, 0xBB, 0xBF]);
        var lines = Csv(Encoding.UTF8.GetString(excel[3..]), ";");
        lines[0].ShouldBe(["indicator", "actual", "percent", "targetText"]);
        lines.ShouldContain(line => line[0] == "cultural-households" && line[1] == "94,54" && line[2] == "101,6559139785");
        (await BytesAsync(Path + "&locale=en&separator=,&bom=false")).ShouldBe(plain);
        Encoding.UTF8.GetString(await BytesAsync(Path + "&separator=tab")).ShouldStartWith("indicator\tactual\tpercent\ttargetText\r\n");
        (await BytesAsync(Path + "&bom=true"))[3..].ShouldBe(plain);
    }

    [Theory]
    [InlineData("format=xls", "unknown_word", "format")]
    [InlineData("format=csv&separator=x", "unknown_word", "separator")]
    [InlineData("format=csv&locale=fr", "unknown_word", "locale")]
    [InlineData("format=xlsx&separator=,", "invalid_query", "separator")]
    [InlineData("bom=true", "invalid_query", "bom")]
    public async Task Get_WithAnOptionThatMakesNoSense_SaysWhich(string query, string code, string where) =>
        (await Api.ReadAsync($"/api/v1/indicators?{query}")).Problem(400, code, where);

    [Fact]
    public async Task Get_AFile_IsNamedByWhatItHolds()
    {
        using var response = await Api.Client.GetAsync(
            new Uri("/api/v1/achievements?orgUnit=long-duc&period=2020-05-20/2022-12-31&format=xlsx", UriKind.Relative), TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(WorkbookWriter.MediaType);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("achievements_long-duc_2020-05-20--2022-12-31.xlsx");
    }

    [Fact]
    public async Task Get_ByAccept_IsTheSameAsByFormat()
    {
        var byFormat = await BytesAsync("/api/v1/indicators?format=xlsx");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/indicators");
        request.Headers.TryAddWithoutValidation("Accept", $"{WorkbookWriter.MediaType}, application/json;q=0.9");
        using var response = await Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(byFormat);
    }

    [Fact]
    public async Task Write_MoreRowsThanASheetHolds_IsRefused()
    {
        var columns = new Columns<int>([new("n", (_, _) => { }, [new("n", CellKind.Number, number => number.ToString(CultureInfo.InvariantCulture))])]).All;
        Task<bool> WriteAsync(int rows) =>
            XlsxFile.WriteAsync(Stream.Null, columns, Enumerable.Range(0, rows).ToAsyncEnumerable(), 200, TestContext.Current.CancellationToken);
        (await WriteAsync(199)).ShouldBeTrue();
        (await WriteAsync(200)).ShouldBeFalse();
        (await WriteAsync(5000)).ShouldBeFalse();
    }

    private static string Strings(string[] cells) => string.Join('|', cells);

    private static List<string[]> Csv(string text, string delimiter = ",")
    {
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter });
        var lines = new List<string[]>();
        while (parser.Read()) lines.Add(parser.Record!);
        return lines;
    }

    private async Task<byte[]> BytesAsync(string path)
    {
        using var response = await Api.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200, Encoding.UTF8.GetString(bytes));
        return bytes;
    }

    // The member that a flat column is of: rollUpPercent is rollUp.percent, ruleKind is rule.kind.
    private static string Member(JsonElement row, string header)
    {
        if (row.TryGetProperty(header, out var value)) return Text(value);
        foreach (var member in row.EnumerateObject()
            .Where(member => header.StartsWith(member.Name, StringComparison.Ordinal) && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null))
        {
            if (member.Value.ValueKind == JsonValueKind.Null) return "";
            return Member(member.Value, char.ToLowerInvariant(header[member.Name.Length]) + header[(member.Name.Length + 1)..]);
        }
        throw new InvalidOperationException($"{header} is no member of {row}");
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join("; ", value.EnumerateArray().Select(item => item.GetString())),
        _ => value.GetRawText(),
    };
}
