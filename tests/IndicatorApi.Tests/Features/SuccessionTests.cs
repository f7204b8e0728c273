using System.Globalization;
using System.Text.Json;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Units that take the place of others: what they have of them, under whose name it is told, and that all of it can be taken back.</summary>
public sealed class SuccessionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] Periods = ["2024", "2025", "2026", "2020-2025"];

    private static readonly string[] Levels = ["fair", "good"];

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Merge_GivesTheSuccessorTheirTargetsAndFigures_AndLeavesThemTheirs()
    {
        var world = await MergedAsync();
        var card = (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2024")).With(200)["items"];
        card.GetArrayLength().ShouldBe(1);
        (Number(card[0], "target"), Number(card[0], "actual"), card[0].GetProperty("verdict").GetString()).ShouldBe((30m, 18m, "notMet"));
        // Two quarters of the predecessors, two of its own.
        var year = (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2025/{world.Indicator}")).With(200);
        (year["target"].GetDecimal(), year["actual"].GetDecimal(), year["percent"].GetDecimal()).ShouldBe((30, 29, 96.6666666667m));
        foreach (var (old, before) in new[] { (world.First, 10m), (world.Second, 8m) })
        {
            (await Api.ReadAsync($"/api/v1/achievements/{old}/2024/{world.Indicator}")).With(200)["actual"].GetDecimal().ShouldBe(before);
            (await Api.ReadAsync($"/api/v1/achievements/{old}/2025/{world.Indicator}")).With(200)["actual"].GetDecimal().ShouldBeLessThan(10);
            (await Api.ReadAsync($"/api/v1/achievements/{old}/2026")).With(200)["items"].GetArrayLength().ShouldBe(0);
            (await Api.ReadAsync($"/api/v1/organisation-units/{old}")).With(200)["validTo"].GetString().ShouldBe("2025-06-30");
        }
        var points = (await Api.ReadAsync($"/api/v1/achievements/series?orgUnit={world.New}&indicator={world.Indicator}")).With(200)["items"];
        points.EnumerateArray().Select(point => $"{point.GetProperty("period").GetString()} {Number(point, "actual"):0}").Where(point => point[..4] == "2025")
            .ShouldBe(["2025-Q1 4", "2025-Q2 9", "2025-Q3 20", "2025-Q4 29"]);
    }

    [Fact]
    public async Task Merge_TellsEachResultOnce_UnderTheNamesOfTheDayThatIsAskedFor()
    {
        var world = await MergedAsync();
        foreach (var (period, boundaries, units, total) in new[]
        {
            ("2024", "", new[] { world.First, world.Second }, 18m), ("2024", "&boundaries=today", [world.New], 18m),
            ("2024", "&boundaries=asOf:2026-01-01", [world.New], 18m), ("2025", "", [world.New], 29m),
            ("2025", "&boundaries=asOf:2025-06-30", [world.First, world.Second, world.New], 29m), ("2025-Q2", "", [world.First, world.Second], 9m),
        })
        {
            var rows = await RowsAsync($"under={world.Top}&period={period}{boundaries}");
            rows.Select(row => row.GetProperty("orgUnit").GetString()).ShouldBe(units, ignoreOrder: true, $"{period}{boundaries}");
            rows.Sum(row => Number(row, "actual") ?? 0).ShouldBe(total, $"{period}{boundaries}");
            (await RollUpAsync(world.Top, world.Indicator, $"{period}{boundaries}")).GetProperty("actual").GetDecimal().ShouldBe(total);
            var ranking = (await Api.ReadAsync(
                $"/api/v1/achievements/ranking?indicator={world.Indicator}&period={period}&under={world.Top}{boundaries}")).With(200);
            ranking["items"].EnumerateArray().Select(row => row.GetProperty("orgUnit").GetString()).ShouldBe(units, ignoreOrder: true, $"{period}{boundaries}");
        }
    }

    [Fact]
    public async Task SeriesAndScorecard_AreToldByTheUnitsOfTheDay_AndSayWhereTheBreakIs()
    {
        var world = await MergedAsync();
        var state = await IndicatorAsync("number", "last", "sum");
        foreach (var unit in new[] { world.First, world.Second })
        {
            await Api.TargetAsync(await Api.ResolutionAsync(unit), state, new { kind = "atLeast", value = 5 }, recurrence: "eachYear");
            await Api.ActualAsync(unit, state, "2025-Q2", 3);
        }
        await Api.ActualAsync(world.New, state, "2025-Q3", 7);
        const string OldDay = "&boundaries=asOf:2025-06-30";
        foreach (var (unit, indicator, boundaries, points) in new[]
        {
            (world.First, world.Indicator, OldDay, new[] { "2025-Q1 2", "2025-Q2 7" }),
            (world.New, world.Indicator, OldDay, ["2025-Q3 11", "2025-Q4 20"]),
            (world.New, world.Indicator, "&boundaries=today", ["2025-Q1 4", "2025-Q2 9", "2025-Q3 20", "2025-Q4 29"]),
            (world.First, state, OldDay, ["2025-Q2 3"]), (world.New, state, OldDay, ["2025-Q3 7"]),
            (world.New, state, "", ["2025-Q2 6", "2025-Q3 7"]),
        })
        {
            var series = (await Api.ReadAsync($"/api/v1/achievements/series?orgUnit={unit}&indicator={indicator}{boundaries}")).With(200);
            series["items"].EnumerateArray().Where(point => point.GetProperty("period").GetString()![..4] == "2025" && Number(point, "actual") is not null)
                .Select(point => $"{point.GetProperty("period").GetString()} {Number(point, "actual"):0}").ShouldBe(points, $"{unit} {indicator} {boundaries}");
            if (unit == world.New) series["successions"][0].ToString().ShouldBe(
                $$"""{"from":"2025-07-01","predecessors":["{{world.First}}","{{world.Second}}"],"inherited":{{(boundaries == OldDay ? "false" : "true")}}}""");
        }
        // What stands under the new name stands under the old one no more.
        (await Api.ReadAsync($"/api/v1/achievements/series?orgUnit={world.First}&indicator={world.Indicator}&boundaries=today"))
            .Problem(404, "unknown_resource");
        foreach (var (unit, boundaries, rows) in new[]
        {
            (world.First, "today", 0), (world.New, "today", 2), (world.First, "asOf:2024-12-31", 2), (world.New, "asOf:2024-12-31", 0),
        })
        {
            var card = (await Api.ReadAsync($"/api/v1/achievements/{unit}/2024?boundaries={boundaries}")).With(200);
            card["items"].GetArrayLength().ShouldBe(rows, $"{unit} {boundaries}");
            (await Api.ReadAsync($"/api/v1/achievements/{unit}/2024/{world.Indicator}?boundaries={boundaries}")).Status.ShouldBe(rows == 0 ? 404 : 200);
        }
        (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2024?boundaries=then")).Problem(400, "unknown_word", "boundaries");
        (await Api.ReadAsync($"/embed/{world.New}/2024?boundaries=today")).Problem(400, "unknown_parameter", "boundaries");
    }

    [Fact]
    public async Task OfficialCode_ThatWasGivenAgain_IsLookedUpWithADay_AndAsksBackWithout()
    {
        var (official, old, next) = (Calls.NewCode("9"), Calls.NewCode("old"), Calls.NewCode("next"));
        foreach (var code in new[] { old, next })
            (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = $"Phường {official}", level = "ward", officialCode = official }))
                .With(201);
        await SucceedAsync("rename", "2025-07-01", (old, next));
        foreach (var (day, code) in new[] { ("2025-06-30", old), ("2025-07-01", next) })
            (await Api.ReadAsync($"/api/v1/organisation-units/{official}?asOf={day}")).With(200)["code"].GetString().ShouldBe(code);
        var asked = (await Api.ReadAsync($"/api/v1/organisation-units/{official}")).Problem(422, "ambiguous_name")["detail"].GetString()!;
        asked.ShouldContain($"{old} (Phường {official}, … – 2025-06-30)");
        asked.ShouldContain($"{next} (Phường {official}, 2025-07-01 – …)");
        (await Api.ReadAsync($"/api/v1/organisation-units/{official}0")).Problem(404, "unknown_resource");

        // A file names them as they are called: the time of a figure says who is meant, and where it does not, that is asked back.
        var indicator = await IndicatorAsync("number", "sum", "sum");
        var file = $"orgUnit,indicator,period,value\n{official},{indicator},2024-Q1,4\nPhường {official},{indicator},2025-Q4,6\n";
        (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(file, "text/csv"), ("Prefer", "wait=60")))["created"].GetInt32().ShouldBe(2);
        (await Api.ReadAsync($"/api/v1/actuals/{old}/{indicator}/2024-Q1")).With(200)["value"].GetDecimal().ShouldBe(4);
        (await Api.ReadAsync($"/api/v1/actuals/{next}/{indicator}/2025-Q4")).With(200)["value"].GetDecimal().ShouldBe(6);
        var job = await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Calls.Body($"orgUnit,indicator,period,value\n{official},{indicator},2025,1\n", "text/csv"), ("Prefer", "wait=60"));
        (await Api.ReadAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).With(200)["items"][0].GetProperty("code").GetString()
            .ShouldBe("ambiguous_name");
    }

    [Fact]
    public async Task Successor_WithATargetOfItsOwn_HasTheirsUntilItBegins()
    {
        var world = await MergedAsync();
        var own = await Api.ResolutionAsync(world.New, "2025-2030", "2025-08-01", "2030-12-31");
        await Api.TargetAsync(own, world.Indicator, new { kind = "atLeast", value = 50 }, recurrence: "eachYear");
        await Api.ActualAsync(world.New, world.Indicator, "2026-Q1", 12);
        (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2024/{world.Indicator}")).With(200)["target"].GetDecimal().ShouldBe(30);
        var later = (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2026")).With(200)["items"];
        later.GetArrayLength().ShouldBe(1);
        (Number(later[0], "target"), Number(later[0], "actual"), later[0].GetProperty("resolution").GetString()).ShouldBe((50m, 12m, own));
    }

    [Fact]
    public async Task Undo_GivesEveryAnswerBack_ByteForByte()
    {
        var world = await MergedAsync(isMerged: false);
        string[] addresses =
        [
            .. Periods.SelectMany(period => new[] { world.First, world.Second, world.New }
                .Select(unit => $"/api/v1/achievements/{unit}/{period}")
                .Concat([$"/api/v1/achievements?under={world.Top}&period={period}&limit=1000",
                    $"/api/v1/achievements/summary?under={world.Top}&period={period}",
                    $"/api/v1/achievements?under={world.Top}&period={period}&boundaries=today",
                    $"/api/v1/achievements/ranking?indicator={world.Indicator}&under={world.Top}&period={period}"])),
            $"/api/v1/achievements/series?orgUnit={world.First}&indicator={world.Indicator}", $"/api/v1/organisation-units/{world.First}",
            $"/api/v1/organisation-units/{world.New}", $"/api/v1/organisation-units?under={world.Top}&asOf=2025-12-31",
        ];
        var before = await TextsAsync(addresses);
        var (merged, moment) = (await MergeAsync(world), Now());
        var meanwhile = await TextsAsync(addresses);
        meanwhile.Zip(before).Count(pair => pair.First != pair.Second).ShouldBeGreaterThan(10);
        var undo = (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new { undoes = merged, reason = "Ghi nhầm" })).With(201);
        (undo["kind"].GetString(), undo["undoes"].GetString(), undo["parts"].GetArrayLength()).ShouldBe(("undo", merged, 2));
        foreach (var (address, was, now) in addresses.Zip(before, await TextsAsync(addresses))) now.ShouldBe(was, address);
        // As it stood in between the merge holds.
        (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2024?asOf={moment}")).With(200)["items"].GetArrayLength().ShouldBe(1);
        var listed = (await Api.ReadAsync($"/api/v1/organisation-units/successions?orgUnit={world.First}")).With(200)["items"];
        listed.EnumerateArray().Select(row => row.GetProperty("kind").GetString()).ShouldBe(["undo", "merge"]);
        listed[1].GetProperty("undoneBy").GetString().ShouldBe(undo["id"].GetString());
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new { undoes = merged, reason = "x" })).Problem(422, "inconsistent", "undoes");
    }

    [Fact]
    public async Task DryRun_SaysWhatBecomesOfEachTarget_AndRecordsNothing()
    {
        var world = await MergedAsync(isMerged: false);
        var address = $"/api/v1/organisation-units/{world.First}";
        var before = await TextsAsync([address]);
        var trial = (await Api.PostJsonAsync("/api/v1/organisation-units/successions?dryRun=true", Merge(world))).With(200);
        var effects = trial["effects"].EnumerateArray().ToList();
        effects.Count.ShouldBe(3);
        var own = effects.Single(effect => effect.GetProperty("orgUnit").GetString() == world.New);
        own.GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
        (Number(own.GetProperty("after"), "target"), Number(own.GetProperty("after"), "actual")).ShouldBe((30m, 29m));
        (await TextsAsync([address])).ShouldBe(before);
        (await Api.ReadAsync($"/api/v1/organisation-units/successions?orgUnit={world.First}")).With(200)["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task SharesBy_Figures_AreWorkedOut_AndUnknownWithAReasonWhereOneIsMissing()
    {
        var (households, flow) = (await IndicatorAsync("number", "last", "sum"), await IndicatorAsync("number", "sum", "sum"));
        var mean = await IndicatorAsync("number", "last", "average");
        var bySides = new Dictionary<string, decimal[]> { ["2024"] = [100, 300], ["2023"] = [100] };
        var (old, left, right) = (await Api.WardAsync(), await Api.WardAsync(), await Api.WardAsync());
        await Api.TargetAsync(await Api.ResolutionAsync(old), flow, new { kind = "atLeast", value = 100 }, recurrence: "eachYear");
        await Api.ActualAsync(old, flow, "2024", 80);
        foreach (var (period, values) in bySides)
            (await Api.PostJsonAsync("/api/v1/actuals/batch", new
            {
                items = values.Zip((string[])[left, right])
                    .Select(side => new { orgUnit = old, indicator = households, period, group = side.Second, value = side.First }),
            })).With(200);
        await Api.ActualAsync(left, households, "2025-Q3", 30);
        await Api.ActualAsync(right, households, "2025-Q3", 60);
        object Split(string indicator, string period) => new
        {
            from = "2025-07-01",
            reason = "Chia tách",
            sharesBy = new { indicator, period },
            parts = new[] { new { predecessor = old, successor = left }, new { predecessor = old, successor = right } },
        };
        const string Address = "/api/v1/organisation-units/successions";
        static string[] Shares(Answer answer) => [.. answer["parts"].EnumerateArray().Select(part => part.GetProperty("share").ToString())];
        // Of the new units themselves, each made of this one alone: a third, and the rest so that both are the whole.
        Shares((await Api.PostJsonAsync($"{Address}?dryRun=true", Split(households, "2025-Q3"))).With(200)).ShouldBe(["0.333333333333", "0.666666666667"]);
        var unknown = (await Api.PostJsonAsync($"{Address}?dryRun=true", Split(households, "2023"))).With(200);
        Shares(unknown).ShouldBe(["", ""]);
        unknown["sharesUnknown"][0].GetProperty("predecessor").GetString().ShouldBe(old);
        unknown["sharesUnknown"][0].GetProperty("reason").GetProperty("en").GetString()!.ShouldContain($"for 2023 above 0 for '{right}'");
        (await Api.PostJsonAsync($"{Address}?dryRun=true", Split("nothing", "2024"))).Problem(422, "unknown_reference", "sharesBy.indicator");
        (await Api.PostJsonAsync($"{Address}?dryRun=true", Split(mean, "2024"))).Problem(422, "inconsistent", "sharesBy.indicator");
        var trial = (await Api.PostJsonAsync($"{Address}?dryRun=true", Split(households, "2024"))).With(200);
        trial["effects"].EnumerateArray().Where(effect => effect.GetProperty("orgUnit").GetString() == left)
            .Select(effect => Number(effect.GetProperty("after"), "target")).ShouldBe([25m]);
        var split = (await Api.PostJsonAsync(Address, Split(households, "2024"))).With(201);
        split["sharesUnknown"].GetArrayLength().ShouldBe(0);
        Shares(split).ShouldBe(["0.25", "0.75"]);
        Shares(trial).ShouldBe(Shares(split));
        (await Api.ReadAsync($"/api/v1/achievements/{right}/2024/{flow}")).With(200)["actual"].GetDecimal().ShouldBe(60);
    }

    [Fact]
    public async Task ClosedYear_OfASuccessor_StaysAsItWas_AndSaysWhatAmendedTargetsBeforeItWouldMakeOfIt()
    {
        var world = await MergedAsync();
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.First, period = "2024", reason = "Đã chốt" })).With(201);
        var address = $"/api/v1/achievements/{world.New}/2024/{world.Indicator}";
        (await Api.ReadAsync(address)).With(200)["amendedAfterClosing"].ValueKind.ShouldBe(JsonValueKind.Null);
        var target = (await Api.ReadAsync($"/api/v1/achievements/{world.First}/2024/{world.Indicator}")).With(200)["targetId"].GetString();
        var stored = (await Api.ReadAsync($"/api/v1/targets/{target}")).With(200);
        (await Api.PutJsonAsync($"/api/v1/targets/{target}", new
        {
            resolution = stored["resolution"].GetString(),
            indicator = world.Indicator,
            period = stored["period"].GetString(),
            recurrence = "eachYear",
            rule = new { kind = "atLeast", value = 8 },
            reason = "Điều chỉnh",
        }, stored.ETag)).With(200);
        var year = (await Api.ReadAsync(address)).With(200);
        (year["target"].GetDecimal(), year["verdict"].GetString()).ShouldBe((30, "notMet"));
        var amended = year["amendedAfterClosing"];
        (amended.GetProperty("change").GetString(), Number(amended, "target"), amended.GetProperty("verdict").GetString()).ShouldBe(("amended", 18m, "met"));
        // What was not closed goes on by what is asked now.
        (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2025/{world.Indicator}")).With(200)["target"].GetDecimal().ShouldBe(18);
    }

    [Fact]
    public async Task Figure_OfAfterTheEnd_IsRefused_AndNamesWhoCameInItsPlace()
    {
        var world = await MergedAsync();
        var refused = (await Api.PutJsonAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2025-Q3", new { value = 1 }))
            .Problem(422, "outside_unit_life");
        refused["detail"].GetString()!.ShouldContain(world.New);
        var job = await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports",
            Calls.Body($"orgUnit,indicator,period,value\n{world.First},{world.Indicator},2025-Q3,1\n", "text/csv"), ("Prefer", "wait=60"));
        (await Api.ReadAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).With(200).Text.ShouldContain(world.New);
        // What is about its own time is still corrected, and its successor answers otherwise at once, with another tag.
        var address = $"/api/v1/achievements/{world.New}/2024/{world.Indicator}";
        var tag = (await Api.ReadAsync(address)).ETag;
        await Api.ActualAsync(world.First, world.Indicator, "2024-Q2", 100);
        var after = (await Api.Client.CallAsync(HttpMethod.Get, address, null, ("If-None-Match", tag!))).With(200);
        after["actual"].GetDecimal().ShouldBe(118);
    }

    [Fact]
    public async Task Closing_OfTheSuccessor_HoldsForTheFiguresItHasOfOthers()
    {
        var world = await MergedAsync();
        (await Api.PostJsonAsync("/api/v1/closures", new { orgUnit = world.New, period = "2025", reason = "Đã chốt" }))
            .With(201)["units"].GetInt32().ShouldBe(3);
        (await Api.PutJsonAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2025-Q2", new { value = 1 }, "\"1\"")).Problem(422, "period_closed");
        (await Api.PutJsonAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2024-Q3", new { value = 1 })).With(201);
    }

    [Fact]
    public async Task Submission_AndClaim_AndRight_GoThroughASuccession()
    {
        var world = await MergedAsync(isMerged: false);
        var unit = (await Api.ReadAsync($"/api/v1/organisation-units/{world.First}")).With(200);
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{world.First}",
            new { code = world.First, name = "Phường Thử", level = "ward", parent = world.Top, review = "fourEyes" }, unit.ETag)).With(200);
        var clerk = await Api.ClientAsync("reporter", world.First);
        var late = (await clerk.PutAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2025-Q3", new { value = 1 })).With(202)["id"].GetString();
        var own = (await clerk.PutAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2024-Q4", new { value = 7 })).With(202)["id"].GetString();
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.First, indicator = world.Indicator, period = "2024", percent = 50 })).With(200);
        await MergeAsync(world);
        (await Api.PostJsonAsync($"/api/v1/submissions/{late}/approval", new { })).Problem(422, "outside_unit_life")["detail"].GetString()!
            .ShouldContain(world.New);
        (await Api.PostJsonAsync($"/api/v1/submissions/{own}/approval", new { })).With(200);
        // What was printed of a predecessor stays beside its own result.
        var old = (await Api.ReadAsync($"/api/v1/achievements/{world.First}/2024/{world.Indicator}")).With(200);
        (old["actual"].GetDecimal(), old["claim"].GetProperty("percent").GetDecimal()).ShouldBe((17, 50));
        var next = (await Api.ReadAsync($"/api/v1/achievements/{world.New}/2024/{world.Indicator}")).With(200);
        (next["actual"].GetDecimal(), next["claim"].ValueKind).ShouldBe((25, JsonValueKind.Null));
        next["explain"].GetProperty("notes").ToString().ShouldContain("units before it");
        // A key of the predecessor writes nothing of its successor, and the other way round.
        (await clerk.PutAsync($"/api/v1/actuals/{world.New}/{world.Indicator}/2025-10", new { value = 1 })).Problem(403, "foreign_unit");
        (await (await Api.ClientAsync("reporter", world.New)).PutAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2024-10", new { value = 1 }))
            .Problem(403, "foreign_unit");
        // Files have the same rows.
        (await Api.ReadAsync($"/api/v1/achievements?under={world.Top}&period=2024&boundaries=today&format=csv")).With(200).Text.ShouldContain(world.New);
    }

    [Fact]
    public async Task Changes_TellTheSuccessor_WhenItsPredecessorChanges_AndTakeBackWhatAnUndoTakes()
    {
        var world = await MergedAsync(isMerged: false);
        Dictionary<string, JsonElement> seen = [];
        var next = await FollowAsync($"/api/v1/achievements/changes?period=2025&under={world.Top}", seen);
        await AsListedAsync();
        var merged = await MergeAsync(world);
        next = await FollowAsync(next, seen);
        await AsListedAsync();
        await Api.ActualAsync(world.First, world.Indicator, "2025-01-01--2025-01-02", 0);
        await Api.PutJsonAsync($"/api/v1/actuals/{world.First}/{world.Indicator}/2025-Q1", new { value = 33 }, "\"1\"");
        next = await FollowAsync(next, seen);
        seen.Values.Sum(row => Number(row, "actual") ?? 0).ShouldBe(29 - 2 + 33);
        await AsListedAsync();
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new { undoes = merged, reason = "Ghi nhầm" })).With(201);
        await FollowAsync(next, seen);
        await AsListedAsync();

        async Task AsListedAsync() => seen.Values.Select(row => row.GetRawText()).Order()
            .ShouldBe((await RowsAsync($"under={world.Top}&period=2025")).Select(row => row.GetRawText()).Order());
    }

    [Fact]
    public async Task TargetChanges_TellOfStoredTargets_AndOfNoneThatASuccessorOnlyHasOfOthers()
    {
        var world = await MergedAsync(isMerged: false);
        var page = (await Api.ReadAsync("/api/v1/targets/changes?limit=1000")).With(200);
        while (page["hasMore"].GetBoolean()) page = (await Api.ReadAsync(page["nextLink"].GetString()!)).With(200);
        var next = page["nextLink"].GetString()!;
        var merged = await MergeAsync(world);
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new { undoes = merged, reason = "Ghi nhầm" })).With(201);
        var told = (await Api.ReadAsync(next)).With(200)["items"].EnumerateArray().Select(item => item.GetProperty("change").GetString()).ToList();
        told.Count.ShouldBe(2);
        told.ShouldNotContain("removed");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("0.25", "0.75")]
    public async Task Split_PassesOnWhatHasShares_AndNothingWithout(string? first, string? second)
    {
        var (top, indicator) = (await Api.WardAsync(), await IndicatorAsync("number", "sum", "sum"));
        var (old, left, right) = (await Api.WardAsync(top), await Api.WardAsync(top), await Api.WardAsync(top));
        await Api.TargetAsync(await Api.ResolutionAsync(old), indicator, new { kind = "atLeast", value = 100 }, recurrence: "eachYear");
        await Api.ActualAsync(old, indicator, "2024", 80);
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new
        {
            kind = "split",
            from = "2025-07-01",
            reason = "Chia tách",
            parts = new[]
            {
                new { predecessor = old, successor = left, share = Decimal(first) },
                new { predecessor = old, successor = right, share = Decimal(second) },
            },
        })).With(201);
        var rows = await RowsAsync($"under={top}&period=2024&boundaries=today");
        rows.Sum(row => Number(row, "actual")).ShouldBe(80);
        var alone = (await Api.ReadAsync($"/api/v1/achievements/{left}/2024")).With(200)["items"];
        if (first is null)
        {
            rows.Select(row => row.GetProperty("orgUnit").GetString()).ShouldBe([old]);
            alone.GetArrayLength().ShouldBe(0);
        }
        else
        {
            rows.Select(row => row.GetProperty("orgUnit").GetString()).ShouldBe([left, right], ignoreOrder: true);
            (Number(alone[0], "target"), Number(alone[0], "actual")).ShouldBe((25m, 20m));
        }
    }

    [Fact]
    public async Task Ratio_IsMadeOfTheCounts_AMeanOfItsWeights_AndALevelOfNothing()
    {
        var (first, second, next) = (await Api.WardAsync(), await Api.WardAsync(), await Api.WardAsync());
        var (ratio, households) = (await IndicatorAsync("ratio", "last", "ratioOfSums"), await IndicatorAsync("number", "last", "sum"));
        var income = await IndicatorAsync("number", "last", "weightedAverage", households);
        var level = await IndicatorAsync("level", "last", "none");
        foreach (var (unit, poor, all, earned) in new[] { (first, 10, 100, 50), (second, 60, 300, 70) })
        {
            var resolution = await Api.ResolutionAsync(unit);
            await Api.TargetAsync(resolution, ratio, new { kind = "atMost", value = 12 });
            await Api.TargetAsync(resolution, income, new { kind = "atLeast", value = earned });
            (await Api.PostJsonAsync(
                $"/api/v1/resolutions/{resolution}/targets", new { indicator = level, rule = new { kind = "achieve", level = "good" } })).With(201);
            (await Api.PutJsonAsync($"/api/v1/actuals/{unit}/{ratio}/2024", new { numerator = poor, denominator = all })).With(201);
            (await Api.PutJsonAsync($"/api/v1/actuals/{unit}/{level}/2024", new { level = "good" })).With(201);
            await Api.ActualAsync(unit, households, "2024", all);
            await Api.ActualAsync(unit, income, "2024", earned);
        }
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new
        {
            from = "2025-07-01",
            reason = "Sáp nhập",
            parts = new[] { new { predecessor = first, successor = next }, new { predecessor = second, successor = next } },
        })).With(201)["kind"].GetString().ShouldBe("merge");
        var rows = (await Api.ReadAsync($"/api/v1/achievements/{next}/2020-2025")).With(200)["items"].EnumerateArray()
            .ToDictionary(row => row.GetProperty("indicator").GetString()!);
        rows.Keys.ShouldBe([ratio, income], ignoreOrder: true);
        (Number(rows[ratio], "target"), Number(rows[ratio], "actual")).ShouldBe((12m, 17.5m));
        (Number(rows[income], "target"), Number(rows[income], "actual")).ShouldBe((65m, 65m));
    }

    [Fact]
    public async Task Unit_OfASuccession_KeepsItsDays_WhenItIsStoredWithoutThem()
    {
        var world = await MergedAsync();
        foreach (var (code, member, day) in new[] { (world.First, "validTo", "2025-06-30"), (world.New, "validFrom", "2025-07-01") })
        {
            var address = $"/api/v1/organisation-units/{code}";
            Task<Answer> StoreAsync(string name, string? validTo, string? validFrom, string? tag) =>
                Api.PutJsonAsync(address, new { code, name, level = "ward", parent = world.Top, validFrom, validTo }, tag);
            var stored = (await StoreAsync("Phường Mới", null, null, (await Api.ReadAsync(address)).ETag)).With(200);
            (stored["name"].GetString(), stored[member].GetString()).ShouldBe(("Phường Mới", day));
            (await StoreAsync("Phường Mới", "2025-08-31", "2024-01-01", stored.ETag)).Problem(422, "inconsistent", member);
        }
    }

    [Fact]
    public async Task Rename_KeepsEverything_AlsoWhatCannotBeCombined()
    {
        var (old, next, level) = (await Api.WardAsync(), await Api.WardAsync(), await IndicatorAsync("level", "last", "none"));
        var resolution = await Api.ResolutionAsync(old);
        (await Api.PostJsonAsync(
            $"/api/v1/resolutions/{resolution}/targets", new { indicator = level, rule = new { kind = "achieve", level = "good" } })).With(201);
        (await Api.PutJsonAsync($"/api/v1/actuals/{old}/{level}/2024", new { level = "good" })).With(201);
        await SucceedAsync("rename", "2025-07-01", (old, next));
        var row = (await Api.ReadAsync($"/api/v1/achievements/{next}/2020-2025")).With(200)["items"][0];
        (row.GetProperty("verdict").GetString(), row.GetProperty("resolution").GetString()).ShouldBe(("met", resolution));
    }

    [Fact]
    public async Task Succession_ThatCannotBe_IsRefused()
    {
        var world = await MergedAsync();
        var (other, third) = (await Api.WardAsync(), await Api.WardAsync());
        async Task RefusedAsync(string where, object body) =>
            (await Api.PostJsonAsync("/api/v1/organisation-units/successions", body)).Problem(422, "inconsistent", where);
        object Part(string predecessor, string successor, decimal? share = null) => new { predecessor, successor, share };
        await RefusedAsync("parts[0].predecessor", new { from = "2025-07-01", reason = "x", parts = new[] { Part(world.First, other) } });
        await RefusedAsync("parts[0].successor", new { from = "2025-08-01", reason = "x", parts = new[] { Part(other, world.New) } });
        await RefusedAsync("parts", new { from = "2025-07-01", reason = "x", parts = new[] { Part(other, other) } });
        await RefusedAsync("parts", new { from = "2025-07-01", reason = "x", parts = new[] { Part(other, third, 0.5m) } });
        await RefusedAsync("kind", new { kind = "split", from = "2025-07-01", reason = "x", parts = new[] { Part(other, third) } });
        await Api.ActualAsync(other, world.Indicator, "2025-Q4", 1);
        await RefusedAsync("parts", new { from = "2025-07-01", reason = "x", parts = new[] { Part(other, third) } });
        await RefusedAsync("parts", new { from = "2026-01-01", reason = "x", parts = new[] { Part(third, other) } });
        // Nobody changes units that are not below their own.
        (await (await Api.ClientAsync("planner", other)).PostAsync("/api/v1/organisation-units/successions",
            new { from = "2026-01-01", reason = "x", parts = new[] { Part(other, third) } })).Problem(403, "foreign_unit");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Totals_OfRandomMergesAndSplits_AreTheSameUnderAnyBoundaries_NothingTwiceNothingLost(int seed)
    {
        var random = new Random(seed);
        var (top, flow, state) = (await Api.WardAsync(), await IndicatorAsync("number", "sum", "sum"), await IndicatorAsync("number", "last", "sum"));
        string[] reforms = ["2023-04-01", "2025-07-01"];
        List<List<string>> generations = [];
        foreach (var count in (int[])[14, 9, 5])
            generations.Add([.. await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Api.WardAsync(top)))]);
        DateOnly[] starts = [new(2020, 1, 1), new(2023, 4, 1), new(2025, 7, 1), new(2027, 1, 1)];
        Dictionary<(int Year, int Quarter), decimal> reported = [];
        var successions = Enumerable.Range(0, 2).Select(g => Parts(random, generations[g], generations[g + 1])).ToList();
        for (var g = 0; g < 3; g++)
        {
            foreach (var unit in generations[g])
            {
                var resolution = await Api.ResolutionAsync(unit, "2020-2030");
                // Some have no target of their own: theirs is that of their predecessors, where all of these pass it on.
                var givers = g == 0 ? [] : successions[g - 1].Where(part => part.New == unit).Select(part => part.Old).ToHashSet();
                if (g > 0 && random.Next(3) > 0 && successions[g - 1].All(part => !givers.Contains(part.Old) || part.Share is not null)) continue;
                await Api.TargetAsync(resolution, flow, new { kind = "atLeast", value = random.Next(1, 50) }, recurrence: "eachYear");
                await Api.TargetAsync(resolution, state, new { kind = "atLeast", value = random.Next(1, 50) }, recurrence: "eachYear");
            }
        }
        List<object> figures = [];
        for (var g = 0; g < 3; g++)
        {
            foreach (var unit in generations[g])
            {
                for (var day = starts[g] > new DateOnly(2022, 1, 1) ? starts[g] : new DateOnly(2022, 1, 1); day < starts[g + 1]; day = day.AddMonths(3))
                {
                    if (random.Next(6) == 0) continue;
                    var (quarter, value) = ($"{day.Year}-Q{(day.Month + 2) / 3}", (decimal)random.Next(1, 1000));
                    figures.Add(new { orgUnit = unit, indicator = flow, period = quarter, value });
                    figures.Add(new { orgUnit = unit, indicator = state, period = quarter, value });
                    reported[(day.Year, (day.Month + 2) / 3)] = reported.GetValueOrDefault((day.Year, (day.Month + 2) / 3)) + value;
                }
            }
        }
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = figures })).With(200);
        for (var g = 0; g < 2; g++)
        {
            (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new
            {
                kind = "reform",
                from = reforms[g],
                reason = "Sắp xếp",
                parts = successions[g].Select(part => new { predecessor = part.Old, successor = part.New, share = part.Share }),
            })).With(201);
        }

        foreach (var year in Enumerable.Range(2022, 5))
        {
            foreach (var boundaries in (string[])["", "&boundaries=today",
                "&boundaries=asOf:2022-01-01", "&boundaries=asOf:2024-06-01", "&boundaries=asOf:2025-12-31"])
            {
                var rows = await RowsAsync($"under={top}&indicator={flow}&period={year}{boundaries}");
                rows.Sum(row => Number(row, "actual") ?? 0).ShouldBe(
                    Enumerable.Range(1, 4).Sum(quarter => reported.GetValueOrDefault((year, quarter))), $"{seed}: {year}{boundaries}");
                rows.GroupBy(row => row.GetProperty("orgUnit").GetString()).Count(unit => unit.Count() > 1).ShouldBe(0, $"{seed}: {year}{boundaries}");
            }
        }
        // A state is counted once: whoever is there at the end of the period tells it.
        foreach (var boundaries in (string[])["", "&boundaries=today"])
        {
            var then = (await RowsAsync($"under={top}&indicator={state}&period=2024{boundaries}")).Sum(row => Number(row, "actual") ?? 0);
            then.ShouldBe((await RowsAsync($"under={top}&indicator={state}&period=2024&boundaries=asOf:2024-06-01"))
                .Sum(row => Number(row, "actual") ?? 0), $"{seed}");
        }
        // From memory and from the database it is the same.
        foreach (var address in (string[])[$"under={top}&period=2025", $"under={top}&period=2024&boundaries=today"])
        {
            var present = await RowsAsync(address);
            var stood = await RowsAsync($"{address}&asOf={Now()}");
            stood.Select(row => row.GetRawText()).ShouldBe(present.Select(row => row.GetRawText()), $"{seed}: {address}");
        }
    }

    // Each of the new ones has somebody; of the old ones some go to one, some to several, with shares or without.
    private static List<(string Old, string New, decimal? Share)> Parts(Random random, List<string> old, List<string> next)
    {
        List<(string, string, decimal?)> parts = [];
        for (var i = 0; i < old.Count; i++)
        {
            var main = i < next.Count ? i : random.Next(next.Count);
            var others = random.Next(4) > 0 ? []
                : Enumerable.Range(0, next.Count).Where(n => n != main).OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToList();
            var share = others.Count > 0 && random.Next(2) == 0 ? (decimal?)null : 0.2m;
            parts.Add((old[i], next[main], 1 - (share * others.Count)));
            parts.AddRange(others.Select(other => (old[i], next[other], share)));
        }
        return parts;
    }

    private sealed record Merged(string Top, string First, string Second, string New, string Indicator);

    // Two wards of 20 and 10 a year, 10 and 8 in 2024, 4 and 5 in the first half of 2025; what came of them 11 and 9 in the second.
    private async Task<Merged> MergedAsync(bool isMerged = true)
    {
        var top = await Api.WardAsync();
        var world = new Merged(top, await Api.WardAsync(top), await Api.WardAsync(top), await Api.WardAsync(top), await IndicatorAsync("number", "sum", "sum"));
        foreach (var (unit, asked) in new[] { (world.First, 20), (world.Second, 10) })
            await Api.TargetAsync(await Api.ResolutionAsync(unit), world.Indicator, new { kind = "atLeast", value = asked }, recurrence: "eachYear");
        foreach (var (unit, quarter, value) in new[]
        {
            (world.First, "2024-Q1", 10), (world.Second, "2024-Q1", 8), (world.First, "2025-Q1", 2), (world.Second, "2025-Q1", 2), (world.First, "2025-Q2", 5),
            (world.New, "2025-Q3", 11), (world.New, "2025-Q4", 9),
        })
            await Api.ActualAsync(unit, world.Indicator, quarter, value);
        if (isMerged) await MergeAsync(world);
        return world;
    }

    private static object Merge(Merged world) => new
    {
        kind = "merge",
        from = "2025-07-01",
        reason = "Nghị quyết 1687/NQ-UBTVQH15",
        parts = new[] { new { predecessor = world.First, successor = world.New }, new { predecessor = world.Second, successor = world.New } },
    };

    private async Task<string> MergeAsync(Merged world) =>
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", Merge(world))).With(201)["id"].GetString()!;

    private async Task SucceedAsync(string kind, string from, params (string Predecessor, string Successor)[] parts) =>
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new
        {
            kind,
            from,
            reason = "Nghị quyết",
            parts = parts.Select(part => new { predecessor = part.Predecessor, successor = part.Successor }),
        })).With(201);

    private async Task<string> IndicatorAsync(string valueType, string overTime, string overUnits, string? weightIndicator = null)
    {
        var code = Calls.NewCode("indicator");
        (await Api.PostJsonAsync("/api/v1/indicators", Indicator(code, valueType, overTime, overUnits, weightIndicator, "quarter"))).With(201);
        return code;
    }

    /// <summary>An indicator that units pass on, as it is sent.</summary>
    internal static object Indicator(
        string code, string valueType, string overTime, string overUnits, string? weightIndicator = null, string frequency = "year") => new
        {
            code,
            name = "Chỉ tiêu thử",
            measure = valueType == "ratio" ? "%" : "người",
            valueType,
            overTime,
            overUnits,
            weightIndicator,
            factor = valueType == "ratio" ? 100 : (int?)null,
            levels = valueType == "level" ? Levels : null,
            frequency,
        };

    private async Task<List<JsonElement>> RowsAsync(string query) => [.. await Api.WalkAsync($"/api/v1/achievements?{query}&limit=1000")];

    private async Task<JsonElement> RollUpAsync(string top, string indicator, string period) =>
        (await Api.ReadAsync($"/api/v1/achievements/summary?under={top}&indicator={indicator}&period={period}")).With(200)["items"][0].GetProperty("rollUp");

    private async Task<List<string>> TextsAsync(string[] addresses)
    {
        List<string> texts = [];
        foreach (var address in addresses) texts.Add((await Api.ReadAsync(address)).Text);
        return texts;
    }

    private async Task<string> FollowAsync(string address, Dictionary<string, JsonElement> seen)
    {
        for (; ; )
        {
            var page = (await Api.ReadAsync(address)).With(200);
            foreach (var change in page["items"].EnumerateArray())
            {
                var target = change.GetProperty("targetId").GetString()!;
                if (change.GetProperty("change").GetString() == "set") seen[target] = change.GetProperty("achievement").Clone();
                else seen.Remove(target);
            }
            address = page["nextLink"].GetString()!;
            if (!page["hasMore"].GetBoolean()) return address;
        }
    }

    private static decimal? Number(JsonElement row, string member) =>
        row.GetProperty(member) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static decimal? Decimal(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Now() => $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fffffff}Z";
}
