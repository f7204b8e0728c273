using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

public sealed class HistoryTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task AsOf_AfterEverythingHasChanged_AnswersTheSameBytes()
    {
        var unit = await MakeAsync("atLeast", 10, 7);
        var then = TimeProvider.System.GetUtcNow();
        string[] questions =
        [
            $"/api/v1/achievements?orgUnit={unit}&period=2022", $"/api/v1/achievements/{unit}/2022", $"/api/v1/achievements/{unit}/2022/{unit}-i",
            $"/api/v1/achievements/summary?under={unit}&period=2022&by=group", $"/api/v1/achievements/series?orgUnit={unit}&indicator={unit}-i",
            $"/api/v1/achievements/ranking?indicator={unit}-i&period=2022", $"/api/v1/achievements?orgUnit={unit}&period=2022&format=csv",
            $"/api/v1/actuals?orgUnit={unit}", $"/api/v1/actuals/{unit}/{unit}-i/2021", $"/api/v1/resolutions/{unit}-r/targets",
        ];
        var before = new Dictionary<string, string>();
        foreach (var question in questions) before[question] = await AskAsync(question, then);
        before[questions[0]].ShouldContain("\"percent\":70");

        var target = (await Api.ReadAsync($"/api/v1/resolutions/{unit}-r/targets"))["items"][0].GetProperty("id").GetString();
        await ReplaceAsync($"/api/v1/targets/{target}", new { indicator = $"{unit}-i", rule = new { kind = "atLeast", value = 20 }, reason = "revised" });
        await ReplaceAsync($"/api/v1/actuals/{unit}/{unit}-i/2021", new { value = 15 });
        await ReplaceAsync($"/api/v1/organisation-units/{unit}", new { code = unit, name = "Another name", level = "ward" });
        await ReplaceAsync($"/api/v1/indicators/{unit}-i",
            new { code = $"{unit}-i", name = "Another", measure = "người", valueType = "number", overTime = "sum", decimals = 0 });
        await ReplaceAsync($"/api/v1/resolutions/{unit}-r",
            new { code = $"{unit}-r", orgUnit = unit, issuer = "congress", title = "Another", term = "2020-2025", termStart = "2020-06-01" });
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = unit, indicator = $"{unit}-i", period = "2021", percent = 33 })).With(200);

        foreach (var question in questions) (await AskAsync(question, then)).ShouldBe(before[question], question);
        (await Api.ReadAsync(questions[0]))["items"][0].GetProperty("percent").GetDecimal().ShouldBe(75);
    }

    [Fact]
    public async Task AsOf_BeforeTheFigureWasRecorded_HasNoFigure()
    {
        var unit = await MakeAsync("atLeast", 10, null);
        var then = TimeProvider.System.GetUtcNow();
        (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit = unit, indicator = $"{unit}-i", period = "2021", value = 7 })).With(201);
        (await AskAsync($"/api/v1/achievements?orgUnit={unit}&period=2022&fields=percent,reason", then)).ShouldContain("\"reason\":\"notDue\"");
        (await AskAsync($"/api/v1/actuals?orgUnit={unit}", then)).ShouldContain("\"items\":[]");
    }

    [Fact]
    public async Task AsOf_AfterAWithdrawal_StillShowsWhatStood()
    {
        var unit = await MakeAsync("atLeast", 10, 7);
        var then = TimeProvider.System.GetUtcNow();
        var tag = (await Api.ReadAsync($"/api/v1/actuals/{unit}/{unit}-i/2021")).ETag;
        (await Api.Client.CallAsync(HttpMethod.Delete, $"/api/v1/actuals/{unit}/{unit}-i/2021", null, ("If-Match", tag))).With(204);
        (await AskAsync($"/api/v1/actuals/{unit}/{unit}-i/2021", then)).ShouldContain("\"value\":7");
        (await Api.ReadAsync($"/api/v1/actuals/{unit}/{unit}-i/2021")).Problem(404);
    }

    [Theory]
    [InlineData("2999-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("2022-01-01")]
    [InlineData("2022-01-01T00:00:00")]
    public async Task AsOf_NotAnInstantThatHasPassed_IsRefused(string asOf)
    {
        var answer = await Api.ReadAsync($"/api/v1/achievements?period=2022&asOf={asOf}");
        answer.Status.ShouldBeOneOf(400, 422);
        answer["errors"].GetProperty("asOf").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Against_AnAmendedTarget_AnswersTheOriginalAndTheRevised()
    {
        var unit = await MakeAsync("atLeast", 10, 9);
        var target = (await Api.ReadAsync($"/api/v1/resolutions/{unit}-r/targets"))["items"][0].GetProperty("id").GetString();
        await ReplaceAsync($"/api/v1/targets/{target}",
            new { indicator = $"{unit}-i", rule = new { kind = "atLeast", value = 6 }, reason = "dịch bệnh", legalBasis = "Nghị quyết 12-NQ/ĐU" });

        var revised = await Api.ReadAsync($"/api/v1/achievements/{unit}/2022/{unit}-i");
        revised["percent"].GetDecimal().ShouldBe(150);
        revised["targetVersion"].GetInt64().ShouldBe(2);
        revised["amendment"].GetProperty("legalBasis").GetString().ShouldBe("Nghị quyết 12-NQ/ĐU");
        var original = await Api.ReadAsync($"/api/v1/achievements/{unit}/2022/{unit}-i?against=original");
        original["percent"].GetDecimal().ShouldBe(90);
        original["targetVersion"].GetInt64().ShouldBe(1);
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={unit}&period=2022&against=original"))["items"][0].GetProperty("percent").GetDecimal().ShouldBe(90);
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={unit}&period=2022&against=never")).Problem(400, "unknown_word", "against");
    }

    [Fact]
    public async Task Targets_OfSeveralIssuers_AreRowsOfTheirOwn()
    {
        var unit = await MakeAsync("atLeast", 10, 8);
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code = $"{unit}-council", orgUnit = unit, issuer = "council", title = "Kế hoạch năm", term = "2020-2025" })).With(201);
        (await Api.PostJsonAsync($"/api/v1/resolutions/{unit}-council/targets",
            new { indicator = $"{unit}-i", period = "2021", rule = new { kind = "atLeast", value = 4 } })).With(201);
        var rows = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={unit}&period=2021"))["items"].EnumerateArray()
            .Select(row => row.GetProperty("percent").GetDecimal());
        rows.ShouldBe([80m, 200m]);
        var summary = (await Api.ReadAsync($"/api/v1/achievements/summary?indicator={unit}-i&period=2021"))["items"];
        summary.EnumerateArray().Select(row => row.GetProperty("rollUp").GetProperty("issuer").GetString())
            .ShouldBe(["congress", "council"], ignoreOrder: true);
    }

    private async Task<string> MakeAsync(string kind, decimal value, decimal? actual)
    {
        var unit = Calls.NewCode("history");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = unit, name = "Phường", level = "ward" })).With(201);
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = $"{unit}-i", name = "Kết nạp", group = "party", measure = "người", valueType = "number", overTime = "sum", overUnits = "sum" }))
            .With(201);
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code = $"{unit}-r", orgUnit = unit, issuer = "congress", title = "Nghị quyết", term = "2020-2025" })).With(201);
        (await Api.PostJsonAsync($"/api/v1/resolutions/{unit}-r/targets", new { indicator = $"{unit}-i", rule = new { kind, value } })).With(201);
        if (actual is not null)
            (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit = unit, indicator = $"{unit}-i", period = "2021", value = actual })).With(201);
        return unit;
    }

    private async Task<string> AskAsync(string path, DateTimeOffset then) =>
        (await Api.ReadAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={then:yyyy-MM-dd'T'HH:mm:ss.fffffff}Z")).With(200).Text;

    private async Task ReplaceAsync(string path, object body)
    {
        var tag = (await Api.ReadAsync(path)).ETag;
        (await Api.Client.CallAsync(HttpMethod.Put, path, Calls.Body(body), ("If-Match", tag))).With(200);
    }
}
