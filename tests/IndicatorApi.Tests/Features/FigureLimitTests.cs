using System.Text.Json;
using System.Text.Json.Nodes;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What an indicator cannot be is stored through no door; what stands already stays, and is warned of.</summary>
public sealed class FigureLimitTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Theory]
    [InlineData("-5", 0, "outside_limits", "at least 0")]
    [InlineData("101", 0, "outside_limits", "at most 100")]
    [InlineData("0.5", 0, "not_whole", "whole numbers")]
    [InlineData("5.55", 1, "too_many_decimals", "more decimals than this indicator takes (1)")]
    public async Task Number_ThatCannotBe_IsRefusedAtEveryDoor_WithTheLimit(string number, int decimals, string code, string says)
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, 100, decimals: decimals));
        var item = $$"""{"orgUnit":"{{ward}}","indicator":"{{indicator}}","period":"2023","value":{{number}}}""";

        (await Api.PostJsonAsync("/api/v1/actuals", item)).Problem(422, code).Text.ShouldContain(says);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", $$"""{"items":[{{item}}]}""")).Problem(422, code).Text.ShouldContain(says);
        var values = $$"""{"dataValues":[{"dataElement":"{{indicator}}","period":"2023","orgUnit":"{{ward}}","value":"{{number}}"}]}""";
        (await Api.PostJsonAsync("/api/v1/dhis2/dataValueSets", values)).With(409).Text.ShouldContain(says);
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Calls.Body($"orgUnit,indicator,period,value\n{ward},{indicator},2023,{number}\n", "text/csv"), ("Prefer", "wait=60"))).With(202);
        var error = (await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).ShouldHaveSingleItem();
        (error.GetProperty("cell").GetString(), error.GetProperty("code").GetString()).ShouldBe(("D2", code));
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Limit_ThatComesLater_LeavesWhatStands_AndQualityWarns()
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(-1000, null));
        await Api.ActualAsync(ward, indicator, "2023", -5);
        await CountAsync(0, null, indicator);

        (await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2023")).GetProperty("value").GetDecimal().ShouldBe(-5);
        (await Api.WalkAsync($"/api/v1/quality?orgUnit={ward}&kind=outsideLimits")).ShouldHaveSingleItem().GetProperty("value").GetDecimal().ShouldBe(-5);
        (await Api.PostJsonAsync("/api/v1/actuals/batch",
            $$"""{"items":[{"orgUnit":"{{ward}}","indicator":"{{indicator}}","period":"2023","value":-5,"note":"đã kiểm tra"}]}""")).Status.ShouldBe(200);
        (await Api.PostJsonAsync("/api/v1/actuals/batch",
            $$"""{"items":[{"orgUnit":"{{ward}}","indicator":"{{indicator}}","period":"2023","value":-6}]}""")).Problem(422, "outside_limits");
    }

    [Fact]
    public async Task Decimals_ThatNobodyNamed_AreNoLimit_AndAreShownAsNone()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var path = $"/api/v1/indicators/{indicator}";
        var stored = (await Api.ReadAsync(path)).With(200);
        stored["decimals"].ValueKind.ShouldBe(JsonValueKind.Null);
        await Api.ActualAsync(ward, indicator, "2022", 5.5555m);
        // What was read and is sent back as it is changes nothing, so that no limit comes of what was only shown.
        (await Api.PutJsonAsync(path, stored.Text, stored.ETag)).With(200).ETag.ShouldBe(stored.ETag);

        var named = JsonNode.Parse(stored.Text)!;
        named["decimals"] = 2;
        (await Api.PutJsonAsync(path, named.ToJsonString(), stored.ETag)).With(200)["decimals"].GetInt32().ShouldBe(2);
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2023", new { value = 5.555 })).Problem(422, "too_many_decimals", "value");
        (await Api.GetAsync($"/api/v1/actuals/{ward}/{indicator}/2022")).GetProperty("value").GetDecimal().ShouldBe(5.5555m);
        (await Api.WalkAsync($"/api/v1/quality?orgUnit={ward}&kind=outsideLimits")).ShouldHaveSingleItem().GetProperty("message").GetProperty("en").GetString()
            .ShouldBe("5.5555 has more than 2 decimals.");
    }

    [Fact]
    public async Task Decimals_OfARatio_HoldForTheRateThatIsGiven_AndNotForTheOneItsCountsMake()
    {
        var (ward, code) = (await Api.WardAsync(), Calls.NewCode("rate"));
        (await Api.PostJsonAsync("/api/v1/indicators", new { code, name = "Tỷ lệ", measure = "%", valueType = "ratio", overTime = "last", decimals = 1 }))
            .With(201);
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{code}/2022", new { numerator = 1, denominator = 3 })).With(201);
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{code}/2023", new { value = 33.33 })).Problem(422, "too_many_decimals", "value");
    }

    [Fact]
    public async Task Limits_ThatNobodyNamed_AreThoseOfCountsAndShares_AndTheAnswerShowsThem()
    {
        var (ward, whole) = (await Api.WardAsync(), await Api.IndicatorAsync(overTime: "last"));
        async Task<Answer> NewAsync(string measure, int? decimals, string? partOf) => (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = Calls.NewCode("limit"), name = "Chỉ tiêu", measure, valueType = "number", overTime = "last", decimals, partOf })).With(201);
        (decimal?, decimal?) LimitsOf(Answer answer) => (Limit(answer["minimum"]), Limit(answer["maximum"]));

        LimitsOf(await NewAsync("hộ", 0, null)).ShouldBe((0, null));
        var share = await NewAsync("%", null, whole);
        LimitsOf(share).ShouldBe((0, 100));
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{share["code"].GetString()}/2022", new { value = 100.5 })).Problem(422, "outside_limits", "value");
        // Growth falls, and what was done of a plan may be more than all of it.
        var percent = await NewAsync("%", null, null);
        LimitsOf(percent).ShouldBe((null, null));
        await Api.ActualAsync(ward, percent["code"].GetString()!, "2022", 112);
        await Api.ActualAsync(ward, percent["code"].GetString()!, "2023", -3);
    }

    [Fact]
    public async Task DryRun_SaysWhatQualitySaysOnceItIsStored_OfJumpsPeersAndWholes()
    {
        var (ward, whole, rate) = (await Api.WardAsync(), await CountAsync(null, null), Calls.NewCode("rate"));
        var (first, second) = (await CountAsync(null, null, partOf: whole), await CountAsync(null, null, partOf: whole));
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = rate, name = "Thu nhập", measure = "triệu đồng", valueType = "number", overTime = "last", overUnits = "average", frequency = "year" }))
            .With(201);
        for (var peer = 0; peer < 9; peer++) await Api.ActualAsync(await Api.WardAsync(), rate, "2023", 50 + peer);
        await Api.ActualAsync(ward, whole, "2023", 10);
        await Api.ActualAsync(ward, first, "2022", 2);
        await Api.ActualAsync(ward, second, "2023", 4);
        object[] items =
        [
            new { orgUnit = ward, indicator = first, period = "2023", value = 7 },
            new { orgUnit = ward, indicator = rate, period = "2023", value = 500 },
        ];

        var dry = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items, dryRun = true })).With(200);
        var file = Calls.Body($"orgUnit,indicator,period,value\n{ward},{first},2023,7\n{ward},{rate},2023,500\n", "text/csv");
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true", file, ("Prefer", "wait=60"))).With(202);
        (await Api.WalkAsync($"/api/v1/quality?orgUnit={ward}")).ShouldBeEmpty();
        var stored = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items })).With(200);

        stored["warnings"].ValueKind.ShouldBe(JsonValueKind.Null);
        var said = await Api.WalkAsync($"/api/v1/quality?orgUnit={ward}");
        said.Select(row => row.GetProperty("kind").GetString()).ShouldBe(["farFromPeers", "jump", "partsOfWholeDisagree"], ignoreOrder: true);
        dry["warnings"].EnumerateArray().Select(row => row.GetRawText()).ShouldBe(said.Select(row => row.GetRawText()), ignoreOrder: true);
        job["notices"].EnumerateArray().Select(notice => notice.GetProperty("vi").GetString()!.Split(": ", 2)[1])
            .ShouldBe(said.Select(row => row.GetProperty("message").GetProperty("vi").GetString()!), ignoreOrder: true);
    }

    [Fact]
    public async Task DryRun_OfAQuarter_WarnsOfTheYearThatItMakesDisagree()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        await Api.ActualAsync(ward, indicator, "2023", 100);
        foreach (var quarter in (string[])["2023-Q1", "2023-Q2", "2023-Q3"]) await Api.ActualAsync(ward, indicator, quarter, 25);
        var items = new[] { new { orgUnit = ward, indicator, period = "2023-Q4", value = 30 } };
        var dry = (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items, dryRun = true })).With(200);
        var warning = dry["warnings"].EnumerateArray().ShouldHaveSingleItem();
        (warning.GetProperty("kind").GetString(), warning.GetProperty("period").GetString()).ShouldBe(("partsOfTimeDisagree", "2023"));
    }

    [Fact]
    public async Task Rows_WithANoteAndNoFigure_AreNamed()
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, null));
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true", Calls.Body(
            $"orgUnit,indicator,period,value,note\n{ward},{indicator},2022,,khoảng 5 hộ\n{ward},{indicator},2023,5,\n", "text/csv"), ("Prefer", "wait=60")))
            .With(202);
        (job["created"].GetInt32(), job["blank"].GetInt32()).ShouldBe((1, 1));
        job["notices"].EnumerateArray().ShouldHaveSingleItem().GetProperty("en").GetString()
            .ShouldBe("Rows 2 have a note, a source or a status and no figure: nothing of them is stored.");
    }

    [Fact]
    public async Task SdmxCsv_IsReadByItsCodes()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(
            "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,SUBGROUP,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,REASON\n"
            + $"dataflow,X:Y(1.0),I,A,{ward},{indicator},_T,2021,1.5,_Z,A,_Z\ndataflow,X:Y(1.0),I,A,{ward},{indicator},_Z,2022,2.5,_Z,E,_Z\n"
            + $"dataflow,X:Y(1.0),I,A,{ward},{indicator},_T,2023,_Z,_Z,M,_Z\ndataflow,X:Y(1.0),I,A,{ward},{indicator},_T,2024,NaN,_Z,O,_Z\n",
            "text/csv"), ("Prefer", "wait=60"))).With(202);
        (job["state"].GetString(), job["created"].GetInt32(), job["blank"].GetInt32()).ShouldBe(("succeeded", 2, 2), job.Text);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).Select(row => (row.GetProperty("value").GetDecimal(), row.GetProperty("status").GetString()))
            .ShouldBe([(1.5m, "final"), (2.5m, "provisional")], ignoreOrder: true);

        var removing = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(
            $"ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\nD,{ward},{indicator},2021,1.5\n", "text/csv"), ("Prefer", "wait=60"))).With(202);
        var error = (await Api.WalkAsync($"/api/v1/imports/{removing["id"].GetString()}/errors")).ShouldHaveSingleItem();
        (error.GetProperty("cell").GetString(), error.GetProperty("code").GetString()).ShouldBe(("A2", "unknown_word"));
    }

    [Fact]
    public async Task Columns_ThatWereSaidOnce_HoldForTheNextFileOfTheUnit()
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, null));
        async Task<Answer> SendAsync(int value, string more = "") => (await Api.Client.CallAsync(
            HttpMethod.Post, $"/api/v1/imports?orgUnit={ward}&period=2023{more}",
            Calls.Body($"Mã chỉ tiêu,Thực hiện năm 2023,Mục đích\n{indicator},{value},x\n", "text/csv"), ("Prefer", "wait=60"))).With(202);

        (await SendAsync(1))["state"].GetString().ShouldBe("failed");
        (await SendAsync(1, "&columns=" + Uri.EscapeDataString("Thực hiện năm 2023=value;Mục đích=ignore")))["created"].GetInt32().ShouldBe(1);
        (await SendAsync(2))["updated"].GetInt32().ShouldBe(1);
        (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports?orgUnit={ward}&columns=x=nothing", Calls.Body("a", "text/csv")))
            .Problem(400, "unknown_word");
    }

    private static decimal? Limit(JsonElement limit) => limit.ValueKind == JsonValueKind.Null ? null : limit.GetDecimal();

    private async Task<string> CountAsync(decimal? minimum, decimal? maximum, string? code = null, int decimals = 0, string? partOf = null)
    {
        var body = new
        {
            code = code ?? Calls.NewCode("count"),
            name = "Số hộ thử",
            measure = "hộ",
            valueType = "number",
            overTime = "last",
            decimals,
            minimum,
            maximum,
            partOf
        };
        if (code is null) (await Api.PostJsonAsync("/api/v1/indicators", body)).With(201);
        else (await Api.PostJsonAsync("/api/v1/indicators/batch", new { items = new[] { body } })).With(200);
        return body.code;
    }
}
