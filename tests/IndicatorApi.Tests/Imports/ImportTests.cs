using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IndicatorApi.Files.Reading;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Imports;

/// <summary>Files as officers send them, over HTTP: all of a file or nothing of it.</summary>
public sealed class ImportTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Csv_WithVietnameseHeadersAndNumbers_IsStored_AndAgainChangesNothing()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var file = $"BÁO CÁO NĂM 2022;;;;\n;;;;\nTT;Mã đơn vị;Mã chỉ tiêu;Kỳ báo cáo;Kết quả thực hiện (value);Tình trạng;Ghi chú\n"
            + $"1;{ward};{indicator};2021;1.862;;\n2;{ward};{indicator};Quý III/2022;trên 55,94;ước;\"hai\ndòng\"\n3;{ward};{indicator};2023;;;\n";
        var job = await ImportAsync(file);
        Counts(job).ShouldBe(("succeeded", 2, 0, 0, 1, 0));

        var first = await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2021");
        first.GetProperty("value").GetDecimal().ShouldBe(1862);
        var second = await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2022-Q3");
        second.GetProperty("value").GetDecimal().ShouldBe(55.94m);
        (Word(second, "bound"), Word(second, "status"), Word(second, "note")).ShouldBe(("atLeast", "provisional", "hai\ndòng"));
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{indicator}/2023")).With(404);

        Counts(await ImportAsync(file)).ShouldBe(("succeeded", 0, 0, 2, 1, 0));
        Counts(await ImportAsync(file.Replace("1.862", "1.863", StringComparison.Ordinal))).ShouldBe(("succeeded", 0, 1, 1, 1, 0));
    }

    [Fact]
    public async Task File_WithOneBadRow_StoresNothing_AndSaysWhere()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var job = await ImportAsync($"orgUnit,indicator,period,value\n{ward},{indicator},2021,5\n{ward},{indicator},2022,x\n");
        Counts(job).ShouldBe(("failed", 0, 0, 0, 0, 1));
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{indicator}/2021")).With(404);
        var error = (await ErrorsAsync(job)).ShouldHaveSingleItem();
        (error.GetProperty("line").GetInt32(), Word(error, "cell"), Word(error, "column"), Word(error, "code")).ShouldBe((3, "D3", "value", "not_a_number"));
        (await Api.ReadAsync($"/api/v1/imports/{Id(job)}/errors", ("Accept-Language", "vi")))["items"][0].GetProperty("message")
            .GetString()!.ShouldContain("không phải số");
    }

    [Fact]
    public async Task Number_ThatReadsTwoWays_IsRefusedWithBoth_UnlessTheLocaleIsSaid()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var file = $"orgUnit;indicator;period;value\n{ward};{indicator};2021;1.862\n";
        var refused = (await ErrorsAsync(await ImportAsync(file))).ShouldHaveSingleItem();
        Word(refused, "code").ShouldBe("ambiguous_number");
        Word(refused, "message")!.ShouldContain("1862 (locale=vi) or 1.862 (locale=en)");
        Counts(await ImportAsync(file, "?locale=en")).ShouldBe(("succeeded", 1, 0, 0, 0, 0));
        (await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2021")).GetProperty("value").GetDecimal().ShouldBe(1.862m);
    }

    [Fact]
    public async Task UnitAndPeriod_MayBeSaidOnceForTheFile_AndNamesStandForCodes()
    {
        var ward = await Api.WardAsync();
        var indicator = Calls.NewCode("indicator");
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = indicator, name = $"Tỷ lệ hộ nghèo {indicator}", measure = "%", valueType = "ratio", overTime = "last", frequency = "year" }))
            .With(201);
        var job = await ImportAsync($"Chỉ tiêu,Kết quả\nty le HO ngheo {indicator},9/1267\n", $"?orgUnit={ward}&period=2022");
        Counts(job).ShouldBe(("succeeded", 1, 0, 0, 0, 0), job.ToString());
        var actual = await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2022");
        (actual.GetProperty("numerator").GetDecimal(), actual.GetProperty("denominator").GetDecimal()).ShouldBe((9, 1267));

        // 93% is taken as 93 of an indicator in percent; a count with a percent sign is not.
        Counts(await ImportAsync("Mã chỉ tiêu,Kết quả\n" + indicator + ",\"0,71%\"\n", $"?orgUnit={ward}&period=2023")).ShouldBe(("succeeded", 1, 0, 0, 0, 0));
        var number = await Api.IndicatorAsync();
        Word((await ErrorsAsync(await ImportAsync($"Mã chỉ tiêu,Kết quả\n{number},93%\n", $"?orgUnit={ward}&period=2023")))[0], "code").ShouldBe("wrong_sign");
    }

    [Fact]
    public async Task Workbook_WithMergedUnitsPercentsAndFormulas_IsStored()
    {
        var ward = await Api.WardAsync();
        var (number, percent) = (await Api.IndicatorAsync(), Calls.NewCode("indicator"));
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = percent, name = "Tỷ lệ", measure = "%", valueType = "number", overTime = "last", frequency = "year" })).With(201);
        var book = Books.Of(
            Books.Texts(1, "BÁO CÁO") + Books.Texts(3, "Mã đơn vị", "Mã chỉ tiêu", "Kỳ", "Kết quả")
            + $"<row r=\"4\">{Books.Text('A', 4, ward)}{Books.Text('B', 4, number)}<c r=\"C4\"><v>2022</v></c><c r=\"D4\"><f>20+5</f><v>25</v></c></row>"
            + $"<row r=\"5\">{Books.Text('B', 5, percent)}<c r=\"C5\"><v>2022</v></c><c r=\"D5\" s=\"1\"><v>0.93</v></c></row>",
            "<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A4:A5\"/></mergeCells>");
        Counts(await SendAsync(book, Xlsx)).ShouldBe(("succeeded", 2, 0, 0, 0, 0));
        (await Api.GetAsync($"/api/v1/actuals/{ward}/{percent}/2022")).GetProperty("value").GetDecimal().ShouldBe(93);
        (await Api.GetAsync($"/api/v1/actuals/{ward}/{number}/2022")).GetProperty("value").GetDecimal().ShouldBe(25);
    }

    [Fact]
    public async Task Workbook_WithDatesErrorsAndMergedFigures_SaysEach()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        string Line(int line, string cells) => $"<row r=\"{line}\">{Books.Text('A', line, ward)}{Books.Text('B', line, indicator)}{cells}</row>";
        var book = Books.Of(
            Books.Texts(1, "orgUnit", "indicator", "period", "value")
            + Line(2, "<c r=\"C2\"><v>2021</v></c><c r=\"D2\" s=\"2\"><v>45000</v></c>")
            + Line(3, "<c r=\"C3\" s=\"2\"><v>45000</v></c><c r=\"D3\"><v>1</v></c>")
            + Line(4, "<c r=\"C4\"><v>2022</v></c><c r=\"D4\" t=\"e\"><v>#REF!</v></c>") + Line(5, "<c r=\"C5\"><v>2023</v></c><c r=\"D5\"><f>A1</f></c>")
            + Line(6, "<c r=\"C6\"><v>2024</v></c><c r=\"D6\"><v>5</v></c>") + Line(7, "<c r=\"C7\"><v>2025</v></c>"),
            "<mergeCells><mergeCell ref=\"D6:D7\"/></mergeCells>");
        (await ErrorsAsync(await SendAsync(book, Xlsx))).Select(error => (Word(error, "cell"), Word(error, "code"))).ShouldBe(
            [("D2", "number_is_date"), ("C3", "number_is_date"), ("D4", "cell_error"), ("D5", "formula_without_value"), ("D6", "merged_figure"),
                ("D7", "merged_figure")]);
    }

    [Fact]
    public async Task Rows_OfAForeignUnit_AreRefused_AndOthersDoNotSeeTheImport()
    {
        var (own, foreign, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        using var reporter = await Api.ClientAsync("reporter", own);
        using var other = await Api.ClientAsync("reporter", own);
        var sent = await reporter.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Csv($"orgUnit;indicator;period;value\n{own};{indicator};2022;1\n{foreign};{indicator};2022;1\n"), ("Prefer", "wait=30"));
        sent.With(202)["state"].GetString().ShouldBe("failed");
        var path = sent.Headers.Location!.ToString();
        var error = (await reporter.CallAsync(HttpMethod.Get, $"{path}/errors"))["items"].EnumerateArray().ShouldHaveSingleItem();
        (error.GetProperty("line").GetInt32(), Word(error, "code")).ShouldBe((3, "foreign_unit"));
        (await other.CallAsync(HttpMethod.Get, path)).Problem(404);
        (await other.CallAsync(HttpMethod.Get, "/api/v1/imports"))["items"].GetArrayLength().ShouldBe(0);
        (await reporter.CallAsync(HttpMethod.Get, "/api/v1/imports"))["items"].GetArrayLength().ShouldBe(1);
        (await Api.ReadAsync(path)).With(200);
    }

    [Fact]
    public async Task DryRun_StoresNothing_AndShowsWhatWouldComeOfIt()
    {
        var world = await Api.WorldAsync();
        await Api.ActualAsync(world.Ward, world.Indicator, "2021", 20);
        var job = await ImportAsync($"orgUnit;indicator;period;value\n{world.Ward};{world.Indicator};2021;25\n", "?dryRun=true");
        Counts(job).ShouldBe(("succeeded", 0, 1, 0, 0, 0));
        var change = (await Api.WalkAsync($"/api/v1/imports/{Id(job)}/changes?limit=1")).ShouldHaveSingleItem();
        (change.GetProperty("from").GetProperty("value").GetDecimal(), change.GetProperty("to").GetProperty("value").GetDecimal()).ShouldBe((20, 25));
        (await Api.GetAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021")).GetProperty("value").GetDecimal().ShouldBe(20);
    }

    [Fact]
    public async Task Form_WithOneFile_IsTaken_AndWithTwoIsNot()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        MultipartFormDataContent Form(int files)
        {
            var form = new MultipartFormDataContent();
            for (var i = 0; i < files; i++)
                form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes($"orgUnit;indicator;period;value\n{ward};{indicator};2022;1\n")), "file", "số liệu.csv");
            return form;
        }
        using (var one = Form(1))
        {
            var answer = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", one, ("Prefer", "wait=30"))).With(202);
            (answer["state"].GetString(), answer["fileName"].GetString()).ShouldBe(("succeeded", "số liệu.csv"));
        }
        using var two = Form(2);
        (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", two)).Problem(415, "unsupported_file");
    }

    [Theory]
    [InlineData("image/png", "89504E470D0A1A0A")]
    [InlineData("text/csv", "89504E470D0A1A0A00")]
    [InlineData("text/csv", "504B0304")]
    [InlineData("text/csv", "3C68746D6C3E")]
    [InlineData("text/csv; charset=windows-1258", "613B62")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "D0CF11E0A1B11AE1")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "613B62")]
    [InlineData("application/vnd.ms-excel", "D0CF11E0A1B11AE1")]
    [InlineData("application/json", "7B7D")]
    public async Task File_OfAnotherKind_Is415_WhateverItIsCalled(string type, string hex)
    {
        using var content = new ByteArrayContent(Convert.FromHexString(hex));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", content)).Problem(415, "unsupported_file");
    }

    [Fact]
    public async Task File_ThatIsTooLarge_Is413()
    {
        await using var small = await ApiServer.StartAsync(null!, connectionString: Api.ConnectionString,
            change: settings => settings with { Limits = settings.Limits with { MaximumImportBytes = 1024, MaximumBodyBytes = 512 } });
        (await small.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Csv(new string('x', 2000)))).Problem(413);
        (await small.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Csv(new string('x', 1000)))).With(202);
    }

    [Fact]
    public async Task MarkedCopy_HasARemarkBesideEachBadRow_AndMendedCanBeSentAgain()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var job = await ImportAsync($"Mã đơn vị;Mã chỉ tiêu;Kỳ;Kết quả\n{ward};{indicator};2021;5,5\n{ward};{indicator};2022;x\n");
        var copy = await Api.ReadAsync($"/api/v1/imports/{Id(job)}/errors?format=csv", ("Accept-Language", "vi"));
        copy.With(200).Text.TrimStart('\uFEFF').Split("\r\n").ShouldBe(
            ["Mã đơn vị;Mã chỉ tiêu;Kỳ;Kết quả;Lỗi", $"{ward};{indicator};2021;5,5;",
                $"{ward};{indicator};2022;x;Kết quả: 'x' không phải số ở đây. Nếu chưa có số liệu, hãy để trống ô.", ""]);
        Counts(await ImportAsync(copy.Text.Replace(";x;", ";7;", StringComparison.Ordinal))).ShouldBe(("succeeded", 2, 0, 0, 0, 0));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/imports/{Id(job)}/errors?format=xlsx", UriKind.Relative));
        using var response = await Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var table = TableFile.Xlsx(new MemoryStream(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), null);
        var rows = table.Rows().ToList();
        (rows[0][4].Text, rows[2].Line, rows[2][3].Text).ShouldBe(("Lỗi", 3, "x"));
        rows[2][4].Text.ShouldContain("is no number");
    }

    [Fact]
    public async Task Events_TellProgressToTheEnd()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var job = await ImportAsync($"orgUnit;indicator;period;value\n{ward};{indicator};2022;1\n");
        var stream = await Api.ReadAsync($"/api/v1/imports/{Id(job)}/events");
        stream.With(200).ContentType.ShouldBe("text/event-stream");
        stream.Text.ShouldStartWith("event: ended\n");
        JsonDocument.Parse(stream.Text.Split("data: ")[1]).RootElement.GetProperty("created").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Ended_CannotBeCancelled_AndAnUnknownIsUnknown()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var job = await ImportAsync($"orgUnit;indicator;period;value\n{ward};{indicator};2022;1\n");
        (await Api.RemoveAsync($"/api/v1/imports/{Id(job)}")).Problem(409, "import_ended");
        (await Api.RemoveAsync("/api/v1/imports/none")).Problem(404, "unknown_resource");
    }

    private Task<JsonElement> ImportAsync(string csv, string query = "") => SendAsync(Encoding.UTF8.GetBytes(csv), "text/csv", query);

    private async Task<JsonElement> SendAsync(byte[] file, string type, string query = "")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports{query}", content, ("Prefer", "wait=60"))).With(202);
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/imports/{answer["id"].GetString()}");
        return answer.Json;
    }

    private static ByteArrayContent Csv(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return content;
    }

    private Task<List<JsonElement>> ErrorsAsync(JsonElement job) => Api.WalkAsync($"/api/v1/imports/{Id(job)}/errors");

    private static string Id(JsonElement job) => job.GetProperty("id").GetString()!;

    private static string? Word(JsonElement element, string member) => element.GetProperty(member).GetString();

    private static (string? State, int Created, int Updated, int Unchanged, int Blank, int Errors) Counts(JsonElement job) => (
        Word(job, "state"), job.GetProperty("created").GetInt32(), job.GetProperty("updated").GetInt32(), job.GetProperty("unchanged").GetInt32(),
            job.GetProperty("blank").GetInt32(), job.GetProperty("errors").GetInt32());
}
