using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Dhis2;

/// <summary>Data values go out and come in as DHIS2 writes them.</summary>
public sealed partial class DataValueSetTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Path = "/api/v1/dhis2/dataValueSets";

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Get_WritesWhatDhis2Writes_AndPostingItChangesNothing()
    {
        await GoldenWorldAsync();
        var query = $"{Path}?orgUnit=dhis2-phuong-1";
        var json = (await Api.ReadAsync(query)).With(200);
        json.Headers.GetValues("Left-Out").ShouldBe(["2"]);
        JsonNode.DeepEquals(JsonNode.Parse(AtOneInstant(json.Text)), JsonNode.Parse(Golden("out.json"))).ShouldBeTrue(json.Text);
        var csv = (await Api.ReadAsync($"{query}&format=csv")).With(200);
        csv.Headers.GetValues("Left-Out").ShouldBe(["2"]);
        csv.ContentType.ShouldBe("text/csv");
        AtOneInstant(csv.Text).ShouldBe(Golden("out.csv").ReplaceLineEndings("\r\n"));
        (await Api.ReadAsync(query, ("Accept", "application/csv"))).Text.ShouldBe(csv.Text);
        foreach (var period in (string[])["2022Q3", "2022-Q3"])
            (await Api.ReadAsync($"{query}&period={period}"))["dataValues"].EnumerateArray().ShouldHaveSingleItem().GetProperty("value").GetString()
                .ShouldBe("0");
        (await Api.ReadAsync($"{query}&period=2022W1")).Problem(400, "invalid_dhis2_period", "period");

        var versions = await VersionsAsync();
        foreach (var (body, type) in new[] { (json.Text, "application/json"), (csv.Text, "text/csv") })
            Summary((await PostAsync(body, type)).With(200)).ShouldBe(("SUCCESS", 0, 0, 8, 0));
        (await VersionsAsync()).ShouldBe(versions);

        async Task<string> VersionsAsync() =>
            string.Join(", ", (await Api.WalkAsync("/api/v1/actuals?orgUnit=dhis2-phuong-1"))
                .Select(figure => figure.GetProperty("version").GetRawText() + figure.GetProperty("note").GetRawText()));
    }

    [Theory]
    [InlineData("in.json", "application/json")]
    [InlineData("in.csv", "application/csv")]
    public async Task Post_OfWhatDhis2Writes_StoresIt(string file, string type)
    {
        var (ward, number, yesNo) = (await Api.WardAsync(), await Api.IndicatorAsync(), await Api.IndicatorAsync("yesNo", "last"));
        var body = Golden(file).Replace("WARD", ward, StringComparison.Ordinal).Replace("NUMBER", number, StringComparison.Ordinal)
            .Replace("YESNO", yesNo, StringComparison.Ordinal);
        Summary((await PostAsync(body, type, "?dryRun=true")).With(200)).ShouldBe(("SUCCESS", 3, 0, 0, 0));
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldBeEmpty();
        var answer = (await PostAsync(body, type, "?idScheme=CODE")).With(200);
        Summary(answer).ShouldBe(("SUCCESS", 3, 0, 0, 0));
        (answer["responseType"].GetString(), answer["conflicts"].GetArrayLength(), answer["dataSetComplete"].GetString())
            .ShouldBe(("ImportSummary", 0, "false"));
        var first = (await Api.ReadAsync($"/api/v1/actuals/{ward}/{number}/2022")).With(200);
        (first["value"].GetDecimal(), first["note"].GetString()).ShouldBe((1.862m, "comment1"));
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{number}/2022-05?group=poor")).With(200)["value"].GetDecimal().ShouldBe(14);
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{yesNo}/2022")).With(200)["level"].GetString().ShouldBe("yes");
        Summary((await PostAsync(body, type)).With(200)).ShouldBe(("SUCCESS", 0, 0, 3, 0));
        Summary((await PostAsync(body.Replace("1.862", "1.863", StringComparison.Ordinal), type)).With(200)).ShouldBe(("SUCCESS", 0, 1, 2, 0));
    }

    [Fact]
    public async Task Post_WithConflicts_StoresTheOthers_AndSaysWhichAreWrong()
    {
        var (ward, number) = (await Api.WardAsync(), await Api.IndicatorAsync());
        object[] values =
        [
            Value("unknown", "2022", "1"),
            Value(number, "2022", "1"),
            Value("unknown", "2023", "1"),
            Value(number, "2022W5", "1"),
            Value(number, "2022-Q3", "1"),
            Value(number, "2022Q1", "1,5"),
            new { dataElement = number, period = "2022Q2", value = "1", attributeOptionCombo = "funder" },
            Value(number, "2022", "2"),
            new { dataElement = number, period = "2022Q4", comment = "no value" },
            Value(number, "202201", "0.123456789"),
            new { dataElement = number, period = "202202", value = "1", categoryOptionCombo = "Not A Code" },
        ];
        var atomic = (await PostAsync(Set(values), query: "?atomic=true")).With(409);
        Summary(atomic).ShouldBe(("ERROR", 0, 0, 11, 0));
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldBeEmpty();

        var answer = (await PostAsync(Set(values))).With(409);
        answer.ContentType.ShouldBe("application/json");
        Summary(answer).ShouldBe(("WARNING", 1, 0, 10, 0));
        answer["rejectedIndexes"].EnumerateArray().Select(index => index.GetInt32()).ShouldBe([0, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Conflicts(answer).ShouldBe(
        [
            "dataElement unknown unknown_reference 0,2",
            "period 2022W5 invalid_dhis2_period 3",
            "period 2022-Q3 invalid_dhis2_period 4",
            "value 1,5 not_a_number 5",
            "attributeOptionCombo funder unknown_word 6",
            $"dataElement {number} repeated_key 7",
            "value  required 8",
            "value 0.123456789 number_not_storable 9",
            "categoryOptionCombo Not A Code invalid_code 10",
        ]);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldHaveSingleItem().GetProperty("value").GetDecimal().ShouldBe(1);
        Summary((await PostAsync(Set(Value("unknown", "2022", "1")))).With(409)).ShouldBe(("ERROR", 0, 0, 1, 0));

        string Set(params object[] all) => JsonSerializer.Serialize(new { orgUnit = ward, dataValues = all });
    }

    [Fact]
    public async Task Post_ByStrategy_TakesOnlyWhatItIsFor()
    {
        var (ward, number) = (await Api.WardAsync(), await Api.IndicatorAsync());
        await Api.ActualAsync(ward, number, "2022", 5);
        string Set(string value, bool deleted = false) => JsonSerializer.Serialize(new
        {
            orgUnit = ward,
            dataValues = new[] { new { dataElement = number, period = "2022", value, deleted }, new { dataElement = number, period = "2023", value, deleted } },
        });
        Summary(await PostAsync(Set("6"), query: "?importStrategy=UPDATE")).ShouldBe(("SUCCESS", 0, 1, 1, 0));
        Summary(await PostAsync(Set("7"), query: "?importStrategy=CREATE")).ShouldBe(("SUCCESS", 1, 0, 1, 0));
        (await FiguresAsync()).ShouldBe(["2022=6", "2023=7"]);
        Summary(await PostAsync(Set("9", deleted: true), query: "?importStrategy=CREATE")).ShouldBe(("SUCCESS", 0, 0, 2, 0));
        Summary(await PostAsync(Set("9", deleted: true), query: "?dryRun=true")).ShouldBe(("SUCCESS", 0, 0, 0, 2));
        (await FiguresAsync()).ShouldBe(["2022=6", "2023=7"]);
        Summary(await PostAsync(Set("9", deleted: true))).ShouldBe(("SUCCESS", 0, 0, 0, 2));
        (await FiguresAsync()).ShouldBeEmpty();
        Summary(await PostAsync(Set("8"))).ShouldBe(("SUCCESS", 2, 0, 0, 0));
        Summary(await PostAsync(Set("1"), query: "?importStrategy=DELETE")).ShouldBe(("SUCCESS", 0, 0, 0, 2));
        Summary(await PostAsync(Set("1"), query: "?importStrategy=DELETE")).ShouldBe(("SUCCESS", 0, 0, 2, 0));
        (await FiguresAsync()).ShouldBeEmpty();
        // What the set says itself comes before the query.
        Summary(await PostAsync(Set("1").Replace("{\"orgUnit\"", "{\"dryRun\":true,\"orgUnit\"", StringComparison.Ordinal), query: "?dryRun=false"))
            .ShouldBe(("SUCCESS", 2, 0, 0, 0));
        (await FiguresAsync()).ShouldBeEmpty();

        async Task<List<string>> FiguresAsync() =>
            [.. (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}"))
                .Select(figure => $"{figure.GetProperty("period").GetString()}={figure.GetProperty("value").GetRawText()}")];
    }

    [Fact]
    public async Task Post_OfTheSameValue_KeepsWhatDhis2CannotSay_AndOfAnotherDoesNot()
    {
        var (ward, ratio) = (await Api.WardAsync(), await RatioAsync(Calls.NewCode("ratio")));
        var address = $"/api/v1/actuals/{ward}/{ratio}/2022";
        (await Api.PutJsonAsync(address, new { numerator = 1, denominator = 3, source = "BC 12", note = "cũ", status = "provisional" })).With(201);
        string Set(string value, string? comment = null) =>
            JsonSerializer.Serialize(new { orgUnit = ward, period = "2022", dataValues = new[] { new { dataElement = ratio, value, comment } } });

        Summary(await PostAsync(Set("33.33333333", "mới"))).ShouldBe(("SUCCESS", 0, 1, 0, 0));
        var kept = (await Api.ReadAsync(address)).With(200);
        (kept["numerator"].GetDecimal(), kept["denominator"].GetDecimal(), kept["source"].GetString(), kept["note"].GetString(), kept["status"].GetString())
            .ShouldBe((1m, 3m, "BC 12", "mới", "provisional"));
        Summary(await PostAsync(Set("40"))).ShouldBe(("SUCCESS", 0, 1, 0, 0));
        var replaced = (await Api.ReadAsync(address)).With(200);
        (replaced["value"].GetDecimal(), replaced["numerator"].ValueKind, replaced["source"].ValueKind, replaced["note"].ValueKind,
            replaced["status"].GetString())
            .ShouldBe((40m, JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null, "final"));
    }

    [Fact]
    public async Task Post_OfAForeignUnitOrAClosedPeriod_IsAConflictOfThatValueAlone()
    {
        var (own, foreign, number) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = own, period = "2021", reason = "x" })).With(201);
        using var clerk = await Api.ClientAsync("reporter", own);
        var body = new
        {
            dataValues = new[]
            {
                new { dataElement = number, period = "2021", orgUnit = own, value = "1" },
                new { dataElement = number, period = "2022", orgUnit = own, value = "2" },
                new { dataElement = number, period = "2022", orgUnit = foreign, value = "3" },
            },
        };
        var answer = (await clerk.PostAsync(Path, body)).With(409);
        Summary(answer).ShouldBe(("WARNING", 1, 0, 2, 0));
        Conflicts(answer).ShouldBe([$"orgUnit {foreign} foreign_unit 2", "period 2021 period_closed 0"]);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={own}")).ShouldHaveSingleItem().GetProperty("period").GetString().ShouldBe("2022");
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={foreign}")).ShouldBeEmpty();
        using var reader = await Api.ClientAsync("reader", own);
        (await reader.PostAsync(Path, body)).Problem(403, "forbidden");
    }

    [Fact]
    public async Task Post_WhereASecondPersonApproves_BecomesASubmission()
    {
        var (ward, number) = (await Api.WardAsync(), await Api.IndicatorAsync());
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{ward}", new { code = ward, name = "Phường", level = "ward", review = "fourEyes" }, "*"))
            .With(200);
        var answer = (await PostAsync(JsonSerializer.Serialize(new { orgUnit = ward, dataValues = new[] { Value(number, "2022", "1") } }))).With(202);
        Summary(answer).ShouldBe(("SUCCESS", 1, 0, 0, 0));
        var address = answer["href"].GetString()!;
        (answer.Headers.Location!.ToString(), $"/api/v1/submissions/{answer["reference"].GetString()}").ShouldBe((address, address));
        answer["description"].GetString()!.ShouldContain("approval");
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldBeEmpty();
        (await Api.ReadAsync(address)).With(200)["count"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Post_OfWhatIsNoSet_IsAProblem()
    {
        (await PostAsync("NUMBER,2022,WARD,,,1", "text/csv")).Problem(422, "data_value_header");
        (await PostAsync("orgunit,dataelement,period\n", "text/csv")).Problem(422, "data_value_header");
        (await PostAsync("", "text/csv")).Problem(422, "data_value_header");
        (await PostAsync("dataelement,period,orgunit\n\"x", "text/csv")).Problem(422, "file_unreadable");
        (await PostAsync("<dataValueSet/>", "application/xml")).Problem(415, "unsupported_data_values");
        (await PostAsync("null")).Problem(400, "malformed_json");
        (await PostAsync("""{"dataValues":[{"value":{}}]}""")).Problem(400, "wrong_type", "dataValues[0].value");
        (await PostAsync("{}", query: "?idScheme=uid&importStrategy=create")).Problem(400, "unknown_word", "idScheme", "importStrategy");
        (await PostAsync("""{"orgUnitIdScheme":"NAME"}""")).Problem(400, "unknown_word", "orgUnitIdScheme");
        (await PostAsync("{}", query: "?force=true")).Problem(400, "unknown_parameter", "force");
        (await PostAsync($$"""{"dataValues":[{{string.Join(',', Enumerable.Repeat("{}", 10_001))}}]}""")).Problem(400, "too_many", "dataValues");
        (await PostAsync("""{"dataValues":[null]}""")).Problem(400, "required");
        Summary((await PostAsync("{}")).With(200)).ShouldBe(("SUCCESS", 0, 0, 0, 0));
    }

    private async Task GoldenWorldAsync()
    {
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = "dhis2-phuong-1", name = "Phường 1", level = "ward" })).With(201);
        foreach (var (code, type, overTime, levels) in new (string, string, string, string[]?)[]
            {
                ("dhis2-households", "number", "sum", null),
                ("dhis2-insured", "ratio", "last", null),
                ("dhis2-plan", "yesNo", "last", null),
                ("dhis2-rank", "level", "last", ["Kém", "Tốt"]),
            })
        {
            if (type == "ratio") await RatioAsync(code);
            else (await Api.PostJsonAsync("/api/v1/indicators", new { code, name = "Chỉ tiêu", measure = "hộ", valueType = type, overTime, levels })).With(201);
        }
        foreach (var (place, body) in new (string, object)[]
        {
            ("dhis2-households/2022", new { value = 1862, note = "Số chính thức, \"đã duyệt\"", source = "BC 12", status = "provisional" }),
            ("dhis2-households/2022-S1", new { value = 931.5, note = "=SUM(A1)" }),
            ("dhis2-households/2022-Q3", new { value = 0 }),
            ("dhis2-households/2022-05", new { value = -2 }),
            ("dhis2-households/2022?group=poor", new { value = 12 }),
            ("dhis2-insured/2022", new { numerator = 2, denominator = 3 }),
            ("dhis2-plan/2022", new { level = "no" }),
            ("dhis2-rank/2022", new { level = "Tốt" }),
            ("dhis2-households/2020-2025", new { value = 5 }),
            ("dhis2-households/2021", new { value = 276, bound = "atLeast" }),
        }) (await Api.PutJsonAsync($"/api/v1/actuals/dhis2-phuong-1/{place}", body)).With(201);
    }

    private async Task<string> RatioAsync(string code)
    {
        (await Api.PostJsonAsync("/api/v1/indicators", new { code, name = "Tỷ lệ", measure = "%", valueType = "ratio", overTime = "last" })).With(201);
        return code;
    }

    private Task<Answer> PostAsync(string body, string type = "application/json", string query = "") =>
        Api.Client.CallAsync(HttpMethod.Post, Path + query, Calls.Body(body, type));

    private static object Value(string dataElement, string period, string value) => new { dataElement, period, value };

    private static (string? Status, int Imported, int Updated, int Ignored, int Deleted) Summary(Answer answer)
    {
        answer.Json.TryGetProperty("importCount", out var counts).ShouldBeTrue(answer.Text);
        int Count(string name) => counts.GetProperty(name).GetInt32();
        return (answer["status"].GetString(), Count("imported"), Count("updated"), Count("ignored"), Count("deleted"));
    }

    private static IEnumerable<string> Conflicts(Answer answer) => answer["conflicts"].EnumerateArray().Select(conflict =>
    {
        conflict.GetProperty("value").GetString().ShouldNotBeNullOrWhiteSpace();
        return $"{conflict.GetProperty("property").GetString()} {conflict.GetProperty("object").GetString()} "
            + $"{conflict.GetProperty("errorCode").GetString()} {string.Join(',', conflict.GetProperty("indexes").EnumerateArray())}";
    });

    private static string Golden(string file) => Repository.Read($"tests/IndicatorApi.Tests/Dhis2/golden/{file}");

    private static string AtOneInstant(string text) => Instant().Replace(text, "2015-04-05T19:58:12.000+0000");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000")]
    private static partial Regex Instant();
}
