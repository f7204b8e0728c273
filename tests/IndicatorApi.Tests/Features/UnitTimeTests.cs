using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>A unit exists from a day to a day, and stands under another from a day on: what is about a time follows what was then.</summary>
public sealed class UnitTimeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Figure_OfDaysOnWhichTheUnitDidNotExist_IsRefusedAtEveryDoor_WithTheDates()
    {
        var (ward, indicator) = (await UnitAsync("2022-07-01", "2024-06-30"), await Api.IndicatorAsync());
        foreach (var outside in (string[])["2021", "2022-Q2", "2022-06", "2024-07", "2025", "2020-01-01--2022-06-30"])
        {
            var put = (await PutAsync(ward, indicator, outside)).Problem(422, "outside_unit_life", "period")["detail"].GetString()!;
            foreach (var part in (string[])[ward, "2022-07-01", "2024-06-30"]) put.ShouldContain(part);
            (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit = ward, indicator, period = outside, value = 1 })).Problem(422, "outside_unit_life");
        }
        // A day that both share is enough.
        foreach (var shared in (string[])["2022", "2024", "2022-S2", "2020-2025"]) (await PutAsync(ward, indicator, shared)).With(201);

        object Item(string period) => new { orgUnit = ward, indicator, period, value = 1 };
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Item("2023"), Item("2021") } }))
            .Problem(422, "outside_unit_life", "items[1].period");
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/{indicator}/2023")).Problem(404);
        var values = (await Api.PostJsonAsync("/api/v1/dhis2/dataValueSets",
            new { dataValues = new[] { new { dataElement = indicator, period = "2021", orgUnit = ward, value = "1" } } })).Text;
        values.ShouldContain("outside_unit_life");
        var job = await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Calls.Body($"orgUnit,indicator,period,value\n{ward},{indicator},2023,1\n{ward},{indicator},2021,2\n", "text/csv"), ("Prefer", "wait=60"));
        job["state"].GetString().ShouldBe("failed");
        (await Api.ReadAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).With(200).Text.ShouldContain("outside_unit_life");
    }

    [Fact]
    public async Task Submission_WhoseUnitIsDissolvedMeanwhile_IsNotApproved()
    {
        var (code, indicator) = (Calls.NewCode("ward"), await Api.IndicatorAsync());
        await StoreAsync(new { code, name = "Phường Thử", level = "ward", review = "fourEyes" });
        var clerk = await Api.ClientAsync("reporter", code);
        var waiting = (await clerk.PutAsync($"/api/v1/actuals/{code}/{indicator}/2023", new { value = 1 })).With(202);
        await StoreAsync(new { code, name = "Phường Thử", level = "ward", review = "fourEyes", validTo = "2022-12-31" });
        (await Api.PostJsonAsync($"/api/v1/submissions/{waiting["id"].GetString()}/approval", new { })).Problem(422, "outside_unit_life", "figures[0].period");
    }

    [Fact]
    public async Task Figure_ThatShouldNeverHaveCome_MayBeWithdrawn()
    {
        var (code, indicator) = (Calls.NewCode("ward"), await Api.IndicatorAsync());
        await StoreAsync(new { code, name = "Phường Thử", level = "ward" });
        await Api.ActualAsync(code, indicator, "2021", 3);
        await StoreAsync(new { code, name = "Phường Thử", level = "ward", validFrom = "2022-07-01" });
        (await PutAsync(code, indicator, "2021", 4, "\"1\"")).Problem(422, "outside_unit_life");
        (await Api.RemoveAsync($"/api/v1/actuals/{code}/{indicator}/2021", "\"1\"")).With(204);
    }

    [Fact]
    public async Task Target_AndClosing_OfATimeWithoutTheUnit_AreRefused()
    {
        var (ward, indicator) = (await UnitAsync("2022-07-01", null), await Api.IndicatorAsync());
        var resolution = await Api.ResolutionAsync(ward);
        (await Api.PostJsonAsync($"/api/v1/resolutions/{resolution}/targets",
            new { indicator, period = "2021", recurrence = "once", rule = new { kind = "atLeast", value = 1 } }))
            .Problem(422, "outside_unit_life", "period");
        await Api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 10 });
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = ward, period = "2021", reason = "x" })).Problem(422, "outside_unit_life", "period");
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = ward, period = "2022", reason = "x" })).With(201);
    }

    [Fact]
    public async Task Summary_OfATimeBeforeOrAfterAUnit_NeitherCountsNorMissesIt()
    {
        var (top, indicator) = (await Api.WardAsync(), await AddedAsync());
        var (always, born, dissolved) = (await Api.WardAsync(top), await UnitAsync("2022-07-01", null, top), await UnitAsync(null, "2021-12-31", top));
        foreach (var unit in (string[])[always, born, dissolved])
            await Api.TargetAsync(await Api.ResolutionAsync(unit), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        foreach (var year in (string[])["2021", "2022"]) await Api.ActualAsync(always, indicator, year, 11);
        await Api.ActualAsync(dissolved, indicator, "2021", 7);
        await Api.ActualAsync(born, indicator, "2022-S2", 3);

        var total = await RollUpAsync(top, indicator, "2022");
        (total.GetProperty("units").GetInt32(), total.GetProperty("target").GetDecimal(), total.GetProperty("actual").GetDecimal()).ShouldBe((2, 20, 14));
        total.GetProperty("missing").GetArrayLength().ShouldBe(0);
        var before = await RollUpAsync(top, indicator, "2021");
        (before.GetProperty("units").GetInt32(), before.GetProperty("actual").GetDecimal()).ShouldBe((2, 18));
        var ranking = (await Api.ReadAsync($"/api/v1/achievements/ranking?indicator={indicator}&period=2022&under={top}")).With(200);
        ranking["items"].EnumerateArray().Concat(ranking["missing"].EnumerateArray()).Select(row => row.GetProperty("orgUnit").GetString())
            .ShouldBe([always, born], ignoreOrder: true);
        (await Api.ReadAsync($"/api/v1/achievements?under={top}&period=2023")).With(200)["items"].EnumerateArray()
            .Select(row => row.GetProperty("orgUnit").GetString()).ShouldBe([always, born], ignoreOrder: true);
    }

    [Fact]
    public async Task Achievement_OfAUnitBornInTheYear_IsCountedOverItsLife_AndSaysSo()
    {
        var (ward, indicator) = (await UnitAsync("2022-07-01", null), await Api.IndicatorAsync(frequency: "month"));
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        for (var month = 7; month <= 12; month++) await Api.ActualAsync(ward, indicator, $"2022-{month:00}", 2);
        var answer = (await Api.ReadAsync($"/api/v1/achievements/{ward}/2022/{indicator}")).With(200);
        (answer["actual"].GetDecimal(), answer["coverage"].GetDecimal()).ShouldBe((12, 1));
        answer["explain"].GetProperty("notes").ToString().ShouldContain("2022-07-01");
    }

    [Fact]
    public async Task Move_LeavesThePastWithTheFormerParent_UnlessTheCallerChoosesOtherwise()
    {
        var (old, next, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await AddedAsync());
        var (moved, stayed) = (await Api.WardAsync(old), await Api.WardAsync(next));
        foreach (var unit in (string[])[moved, stayed])
            await Api.TargetAsync(await Api.ResolutionAsync(unit), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        foreach (var year in (string[])["2021", "2023"])
        {
            await Api.ActualAsync(moved, indicator, year, 10);
            await Api.ActualAsync(stayed, indicator, year, 5);
        }
        await MoveAsync(moved, next, "2022-03-01");
        var shown = (await Api.ReadAsync($"/api/v1/organisation-units/{moved}")).With(200);
        (shown["parent"].GetString(), shown["parentFrom"].GetString()).ShouldBe((next, "2022-03-01"));

        async Task<string> Under(string top, string period, string more = "") =>
            string.Join(' ', (await Api.ReadAsync($"/api/v1/achievements?under={top}&period={period}{more}")).With(200)["items"]
            .EnumerateArray().Select(row => row.GetProperty("orgUnit").GetString()).Order(StringComparer.Ordinal));
        var both = string.Join(' ', new[] { moved, stayed }.Order(StringComparer.Ordinal));
        (await Under(old, "2021")).ShouldBe(moved);
        (await Under(next, "2021")).ShouldBe(stayed);
        (await Under(old, "2023")).ShouldBe("");
        (await Under(next, "2023")).ShouldBe(both);
        (await Under(next, "2021", "&boundaries=today")).ShouldBe(both);
        (await Under(old, "2023", "&boundaries=asOf:2022-02-28")).ShouldBe(moved);
        (await Under(next, "2021", "&boundaries=asOf:2022-03-01")).ShouldBe(both);
        (await Api.ReadAsync($"/api/v1/achievements?under={next}&period=2021&boundaries=then")).Problem(400, "unknown_word", "boundaries");

        (await RollUpAsync(old, indicator, "2021")).GetProperty("actual").GetDecimal().ShouldBe(10);
        (await RollUpAsync(next, indicator, "2021")).GetProperty("actual").GetDecimal().ShouldBe(5);
        (await RollUpAsync(next, indicator, "2021", "&boundaries=today")).GetProperty("actual").GetDecimal().ShouldBe(15);
        (await RollUpAsync(next, indicator, "2023")).GetProperty("actual").GetDecimal().ShouldBe(15);
        async Task<int> RankedAsync(string top, string more) =>
            (await Api.ReadAsync($"/api/v1/achievements/ranking?indicator={indicator}&period=2021&under={top}{more}")).With(200)["items"].GetArrayLength();
        (await RankedAsync(next, ""), await RankedAsync(next, "&boundaries=today"), await RankedAsync(old, "")).ShouldBe((1, 2, 1));
        async Task<string> UnitsAsync(string query) => string.Join(' ', (await Api.WalkAsync($"/api/v1/organisation-units?{query}"))
            .Select(row => row.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
        (await UnitsAsync($"parent={old}&asOf=2022-02-28")).ShouldBe(moved);
        (await UnitsAsync($"parent={old}")).ShouldBe("");
        (await UnitsAsync($"under={next}&parent={next}")).ShouldBe(both);
    }

    [Fact]
    public async Task Move_WithoutADay_IsOfToday_AndTheSameAgainChangesNothing()
    {
        var (old, next) = (await Api.WardAsync(), await Api.WardAsync());
        var ward = await Api.WardAsync(old);
        await MoveAsync(ward, next, null);
        var stored = (await Api.ReadAsync($"/api/v1/organisation-units/{ward}")).With(200);
        DateOnly.Parse(stored["parentFrom"].GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddDays(-2).DateTime));
        await MoveAsync(ward, next, null);
        (await Api.ReadAsync($"/api/v1/organisation-units/{ward}")).ETag.ShouldBe(stored.ETag);
        await MoveAsync(ward, next, "2099-01-01", answer => answer.Problem(422, "out_of_range", "parentFrom"));
        (await Api.RemoveAsync($"/api/v1/organisation-units/{old}", (await Api.ReadAsync($"/api/v1/organisation-units/{old}")).ETag))
            .Problem(409, "still_referenced");
    }

    [Fact]
    public async Task Move_ThatWouldOnceHavePutAUnitUnderItself_IsRefused()
    {
        var top = await Api.WardAsync();
        var upper = await Api.WardAsync(top);
        var lower = await Api.WardAsync(upper);
        await MoveAsync(lower, top, "2023-01-01");
        // Until 2023 the lower one stood under this one.
        await MoveAsync(upper, lower, "2022-01-01", answer => answer.Problem(422, "inconsistent", "parentFrom"));
        await MoveAsync(upper, lower, "2023-01-01");
    }

    [Fact]
    public async Task Right_OverATime_IsOfWhoWasAboveThen()
    {
        var (old, next, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        var ward = await Api.WardAsync(old);
        await MoveAsync(ward, next, "2022-03-01");
        var (before, after) = (await Api.ClientAsync("reporter", old), await Api.ClientAsync("reporter", next));
        string Address(string period) => $"/api/v1/actuals/{ward}/{indicator}/{period}";
        (await after.PutAsync(Address("2021"), new { value = 1 })).Problem(403, "foreign_unit");
        (await before.PutAsync(Address("2021"), new { value = 1 })).With(201);
        (await before.PutAsync(Address("2023"), new { value = 1 })).Problem(403, "foreign_unit");
        (await after.PutAsync(Address("2023"), new { value = 1 })).With(201);
        (await before.PostAsync("/api/v1/actuals/batch", new { items = new[] { new { orgUnit = ward, indicator, period = "2024", value = 1 } } }))
            .Problem(403, "foreign_unit");
    }

    [Fact]
    public async Task Move_SeenAsOfBeforeItWasRecorded_HasNotHappened()
    {
        var (old, next, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        var ward = await Api.WardAsync(old);
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        var then = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fffffff}Z";
        await MoveAsync(ward, next, "2021-01-01");
        foreach (var (asOf, top) in new[] { ($"&asOf={then}", old), ("", next) })
            (await Api.ReadAsync($"/api/v1/achievements?under={top}&period=2022{asOf}")).With(200)["items"].GetArrayLength().ShouldBe(1);
    }

    private async Task MoveAsync(string unit, string parent, string? from, Action<Answer>? check = null)
    {
        var answer = await Api.PutJsonAsync($"/api/v1/organisation-units/{unit}",
            new { code = unit, name = "Phường Thử", level = "ward", parent, parentFrom = from },
            (await Api.ReadAsync($"/api/v1/organisation-units/{unit}")).ETag);
        if (check is null) answer.With(200);
        else check(answer);
    }

    private async Task StoreAsync(object unit) => (await Api.PostJsonAsync("/api/v1/organisation-units/batch", new { items = new[] { unit } })).With(200);

    private async Task<string> AddedAsync()
    {
        var code = Calls.NewCode("indicator");
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code, name = "Chỉ tiêu cộng", measure = "người", valueType = "number", overTime = "sum", overUnits = "sum", frequency = "year" })).With(201);
        return code;
    }

    private async Task<string> UnitAsync(string? validFrom, string? validTo, string? parent = null)
    {
        var code = Calls.NewCode("ward");
        await StoreAsync(new { code, name = "Phường Thử", level = "ward", parent, validFrom, validTo });
        return code;
    }

    private Task<Answer> PutAsync(string unit, string indicator, string period, decimal value = 5, string? ifMatch = null) =>
        Api.PutJsonAsync($"/api/v1/actuals/{unit}/{indicator}/{period}", new { value }, ifMatch);

    private async Task<System.Text.Json.JsonElement> RollUpAsync(string top, string indicator, string period, string more = "") =>
        (await Api.ReadAsync($"/api/v1/achievements/summary?period={period}&under={top}&indicator={indicator}{more}")).With(200)["items"][0]
            .GetProperty("rollUp");
}
