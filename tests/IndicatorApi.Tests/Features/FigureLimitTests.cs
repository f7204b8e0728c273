using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What an indicator cannot be is stored through no door; what stands already stays, and is warned of.</summary>
public sealed class FigureLimitTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Theory]
    [InlineData("-5", "outside_limits", "at least 0")]
    [InlineData("101", "outside_limits", "at most 100")]
    [InlineData("0.5", "not_whole", "whole numbers")]
    public async Task Number_ThatCannotBe_IsRefusedAtEveryDoor_WithTheLimit(string number, string code, string says)
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, 100));
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
    public async Task DryRun_SaysWhatQualityWouldSay()
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, null));
        await Api.ActualAsync(ward, indicator, "2022", 10);
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true",
            Calls.Body($"orgUnit,indicator,period,value\n{ward},{indicator},2023,1000\n", "text/csv"), ("Prefer", "wait=60"))).With(202);
        job["notices"].EnumerateArray().Select(notice => notice.GetProperty("en").GetString()!).ShouldContain(text => text.Contains("a change by 3 times"));
    }

    [Fact]
    public async Task Columns_ThatWereSaidOnce_HoldForTheNextFileOfTheUnit()
    {
        var (ward, indicator) = (await Api.WardAsync(), await CountAsync(null, null));
        async Task<Answer> SendAsync(int value, string more = "") => (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports?orgUnit={ward}&period=2023{more}",
            Calls.Body($"Mã chỉ tiêu,Thực hiện năm 2023,Mục đích\n{indicator},{value},x\n", "text/csv"), ("Prefer", "wait=60"))).With(202);

        (await SendAsync(1))["state"].GetString().ShouldBe("failed");
        (await SendAsync(1, "&columns=" + Uri.EscapeDataString("Thực hiện năm 2023=value;Mục đích=ignore")))["created"].GetInt32().ShouldBe(1);
        (await SendAsync(2))["updated"].GetInt32().ShouldBe(1);
        (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports?orgUnit={ward}&columns=x=nothing", Calls.Body("a", "text/csv"))).Problem(400, "unknown_word");
    }

    private async Task<string> CountAsync(decimal? minimum, decimal? maximum, string? code = null)
    {
        var body = new
        {
            code = code ?? Calls.NewCode("count"),
            name = "Số hộ thử",
            measure = "hộ",
            valueType = "number",
            overTime = "last",
            decimals = 0,
            minimum,
            maximum
        };
        if (code is null) (await Api.PostJsonAsync("/api/v1/indicators", body)).With(201);
        else (await Api.PostJsonAsync("/api/v1/indicators/batch", new { items = new[] { body } })).With(200);
        return body.code;
    }
}
