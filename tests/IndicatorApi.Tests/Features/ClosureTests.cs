using System.Collections.Concurrent;
using System.Text.Json;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>A closed period stays as it is, until it is opened again with a reason.</summary>
public sealed class ClosureTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Put_OfWhatLiesWithinAClosedPeriod_IsRefusedAndSaysHowToGoOn()
    {
        var (ward, indicator) = await PlaceAsync();
        var closure = await CloseAsync(ward, "2022");
        foreach (var within in (string[])["2022", "2022-S1", "2022-Q4", "2022-12", "2022-01-01--2022-09-30"])
        {
            var refused = (await PutAsync(ward, indicator, within)).Problem(422, "period_closed", "period");
            foreach (var part in (string[])["2022", ward, $"/api/v1/closures/{closure}/reopening"]) refused["detail"].GetString()!.ShouldContain(part);
            (await Api.ReadAsync($"/api/v1/actuals/{ward}/{indicator}/{within}")).Problem(404);
        }
        // What straddles an edge, or is longer, does not lie within.
        foreach (var open in (string[])["2021", "2023-01", "2022-12-01--2023-01-31", "2020-2025"])
            (await PutAsync(ward, indicator, open)).With(201)["late"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task FiguresOfAPeriod_SayWhatAwaitsAnother_AClosureOrASecondPerson()
    {
        var (ward, indicator) = await PlaceAsync();
        await Api.ActualAsync(ward, indicator, "2022", 5);
        var path = $"/api/v1/actuals/{ward}/2022";
        var open = (await Api.ReadAsync(path)).With(200);
        (open["reviewed"].GetBoolean(), open["closure"].ValueKind).ShouldBe((false, JsonValueKind.Null));
        open["items"].EnumerateArray().ShouldHaveSingleItem().GetProperty("value").GetDecimal().ShouldBe(5);

        // A term has the unit's own days: this one ends within 2022, so that the year is open and its first quarter is not.
        await Api.ResolutionAsync(ward, "2020-2025", "2020-05-20", "2022-06-30");
        var closure = await CloseAsync(ward, "2020-2025");
        async Task<string?> ClosedByAsync(string period)
        {
            var shown = (await Api.ReadAsync($"/api/v1/actuals/{ward}/{period}")).With(200)["closure"];
            return shown.ValueKind == JsonValueKind.Null ? null : shown.GetProperty("id").GetString();
        }
        (await ClosedByAsync("2022")).ShouldBeNull();
        (await ClosedByAsync("2022-Q1")).ShouldBe($"{closure}");
        (await Api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "bổ sung" })).With(200);
        (await ClosedByAsync("2022-Q1")).ShouldBeNull();

        var province = Calls.NewCode("province");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = province, name = "Tỉnh", level = "province", review = "fourEyes" })).With(201);
        var below = await Api.WardAsync(province);
        (await Api.ReadAsync($"/api/v1/actuals/{below}/2022")).With(200)["reviewed"].GetBoolean().ShouldBeTrue();
        (await Api.ReadAsync($"/api/v1/actuals/nowhere/2022")).Problem(404, "unknown_resource");
        (await Api.ReadAsync($"/api/v1/actuals/{ward}/2022x")).Problem(400, "invalid_period", "period");
    }

    [Fact]
    public async Task Closing_TheMonths_LeavesTheYearOpen()
    {
        var (ward, indicator) = await PlaceAsync();
        await CloseAsync(ward, "2022-01");
        (await PutAsync(ward, indicator, "2022")).With(201);
        (await PutAsync(ward, indicator, "2022-02")).With(201);
        (await PutAsync(ward, indicator, "2022-01")).Problem(422, "period_closed");
    }

    [Fact]
    public async Task Closing_ATerm_MeansEachUnitsOwnDays()
    {
        var (ward, indicator) = await PlaceAsync();
        await Api.ResolutionAsync(ward, termStart: "2020-05-20", termEnd: "2025-05-19");
        await CloseAsync(ward, "2020-2025");
        (await PutAsync(ward, indicator, "2020-2025")).Problem(422, "period_closed");
        (await PutAsync(ward, indicator, "2021")).Problem(422, "period_closed");
        // The year of the congress began before the term, but has most of its days in it: it would be counted there.
        (await PutAsync(ward, indicator, "2020")).Problem(422, "period_closed");
        (await PutAsync(ward, indicator, "2019")).With(201);
        (await PutAsync(ward, indicator, "2025-06")).With(201);
    }

    [Fact]
    public async Task Put_OfWhatWouldBeUsedInAClosedPeriod_IsRefused_AsTheIndicatorCombines()
    {
        foreach (var overTime in (string[])["last", "sum", "average"])
        {
            var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync(overTime: overTime));
            await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
            await Api.ActualAsync(ward, indicator, "2022", 8);
            await CloseAsync(ward, "2022");
            var address = $"/api/v1/achievements/{ward}/2022/{indicator}";
            var closed = (await Api.ReadAsync(address)).With(200)["percent"].GetDecimal();
            // A level belongs where it ends, and so does what is counted to date.
            (await PutAsync(ward, indicator, "2020-05-20--2022-12-31", 20)).Problem(422, "period_closed", "period");
            // What has most of its days in the year is added to it, though it ends later; a level is not.
            (await PutAsync(ward, indicator, "2022-03-01--2023-02-28", 20)).With(overTime == "last" ? 201 : 422);
            (await PutAsync(ward, indicator, "2022-10-01--2023-06-30", 20)).With(201);
            (await Api.ReadAsync(address)).With(200)["percent"].GetDecimal().ShouldBe(closed);
        }
    }

    [Fact]
    public async Task Target_AmendedAfterTheClosing_StandsBesideTheClosedAnswer_UntilItIsReopened()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var resolution = await Api.ResolutionAsync(ward);
        var target = await Api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        await Api.ActualAsync(ward, indicator, "2022", 8);
        await Api.ActualAsync(ward, indicator, "2023", 8);
        var closure = await CloseAsync(ward, "2022");
        var address = $"/api/v1/targets/{target["id"].GetString()}";
        (await Api.PutJsonAsync(address, new
        {
            resolution,
            indicator,
            recurrence = "eachYear",
            rule = new { kind = "atLeast", value = 2 },
            reason = "điều chỉnh"
        },
            (await Api.ReadAsync(address)).ETag)).With(200);

        foreach (var read in (string[])[$"/api/v1/achievements?orgUnit={ward}&period=2022", $"/api/v1/achievements?under={ward}&period=2022-Q4"])
        {
            var row = (await Api.ReadAsync(read)).With(200)["items"][0];
            row.GetProperty("target").GetDecimal().ShouldBe(10);
            row.GetProperty("amendedAfterClosing").GetProperty("target").GetDecimal().ShouldBe(2);
        }
        var closed = (await Api.ReadAsync($"/api/v1/achievements/{ward}/2022/{indicator}")).With(200);
        (closed["percent"].GetDecimal(), closed["verdict"].GetString()).ShouldBe((80, "notMet"));
        var amended = closed["amendedAfterClosing"];
        (amended.GetProperty("percent").GetDecimal(), amended.GetProperty("verdict").GetString()).ShouldBe((400, "exceeded"));
        var open = (await Api.ReadAsync($"/api/v1/achievements/{ward}/2023/{indicator}")).With(200);
        (open["percent"].GetDecimal(), open["amendedAfterClosing"].ValueKind).ShouldBe((400, JsonValueKind.Null));

        (await ReopenAsync(Api.Client, closure, "điều chỉnh chỉ tiêu")).With(200);
        var again = await Api.ReadAsync($"/api/v1/achievements/{ward}/2022/{indicator}", ("If-None-Match", closed.ETag!));
        again.With(200)["percent"].GetDecimal().ShouldBe(400);
        again["amendedAfterClosing"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Targets_SetOrRemovedAfterTheClosing_StandBesideTheClosedAnswer()
    {
        var (ward, kept) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var (removed, added) = (await Api.IndicatorAsync(), await Api.IndicatorAsync());
        var resolution = await Api.ResolutionAsync(ward);
        var rule = new { kind = "atLeast", value = 10 };
        var first = await Api.TargetAsync(resolution, removed, rule, recurrence: "eachYear");
        await Api.TargetAsync(resolution, kept, rule, recurrence: "eachYear");
        foreach (var (indicator, value) in ((string, decimal)[])[(removed, 12), (kept, 8), (added, 11)]) await Api.ActualAsync(ward, indicator, "2022", value);
        var closure = await CloseAsync(ward, "2022");
        var scorecard = $"/api/v1/achievements/{ward}/2022";
        var before = (await Api.ReadAsync(scorecard)).With(200);
        before["amendedAfterClosing"].ValueKind.ShouldBe(JsonValueKind.Null);
        await Api.TargetAsync(resolution, added, rule, recurrence: "eachYear");
        (await Api.RemoveAsync($"/api/v1/targets/{first["id"].GetString()}", first.ETag)).With(204);

        var closed = (await Api.ReadAsync(scorecard, ("If-None-Match", before.ETag))).With(200);
        Counts(closed["scoreboard"]).ShouldBe((1, 0, 1, 1));
        (closed["amendedAfterClosing"].GetProperty("targets").GetInt32(), Counts(closed["amendedAfterClosing"].GetProperty("scoreboard")))
            .ShouldBe((2, (1, 0, 1, 0)));
        // In the order in which they stand in the resolution, with what became of them.
        closed["items"].EnumerateArray().Select(Said).ShouldBe(
            [(removed, "exceeded", null, "removed", "notAssessable"), (kept, "notMet", null, null, null),
            (added, "notAssessable", "setAfterClosing", "added", "exceeded")]);
        (await Api.WalkAsync($"/api/v1/achievements?orgUnit={ward}&period=2022&limit=1")).Select(Said).Select(row => row.Item1)
            .ShouldBe([removed, kept, added]);
        (await Api.WalkAsync($"/api/v1/achievements?orgUnit={ward}&period=2022&indicator={removed}")).Count.ShouldBe(1);
        (await Api.WalkAsync($"/api/v1/achievements?orgUnit={ward}&period=2023")).Select(row => row.GetProperty("indicator").GetString())
            .ShouldBe([kept, added]);

        var summary = await Api.ReadItemAsync($"/api/v1/achievements/summary?under={ward}&period=2022&by=orgUnit");
        Counts(summary.GetProperty("scoreboard")).ShouldBe((1, 0, 1, 1));
        Counts(summary.GetProperty("items")[0].GetProperty("amendedAfterClosing").GetProperty("scoreboard")).ShouldBe((1, 0, 1, 0));
        var ranking = await Api.ReadItemAsync($"/api/v1/achievements/ranking?under={ward}&period=2022&indicator={added}");
        ranking.GetProperty("items").GetArrayLength().ShouldBe(0);
        ranking.GetProperty("missing")[0].GetProperty("amendedAfterClosing").GetProperty("percent").GetDecimal().ShouldBe(110);
        (await Api.ReadItemAsync($"/api/v1/achievements/ranking?under={ward}&period=2022&indicator={removed}")).GetProperty("items")[0]
            .GetProperty("amendedAfterClosing").GetProperty("change").GetString().ShouldBe("removed");
        var page = (await Api.ReadAsync($"{scorecard}.html?lang=vi")).With(200).Text;
        page.ShouldContain("Chỉ tiêu được bãi bỏ sau khi chốt số liệu.");
        page.ShouldContain("Bổ sung sau khi chốt số liệu: 10 (vượt; 110%).");

        (await ReopenAsync(Api.Client, closure, "bổ sung chỉ tiêu")).With(200);
        var open = await Api.ReadItemAsync(scorecard);
        open.GetProperty("items").EnumerateArray().Select(Said).ShouldBe([(kept, "notMet", null, null, null), (added, "exceeded", null, null, null)]);
        open.GetProperty("amendedAfterClosing").ValueKind.ShouldBe(JsonValueKind.Null);

        static (int, int, int, int) Counts(JsonElement board) => (
            board.GetProperty("exceeded").GetInt32(), board.GetProperty("met").GetInt32(), board.GetProperty("notMet").GetInt32(),
            board.GetProperty("notAssessable").GetInt32());
        static (string?, string?, string?, string?, string?) Said(JsonElement row)
        {
            var amended = row.GetProperty("amendedAfterClosing");
            var any = amended.ValueKind != JsonValueKind.Null;
            return (row.GetProperty("indicator").GetString(), row.GetProperty("verdict").GetString(), row.GetProperty("reason").GetString(),
                any ? amended.GetProperty("change").GetString() : null, any ? amended.GetProperty("verdict").GetString() : null);
        }
    }

    [Fact]
    public async Task Summary_OfAmendedTargets_ShowsTheAggregateAsClosedAndAsAmended()
    {
        var (top, indicator) = (await Api.WardAsync(), Calls.NewCode("indicator"));
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = indicator, name = "x", measure = "người", valueType = "number", overTime = "sum", overUnits = "sum", frequency = "year" })).With(201);
        foreach (var value in (decimal[])[8, 12])
        {
            var ward = await Api.WardAsync(top);
            var target = await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
            await Api.ActualAsync(ward, indicator, "2022", value);
            await CloseAsync(ward, "2022");
            var address = $"/api/v1/targets/{target["id"].GetString()}";
            if (value == 8)
                (await Api.PutJsonAsync(address,
                    new
                    {
                        indicator,
                        resolution = target["resolution"].GetString(),
                        recurrence = "eachYear",
                        rule = new { kind = "atLeast", value = 6 },
                    }, target.ETag)).With(200);
        }
        var row = (await Api.ReadItemAsync($"/api/v1/achievements/summary?under={top}&period=2022&indicator={indicator}")).GetProperty("items")[0];
        row.GetProperty("rollUp").GetProperty("percent").GetDecimal().ShouldBe(100);
        row.GetProperty("scoreboard").GetProperty("notMet").GetInt32().ShouldBe(1);
        var amended = row.GetProperty("amendedAfterClosing");
        (amended.GetProperty("targets").GetInt32(), amended.GetProperty("rollUp").GetProperty("percent").GetDecimal()).ShouldBe((1, 125));
        amended.GetProperty("scoreboard").GetProperty("exceeded").GetInt32().ShouldBe(2);
        (await Api.ReadAsync($"/api/v1/achievements/summary?under={top}&period=2022&format=csv")).With(200).Text.ShouldContain("amendedAfterClosingTargets");
    }

    [Fact]
    public async Task Delete_InAClosedPeriod_IsRefused()
    {
        var (ward, indicator) = await PlaceAsync();
        (await PutAsync(ward, indicator, "2022-03")).With(201);
        await CloseAsync(ward, "2022");
        (await Api.RemoveAsync(Address(ward, indicator, "2022-03"), "\"1\"")).Problem(422, "period_closed", "period");
        (await PutAsync(ward, indicator, "2022-03", 9, "\"1\"")).Problem(422, "period_closed", "period");
        (await Api.ReadAsync(Address(ward, indicator, "2022-03"))).With(200)["value"].GetDecimal().ShouldBe(5);
    }

    [Fact]
    public async Task Batch_WithClosedItems_NamesThemAndStoresNothing_ButMaySayAgainWhatStands()
    {
        var (ward, indicator) = await PlaceAsync();
        object Item(string period, decimal value) => new { orgUnit = ward, indicator, period, value };
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Item("2022-01", 1), Item("2022-02", 2) } })).With(200);
        await CloseAsync(ward, "2022-Q1");
        foreach (var dryRun in (bool[])[true, false])
            (await Api.PostJsonAsync("/api/v1/actuals/batch",
                new { items = new[] { Item("2022-01", 1), Item("2022-04", 4), Item("2022-02", 3), Item("2022-03", 3) }, dryRun }))
                .Problem(422, "period_closed", "items[2].period", "items[3].period")["errors"].EnumerateObject().Count().ShouldBe(2);
        (await Api.ReadAsync(Address(ward, indicator, "2022-04"))).Problem(404);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = new[] { Item("2022-01", 1), Item("2022-02", 2), Item("2022-04", 4) } }))
            .With(200)["unchanged"].GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Reopening_LetsFiguresIn_AndMarksThemLate()
    {
        var (ward, indicator) = await PlaceAsync();
        (await PutAsync(ward, indicator, "2022-01")).With(201);
        var closure = await CloseAsync(ward, "2022");
        (await ReopenAsync(Api.Client, closure, null)).Problem(400, "required", "reason");
        (await ReopenAsync(Api.Client, closure, "thiếu số liệu tháng 2")).With(200)["holds"].GetBoolean().ShouldBeFalse();

        (await PutAsync(ward, indicator, "2022-02")).With(201)["late"].GetBoolean().ShouldBeTrue();
        (await PutAsync(ward, indicator, "2022-01", 6, "\"1\"")).With(200)["late"].GetBoolean().ShouldBeTrue();
        (await PutAsync(ward, indicator, "2022-01", 6, "\"2\"")).With(200)["late"].GetBoolean().ShouldBeTrue();
        (await Api.RemoveAsync(Address(ward, indicator, "2022-01"), "\"2\"")).With(204);
        (await PutAsync(ward, indicator, "2023-01")).With(201)["late"].GetBoolean().ShouldBeFalse();
        (await Api.WalkAsync($"{Address(ward, indicator, "2022-01")}/revisions")).Select(row => row.GetProperty("actual").GetProperty("late").GetBoolean())
            .ShouldBe([true, true, false]);
        (await Api.ReadAsync($"/api/v1/actuals?orgUnit={ward}&period=2022-02"))["items"][0].GetProperty("late").GetBoolean().ShouldBeTrue();
        foreach (var (late, periods) in new[] { (true, "2022-02"), (false, "2023-01") })
            (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}&late={(late ? "true" : "false")}")).Select(row => row.GetProperty("period").GetString())
                .ShouldBe([periods]);
        (await Api.ReadAsync($"{Address(ward, indicator, "2022-02")}?asOf={TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fffffff}Z")).With(200)["late"]
            .GetBoolean().ShouldBeTrue();

        var shown = (await Api.ReadAsync($"/api/v1/closures/{closure}")).With(200)["reopenings"][0];
        (shown.GetProperty("reason").GetString(), shown.GetProperty("orgUnit").GetString()).ShouldBe(("thiếu số liệu tháng 2", ward));
        shown.GetProperty("reopenedBy").GetString()!.ShouldStartWith("administrator");
        (await ReopenAsync(Api.Client, closure, "lần nữa")).Problem(409, "already_reopened");
        (await CloseAsync(ward, "2022")).ShouldNotBe(closure);
        (await PutAsync(ward, indicator, "2022-05")).Problem(422, "period_closed");
    }

    [Fact]
    public async Task LateFigure_InAnExplanation_SaysSo()
    {
        var world = await Api.WorldAsync();
        await ReopenAsync(Api.Client, await CloseAsync(world.Ward, "2022"), "bổ sung");
        await Api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        (await Api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022/{world.Indicator}")).With(200)["explain"].GetProperty("inputs")[0].GetProperty("actual")
            .GetProperty("late").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Closure_OfAProvince_HoldsForItsWardsWhereverTheyMove_AndNotForThoseThatCome()
    {
        var (province, other) = (await Api.WardAsync(), await Api.WardAsync());
        var (ward, indicator) = (await Api.WardAsync(province), await Api.IndicatorAsync());
        var closure = await CloseAsync(province, "2022");
        (await PutAsync(ward, indicator, "2022")).Problem(422, "period_closed")["detail"].GetString()!.ShouldContain(province);
        (await PutAsync(other, indicator, "2022")).With(201);

        (await Api.PutJsonAsync($"/api/v1/organisation-units/{ward}", new { code = ward, name = "Phường Thử", level = "ward", parent = other },
            (await Api.ReadAsync($"/api/v1/organisation-units/{ward}")).ETag)).With(200);
        (await PutAsync(ward, indicator, "2022")).Problem(422, "period_closed");
        var late = await Api.WardAsync(province);
        (await PutAsync(late, indicator, "2022")).With(201)["late"].GetBoolean().ShouldBeFalse();
        // What has come since is closed by closing again.
        (await CloseAsync(province, "2022")).ShouldNotBe(closure);
        (await PutAsync(late, indicator, "2022", 6, "\"1\"")).Problem(422, "period_closed");
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = province, period = "2022", reason = "x" })).Problem(409, "already_closed");
    }

    [Fact]
    public async Task Reopening_ForOneWard_LeavesTheOthersClosed()
    {
        var province = await Api.WardAsync();
        var (one, two, indicator) = (await Api.WardAsync(province), await Api.WardAsync(province), await Api.IndicatorAsync());
        var closure = await CloseAsync(province, "2022");
        (await ReopenAsync(Api.Client, closure, "sửa số", one)).With(200)["holds"].GetBoolean().ShouldBeTrue();
        (await PutAsync(one, indicator, "2022")).With(201);
        (await PutAsync(two, indicator, "2022")).Problem(422, "period_closed");
        (await ReopenAsync(Api.Client, closure, "sửa số", one)).Problem(409, "already_reopened");
        (await ReopenAsync(Api.Client, closure, "sửa số", "nowhere")).Problem(422, "unknown_reference", "orgUnit");

        (await ListAsync($"orgUnit={one}")).ShouldBe([(province, false)]);
        (await ListAsync($"orgUnit={two}")).ShouldBe([(province, true)]);
        (await ListAsync($"orgUnit={one}&holds=true")).ShouldBeEmpty();
        (await ListAsync($"orgUnit={one}&holds=false")).ShouldBe([(province, false)]);
        (await ListAsync($"under={province}&holds=true")).ShouldBe([(province, true)]);
        (await ListAsync($"under={one}")).ShouldBeEmpty();
        (await Api.ReadAsync($"/api/v1/closures/{closure}"))["reopenings"][0].GetProperty("units").GetInt32().ShouldBe(1);
        // The rest of it.
        (await ReopenAsync(Api.Client, closure, "mở hết")).With(200)["holds"].GetBoolean().ShouldBeFalse();
        (await ListAsync($"under={province}&holds=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_NeedsAPlannerOfTheUnit_AndSoDoesReopening()
    {
        var province = await Api.WardAsync();
        var ward = await Api.WardAsync(province);
        using var reporter = await Api.ClientAsync("reporter", ward);
        using var planner = await Api.ClientAsync("planner", ward);
        object Body(string unit, string period = "2022") => new { orgUnit = unit, period, reason = "khóa sổ năm" };
        (await reporter.PostAsync("/api/v1/closures", Body(ward))).Problem(403, "forbidden");
        (await planner.PostAsync("/api/v1/closures", Body(province))).Problem(403, "foreign_unit", "orgUnit");
        var own = (await planner.PostAsync("/api/v1/closures", Body(ward))).With(201)["id"].GetGuid();
        (await ReopenAsync(reporter, own, "x")).Problem(403, "forbidden");
        // A ward does not open what its province closed, not even for itself.
        var above = await CloseAsync(province, "2023");
        (await ReopenAsync(planner, above, "x", ward)).Problem(403, "foreign_unit");
        (await ReopenAsync(planner, own, "x")).With(200);
        (await planner.PostAsync("/api/v1/closures", Body("nowhere"))).Problem(422, "unknown_reference", "orgUnit");
        (await planner.PostAsync("/api/v1/closures", new { orgUnit = ward, period = "2021", reason = " " })).Problem(422, "invalid_text", "reason");
        (await planner.PostAsync("/api/v1/closures", new { orgUnit = ward, period = "năm 2021", reason = "x" })).Problem(400, "invalid_period");
        (await ReopenAsync(planner, Guid.Empty, "x")).Problem(404);
        (await Api.RemoveAsync($"/api/v1/organisation-units/{ward}", "*")).Problem(409, "still_referenced");
    }

    [Fact]
    public async Task List_InPages_HasEveryClosureOnceTheNewestFirst()
    {
        var ward = await Api.WardAsync();
        var made = new List<Guid>();
        foreach (var period in (string[])["2019", "2020", "2021"]) made.Add(await CloseAsync(ward, period));
        (await Api.WalkAsync($"/api/v1/closures?orgUnit={ward}&limit=2")).Select(row => row.GetProperty("id").GetGuid()).ShouldBe(Enumerable.Reverse(made));
        var answer = await Api.ReadAsync($"/api/v1/closures/{made[0]}");
        (await Api.ReadAsync($"/api/v1/closures/{made[0]}", ("If-None-Match", answer.ETag))).With(304);
        await ReopenAsync(Api.Client, made[0], "x");
        (await Api.ReadAsync($"/api/v1/closures/{made[0]}", ("If-None-Match", answer.ETag))).With(200);
        (await Api.ReadAsync("/api/v1/closures?cursor=x")).Problem(400, "invalid_cursor");
        (await Api.ReadAsync("/api/v1/closures?holds=maybe")).Problem(400);
        (await Api.ReadAsync("/api/v1/closures?orgUnit=nowhere")).Problem(404);
    }

    [Fact]
    public async Task Close_AgainUnderItsIdempotencyKey_IsTheSameClosure()
    {
        var body = new { orgUnit = await Api.WardAsync(), period = "2022", reason = "khóa sổ" };
        var first = (await Api.Client.PostAsync("/api/v1/closures", body, ("Idempotency-Key", body.orgUnit))).With(201);
        (await Api.Client.PostAsync("/api/v1/closures", body, ("Idempotency-Key", body.orgUnit))).With(201)["id"].GetGuid().ShouldBe(first["id"].GetGuid());
    }

    [Fact]
    public async Task Close_WhileOthersWrite_RecordsNothingAfterwards()
    {
        var province = await Api.WardAsync();
        var indicator = await Api.IndicatorAsync();
        var wards = new List<string>();
        for (var i = 0; i < 4; i++) wards.Add(await Api.WardAsync(province));
        using var closed = new CancellationTokenSource();
        var statuses = new ConcurrentBag<int>();
        var writers = wards.Select(async ward =>
        {
            for (var day = 1; !closed.IsCancellationRequested && day < 360; day++)
            {
                var on = new DateOnly(2022, 1, 1).AddDays(day);
                var answer = await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/{on:yyyy-MM-dd}--{on:yyyy-MM-dd}", new { value = day });
                statuses.Add(answer.Status);
                if (answer.Status == 422) answer.Problem(422, "period_closed");
            }
        }).ToList();
        await Eventually.SeenAsync(Patience, () => statuses.Count, answered => answered >= 40);
        var closure = (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = province, period = "2022", reason = "khóa sổ" })).With(201);
        await Eventually.SeenAsync(Patience,
            () => (Refused: statuses.Count(status => status == 422), AreDone: writers.TrueForAll(writer => writer.IsCompleted)),
            seen => seen.Refused >= 8 || seen.AreDone);
        await closed.CancelAsync();
        await Task.WhenAll(writers);

        statuses.Distinct().Order().ShouldBe([201, 422]);
        // Every figure was recorded before the time of the closure, which was taken once the last of them was committed.
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FILTER (WHERE r.recorded_at > $1), count(*) FROM actual_revision r "
            + "JOIN indicator i ON i.id = r.indicator_id WHERE i.code = $2");
        command.Parameters.AddWithValue(closure["closedAt"].GetDateTimeOffset());
        command.Parameters.AddWithValue(indicator);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        (reader.GetInt64(0), reader.GetInt64(1)).ShouldBe((0L, statuses.Count(status => status == 201)));
    }

    [Fact]
    public async Task Close_WaitsForAWriteThatRuns()
    {
        var (ward, indicator) = await PlaceAsync();
        await using var source = NpgsqlDataSource.Create(Api.ConnectionString);
        await using var writer = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // What a writer holds from its comparison to its commit.
        await using (var hold = new NpgsqlCommand(
            "INSERT INTO unit_version SELECT id, 1 FROM organisation_unit WHERE code = $1 ON CONFLICT (organisation_unit_id) DO UPDATE SET version = 2",
            writer, transaction))
        {
            hold.Parameters.Add(new() { Value = ward });
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        var closing = Api.PostJsonAsync("/api/v1/closures", new { orgUnit = ward, period = "2022", reason = "khóa sổ" });
        await using var watch = source.CreateCommand(
            $"SELECT count(*) FROM {TestServers.Activity} WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%unit_version%'");
        await Eventually.SeenAsync(Patience, async () => (long)(await watch.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, waiting =>
        {
            if (waiting == 0) closing.IsCompleted.ShouldBeFalse();
            return waiting > 0;
        }, "a closing that waits for the writer");
        // A write that begins while the closing waits comes before it or after it, never beside it.
        var late = PutAsync(ward, indicator, "2022");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        var closedAt = (await closing).With(201)["closedAt"].GetDateTimeOffset();
        if ((await late).Status == 201)
            (await Api.WalkAsync($"{Address(ward, indicator, "2022")}/revisions"))[0].GetProperty("recordedAt").GetDateTimeOffset().ShouldBeLessThan(closedAt);
        else (await late).Problem(422, "period_closed");
    }

    [Theory]
    [InlineData("UPDATE closure SET reason = 'x'")]
    [InlineData("DELETE FROM closure_unit")]
    [InlineData("UPDATE closure_reopening SET reopened_by = 'x'")]
    [InlineData("UPDATE submission SET items = '[]'")]
    [InlineData("DELETE FROM submission_decision")]
    public async Task Sql_OfTheApplicationsRole_CannotChangeWhatWasClosedOrDecided(string sql)
    {
        await using var database = new Data.Database(Api.ConnectionString);
        await using var command = database.Write.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private async Task<(string Ward, string Indicator)> PlaceAsync() => (await Api.WardAsync(), await Api.IndicatorAsync());

    private static string Address(string ward, string indicator, string period) => $"/api/v1/actuals/{ward}/{indicator}/{period}";

    private Task<Answer> PutAsync(string ward, string indicator, string period, decimal value = 5, string? ifMatch = null) =>
        Api.PutJsonAsync(Address(ward, indicator, period), new { value }, ifMatch);

    private async Task<Guid> CloseAsync(string unit, string period) =>
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = unit, period, reason = "khóa sổ" })).With(201)["id"].GetGuid();

    private static Task<Answer> ReopenAsync(HttpClient client, Guid closure, string? reason, string? orgUnit = null) =>
        client.PostAsync($"/api/v1/closures/{closure}/reopening", reason is null ? "{}" : JsonSerializer.Serialize(new { reason, orgUnit }));

    private async Task<List<(string Unit, bool Holds)>> ListAsync(string query) =>
        [.. (await Api.WalkAsync($"/api/v1/closures?{query}")).Select(row => (row.GetProperty("orgUnit").GetString()!, row.GetProperty("holds").GetBoolean()))];
}
