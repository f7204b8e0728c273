using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What a newcomer does first, and every way of sending facts.</summary>
public sealed class JourneyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Post_FiveRequests_GiveAPercentAtOnce()
    {
        var world = await Api.WorldAsync();
        await Api.ActualAsync(world.Ward, world.Indicator, "2020-05-20--2022-12-31", 28);
        var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-05-20--2022-12-31")).With(200)["items"][0];
        row.GetProperty("percent").GetDecimal().ShouldBe(112);
        row.GetProperty("verdict").GetString().ShouldBe("exceeded");
        row.GetProperty("targetId").GetString().ShouldBe(world.Target);
        (await Api.ReadAsync($"/api/v1/achievements?period=2020-2025&under={world.Ward}")).With(200)["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Post_Batches_ShowInAPullOfAllUnitsAtOnce()
    {
        await Api.ReadAsync("/api/v1/achievements?period=2022");
        var (ward, indicator, resolution) = (Calls.NewCode("ward"), Calls.NewCode("indicator"), Calls.NewCode("resolution"));
        (await Api.PostJsonAsync("/api/v1/indicators/batch",
            Items(new { code = indicator, name = "Chỉ tiêu", measure = "hộ", valueType = "number", overTime = "last" }))).With(200);
        (await Api.PostJsonAsync("/api/v1/organisation-units/batch", Items(new { code = ward, name = "Phường", level = "ward" }))).With(200);
        (await Api.PostJsonAsync("/api/v1/resolutions/batch",
            Items(new { code = resolution, orgUnit = ward, issuer = "council", title = "Nghị quyết", term = "2020-2025" }))).With(200);
        (await Api.PostJsonAsync("/api/v1/targets/batch", Items(new { resolution, indicator, rule = new { kind = "atMost", value = 9 } }))).With(200);
        (await Api.WalkAsync("/api/v1/achievements?period=2022")).ShouldContain(row => row.GetProperty("orgUnit").GetString() == ward);
    }

    // rule, targetText, baseline, actual, percent, verdict; for a summed number over a term asked to its end
    public static TheoryData<string, string, double?, double, string, string> Kinds => new()
    {
        { """{"kind":"atLeast","value":80,"strict":true}""", "trên 80", null, 88, "110", "exceeded" },
        { """{"kind":"atMost","value":10}""", "không quá 10", null, 8, "120", "exceeded" },
        { """{"kind":"raiseTo","value":80}""", "tăng lên 80", 40, 60, "50", "notMet" },
        { """{"kind":"reduceTo","value":0}""", "giảm còn 0", 33, 24, "27.2727272727", "notMet" },
        { """{"kind":"raiseBy","amount":10}""", "tăng 10", 40, 50, "100", "met" },
        { """{"kind":"reduceBy","amount":2}""", "giảm 2", 9, 8, "50", "notMet" },
        { """{"kind":"raiseByPercent","percent":50}""", "tăng 50%", 40, 60, "100", "met" },
        { """{"kind":"reduceByPercent","percent":20}""", "giảm 20%", 50, 40, "100", "met" },
        { """{"kind":"multiplyBy","factor":1.25}""", "tăng 1,25 lần", 57.84, 72.3, "100", "met" },
        { """{"kind":"maintainAtLeast","value":93}""", "duy trì từ 93 trở lên", null, 94.54, "101.6559139785", "exceeded" },
        { """{"kind":"maintainAtMost","value":10}""", "duy trì không quá 10", null, 10, "100", "met" },
        { """{"kind":"between","lower":4,"upper":6}""", "4 - 6", null, 5, "100", "met" },
        { """{"kind":"within","lower":4,"upper":6}""", "trong khoảng 4 - 6", null, 5, "100", "met" },
        { """{"kind":"increase"}""", "tăng", 40, 41, "null", "met" },
        { """{"kind":"decrease"}""", "giảm", 40, 41, "null", "notMet" },
        { """{"kind":"unstated"}""", "", null, 41, "null", "noData" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Post_EveryTargetKind_ReadsBackAndIsComputed(string rule, string targetText, double? baseline, double actual, string percent,
        string verdict)
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync(overTime: "last"));
        var resolution = await Api.ResolutionAsync(ward);
        var kind = JsonDocument.Parse(rule).RootElement;
        var target = await Api.TargetAsync(resolution, indicator, kind, baseline: baseline is null ? null : new { value = baseline, on = "2020-01-01" });
        var stored = (await Api.ReadAsync($"/api/v1/targets/{target["id"].GetString()}")).With(200);
        foreach (var member in kind.EnumerateObject()) stored["rule"].GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText());
        stored["targetText"].GetString().ShouldNotBeNull();
        if (targetText.Length > 0) TestContext.Current.TestOutputHelper!.WriteLine($"{targetText} | {stored["targetText"]}");
        await Api.ActualAsync(ward, indicator, "2025", (decimal)actual);
        var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2020-2025")).With(200)["items"][0];
        row.GetProperty("percent").GetRawText().ShouldBe(percent);
        row.GetProperty("verdict").GetString().ShouldBe(verdict);
        row.GetProperty("targetText").GetString().ShouldBe(stored["targetText"].GetString());
    }

    [Fact]
    public async Task Post_AverageGrowth_ReadsBackAndIsComputed()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync(overTime: "average"));
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "averageGrowth", ratePercent = 13 });
        await Api.ActualAsync(ward, indicator, "2021", 12);
        await Api.ActualAsync(ward, indicator, "2022", 14);
        var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2020-01-01--2022-12-31")).With(200)["items"][0];
        row.GetProperty("percent").GetDecimal().ShouldBe(100);
        row.GetProperty("method").GetString().ShouldBe("growth");
    }

    [Theory]
    [InlineData("level", "khá", "tốt", "100", "exceeded")]
    [InlineData("level", "tốt", "khá", "0", "notMet")]
    [InlineData("yesNo", "yes", "yes", "100", "met")]
    public async Task Post_ALevelToReach_ReadsBackAndIsComputed(string valueType, string asked, string reached, string percent, string verdict)
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync(valueType, "last", valueType == "level" ? ["kém", "khá", "tốt"] : null));
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "achieve", level = asked });
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2025", new { level = reached })).With(201);
        var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2020-2025")).With(200)["items"][0];
        row.GetProperty("percent").GetRawText().ShouldBe(percent);
        row.GetProperty("verdict").GetString().ShouldBe(verdict);
    }

    [Fact]
    public async Task Put_ALevelInDecomposedText_IsTheSameLevel()
    {
        var (ward, indicator) = (await Api.WardAsync(),
            await Api.IndicatorAsync("level", "last", ["khá".Normalize(System.Text.NormalizationForm.FormD), "tốt"]));
        (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2025", new { level = "khá".Normalize(System.Text.NormalizationForm.FormD) }))
            .With(201)["level"].GetString().ShouldBe("khá");
    }

    [Fact]
    public async Task Post_ARatio_IsComputedFromItsCounts()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync("ratio", "last"));
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 100 });
        var actual = (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/2025", new { numerator = 7, denominator = 11 })).With(201);
        actual["value"].GetRawText().ShouldBe("63.6363636364");
        var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2025")).With(200)["items"][0];
        row.GetProperty("percent").GetRawText().ShouldBe("63.6363636364");
        (row.GetProperty("numerator").GetDecimal(), row.GetProperty("denominator").GetDecimal()).ShouldBe((7, 11));
    }

    [Fact]
    public async Task Post_ABatchOfEachKind_CreatesUpdatesAndLeavesAlone()
    {
        var code = Calls.NewCode("batch");
        object Unit(string name) => new { code, name, level = "ward" };
        object Indicator(string name) => new { code, name, measure = "hộ", valueType = "number", overTime = "sum" };
        object Resolution(string title) => new { code, orgUnit = code, issuer = "congress", title, term = "2020-2025" };
        object Target(int value) => new { resolution = code, indicator = code, rule = new { kind = "atLeast", value } };
        object Actual(int value) => new { orgUnit = code, indicator = code, period = "2021", value };
        object Claim(int percent) => new { orgUnit = code, indicator = code, period = "2021", percent };
        object Benchmark(int value) => new { orgUnit = code, indicator = code, period = "2021", scope = code, value };
        await ThreeTimesAsync("organisation-units", Unit("Một"), Unit("Hai"));
        await ThreeTimesAsync("indicators", Indicator("Một"), Indicator("Hai"));
        await ThreeTimesAsync("resolutions", Resolution("Một"), Resolution("Hai"));
        await ThreeTimesAsync("targets", Target(1), Target(2));
        await ThreeTimesAsync($"resolutions/{code}/targets", Target(2), Target(3), alreadyThere: true);
        await ThreeTimesAsync("actuals", Actual(1), Actual(2));
        await ThreeTimesAsync("claims", Claim(1), Claim(2));
        await ThreeTimesAsync("benchmarks", Benchmark(1), Benchmark(2));

        async Task ThreeTimesAsync(string kind, object first, object second, bool alreadyThere = false)
        {
            if (!alreadyThere)
            {
                await ExpectAsync(kind, first, dryRun: true, created: 1);
                await ExpectAsync(kind, first, dryRun: false, created: 1);
            }
            await ExpectAsync(kind, first, dryRun: false, unchanged: 1);
            await ExpectAsync(kind, second, dryRun: true, updated: 1);
            await ExpectAsync(kind, second, dryRun: false, updated: 1);
            await ExpectAsync(kind, second, dryRun: false, unchanged: 1);
        }
        async Task ExpectAsync(string kind, object item, bool dryRun, int created = 0, int updated = 0, int unchanged = 0)
        {
            var answer = (await Api.PostJsonAsync($"/api/v1/{kind}/batch", new { items = new[] { item }, dryRun })).With(200);
            (answer["created"].GetInt32(), answer["updated"].GetInt32(), answer["unchanged"].GetInt32(), answer["dryRun"].GetBoolean())
                .ShouldBe((created, updated, unchanged, dryRun), $"{kind}: {answer.Text}");
        }
    }

    [Fact]
    public async Task Post_ADryRun_StoresNothing()
    {
        var code = Calls.NewCode("dry");
        (await Api.PostJsonAsync("/api/v1/organisation-units/batch", new { dryRun = true, items = new[] { new { code, name = "Phường", level = "ward" } } }))
            .With(200);
        (await Api.ReadAsync($"/api/v1/organisation-units/{code}")).Problem(404, "unknown_resource");
        var world = await Api.WorldAsync();
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new
        {
            dryRun = true,
            items = new[] { new { orgUnit = world.Ward, indicator = world.Indicator, period = "2021", value = 1 } }
        })).With(200);
        (await Api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021")).Problem(404);
    }

    [Fact]
    public async Task Post_ABatchWithBadItems_StoresNoneAndNamesEach()
    {
        var world = await Api.WorldAsync();
        object Item(string period, object? value, string? unit = null) => new { orgUnit = unit ?? world.Ward, indicator = world.Indicator, period, value };
        (await Api.PostJsonAsync("/api/v1/actuals/batch", Items(Item("2020", 1), Item("2021", 2), Item("2022", null), Item("2023", 4, "nobody"))))
            .Problem(400, "required", "items[2].value", "items[3].orgUnit");
        (await Api.PostJsonAsync("/api/v1/actuals/batch", Items(Item("2020", 1), Item("2021", 2), Item("2022", 3), Item("2023", "4"))))
            .Problem(400, "number_as_text", "items[3].value");
        (await Api.PostJsonAsync("/api/v1/actuals/batch", Items(Item("2020", 1), Item("2020-01-01--2020-12-31", 2)))).Problem(422, "repeated_key", "items[1]");
        (await Api.PostJsonAsync("/api/v1/actuals/batch", "{\"items\":[null]}")).Problem(400);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_MoreThanTenThousandItems_IsRefused()
    {
        var world = await Api.WorldAsync();
        var items = Enumerable.Range(0, 10_001).Select(i =>
            new { orgUnit = world.Ward, indicator = world.Indicator, period = $"2020-{(i % 12) + 1:00}", group = $"g-{i}", value = i }).ToArray();
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items })).Problem(400, "too_many");
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = items[..10_000] })).With(200)["created"].GetInt32().ShouldBe(10_000);
    }

    [Fact]
    public async Task Post_OneThatExistsWithOtherContent_IsAConflict()
    {
        var world = await Api.WorldAsync();
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = world.Ward, name = "Tên khác", level = "ward" })).Problem(409, "already_exists");
        (await Api.PostJsonAsync("/api/v1/indicators",
            new { code = world.Indicator, name = "Tên khác", measure = "người", valueType = "number", overTime = "sum" })).Problem(409, "already_exists");
        (await Api.PostJsonAsync("/api/v1/resolutions",
            new { code = world.Resolution, orgUnit = world.Ward, issuer = "council", title = "Khác", term = "2020-2025" })).Problem(409, "already_exists");
        (await Api.PostJsonAsync($"/api/v1/resolutions/{world.Resolution}/targets",
            new { indicator = world.Indicator, rule = new { kind = "atLeast", value = 26 } })).Problem(409, "already_exists");
        var actual = new { orgUnit = world.Ward, indicator = world.Indicator, period = "2021", value = 1 };
        var created = (await Api.PostJsonAsync("/api/v1/actuals", actual)).With(201);
        created.Headers.Location!.ToString().ShouldBe($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021");
        (await Api.PostJsonAsync("/api/v1/actuals", actual with { value = 2 })).Problem(409, "already_exists");
        var same = (await Api.PostJsonAsync("/api/v1/actuals", actual)).With(200);
        same.Text.ShouldBe(created.Text);
        same.ETag.ShouldBe(created.ETag);
        (await Api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021")).Text.ShouldBe(created.Text);
    }

    [Fact]
    public async Task Put_APeriodInItsOtherForm_IsTheSameActual()
    {
        var world = await Api.WorldAsync();
        await Api.ActualAsync(world.Ward, world.Indicator, "2022-01-01--2022-12-31", 3);
        (await Api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).With(200)["period"].GetString().ShouldBe("2022");
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2022-01-01/2022-06-30")).With(200)["items"][0].GetProperty("period").GetString()
            .ShouldBe("2022-S1");
    }

    private static object Items(params object[] items) => new { items };
}
