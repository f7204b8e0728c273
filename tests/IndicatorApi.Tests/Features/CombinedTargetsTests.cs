using System.Text.Json;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Targets whose answer needs more than their own figures: several measures, every unit below, what the level above assigns.</summary>
public sealed class CombinedTargetsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Get_SeveralMeasures_AreOneLineThatTheWorstDecides()
    {
        var world = await WorldAsync("province");
        var (industry, farming) = (await IndicatorAsync(), await IndicatorAsync());
        await TargetAsync(world, new
        {
            kind = "composite",
            mode = "all",
            members = new object[]
            {
                new { indicator = industry, rule = new { kind = "atLeast", value = 54.6 } },
                new { indicator = farming, rule = new { kind = "atMost", value = 8.9 } },
            },
        });
        await ReportAsync(world.Unit, industry, "2025", 55);
        await ReportAsync(world.Unit, farming, "2025", 9.2m);

        var row = await RowAsync(world, "2025");
        row.GetProperty("verdict").GetString().ShouldBe("notMet");
        row.GetProperty("reason").GetString().ShouldBe("kindHasNoPercent");
        row.GetProperty("parts").EnumerateArray().Select(part => (Text(part, "code"), Text(part, "verdict"), part.GetProperty("actual").GetDecimal()))
            .ShouldBe([(industry, "exceeded", 55), (farming, "notMet", 9.2m)]);
        (await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025")).GetProperty("scoreboard").GetProperty("applicable").GetInt32().ShouldBe(1);
        var explained = await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025/{world.Indicator}");
        Text(explained.GetProperty("explain").GetProperty("words"), "en").ShouldContain("1 of 2 hold");
        (await Api.RemoveAsync($"/api/v1/indicators/{farming}", (await Api.ReadAsync($"/api/v1/indicators/{farming}")).With(200).ETag)).Problem(409);
        var printed = (await Api.ReadAsync($"/api/v1/achievements/{world.Unit}/2025.html?lang=en")).With(200).Text;
        printed.ShouldContain("Made of: ");
        var series = await Api.GetAsync($"/api/v1/achievements/series?orgUnit={world.Unit}&indicator={world.Indicator}");
        series.GetProperty("items").EnumerateArray().Select(point => Text(point, "verdict")).ShouldContain("notMet");
    }

    [Fact]
    public async Task Post_AMemberThatNobodyKnowsOrThatCannotBe_IsRefusedWithItsPlace()
    {
        var world = await WorldAsync("province");
        var known = await IndicatorAsync();
        var refused = await SetAsync(world, new
        {
            kind = "composite",
            mode = "all",
            members = new object[]
            {
                new { indicator = "nobody", rule = new { kind = "atLeast", value = 1 } },
                new { indicator = known, rule = new { kind = "achieve", level = "gold" } },
            },
        });
        refused.Problem(422, null, "rule.members[0].indicator");
        refused["errors"].EnumerateObject().ShouldContain(error => error.Name.StartsWith("rule.members[1].rule", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_WhatEveryUnitMustHold_NamesTheWorstAndChangesWithTheirFigures()
    {
        var world = await WorldAsync("province");
        await TargetAsync(world, new { kind = "everyUnit", level = "commune", rule = new { kind = "atLeast", value = 15 } });
        string[] communes = [.. Enumerable.Range(1, 3).Select(i => $"{world.Unit}-{i}")];
        foreach (var code in communes) (await Api.PostJsonAsync(
            "/api/v1/organisation-units", new { code, name = code, level = "commune", parent = world.Unit })).With(201);
        await ReportAsync(communes[0], world.Indicator, "2025", 19);
        await ReportAsync(communes[1], world.Indicator, "2025", 16);
        var address = $"/api/v1/achievements?orgUnit={world.Unit}&period=2025";
        var open = (await Api.ReadAsync(address)).With(200);
        open["items"][0].GetProperty("verdict").GetString().ShouldBe("noData");
        open["items"][0].GetProperty("reason").GetString().ShouldBe("partMissing");

        await ReportAsync(communes[2], world.Indicator, "2025", 14);
        var judged = (await Api.ReadAsync(address, ("If-None-Match", open.ETag))).With(200);
        var row = judged["items"][0];
        row.GetProperty("verdict").GetString().ShouldBe("notMet");
        row.GetProperty("percent").GetDecimal().ShouldBe(66.6666666667m);
        Text(row, "worstPart").ShouldBe(communes[2]);
        row.GetProperty("actual").GetDecimal().ShouldBe(14);
        row.GetProperty("parts").GetArrayLength().ShouldBe(3);
        (await Api.ReadAsync(address, ("If-None-Match", judged.ETag))).With(304);
        var together = await Api.WalkAsync("/api/v1/achievements?period=2025&limit=1000");
        together.Single(other => Text(other, "orgUnit") == world.Unit).GetRawText().ShouldBe(row.GetRawText());
    }

    [Fact]
    public async Task Get_WhatTheLevelAboveAssigns_IsJudgedOnceItIsAssigned()
    {
        var world = await WorldAsync("province");
        await TargetAsync(world, new { kind = "asAssigned", issuer = "Trung ương", share = 1 });
        await ReportAsync(world.Unit, world.Indicator, "2025", 940);
        var before = await RowAsync(world, "2025");
        before.GetProperty("reason").GetString().ShouldBe("noNumericTarget");
        before.GetProperty("assignedVersion").ValueKind.ShouldBe(JsonValueKind.Null);

        var plan = Calls.NewCode("plan");
        (await Api.PostJsonAsync("/api/v1/resolutions", new
        {
            code = plan,
            orgUnit = world.Unit,
            issuer = "levelAbove",
            title = "Giao chỉ tiêu",
            term = "2020-2025"
        })).With(201);
        var assigned = (await Api.PostJsonAsync("/api/v1/targets", new
        {
            resolution = plan,
            indicator = world.Indicator,
            rule = new { kind = "reduceByPercent", percent = 5 },
            baseline = new { value = 1000 },
        })).With(201);
        var row = await RowAsync(world, "2025");
        row.GetProperty("percent").GetDecimal().ShouldBe(120);
        row.GetProperty("verdict").GetString().ShouldBe("exceeded");
        Text(row, "assignedVersion").ShouldBe($"{plan}/1");
        var explained = await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025/{world.Indicator}?resolution={world.Resolution}");
        Text(explained.GetProperty("explain").GetProperty("assigned"), "en").ShouldContain($"{plan}/1");

        var id = assigned["id"].GetString();
        (await Api.PutJsonAsync($"/api/v1/targets/{id}", new
        {
            resolution = plan,
            indicator = world.Indicator,
            rule = new { kind = "reduceByPercent", percent = 10 },
            baseline = new { value = 1000 },
        }, assigned.ETag)).With(200);
        var again = await RowAsync(world, "2025");
        again.GetProperty("percent").GetDecimal().ShouldBe(60);
        Text(again, "assignedVersion").ShouldBe($"{plan}/2");
    }

    [Fact]
    public async Task Get_RankingAndSummary_NeverSetADistrictBesideItsWards()
    {
        var world = await WorldAsync("district");
        await TargetAsync(world, new { kind = "atLeast", value = 10 });
        await ReportAsync(world.Unit, world.Indicator, "2025", 20);
        foreach (var (level, value) in ((string, decimal)[])[("ward", 12), ("commune", 8)])
        {
            var below = await WorldAsync(level, world.Unit, world.Indicator);
            await TargetAsync(below, new { kind = "atLeast", value = 10 });
            await ReportAsync(below.Unit, world.Indicator, "2025", value);
        }
        var question = $"indicator={world.Indicator}&period=2025&under={world.Unit}";
        var ranking = await Api.GetAsync($"/api/v1/achievements/ranking?{question}");
        ranking.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("percent").GetDecimal()).ShouldBe([120, 80]);
        Levels(ranking).ShouldBe(["ward", "commune"]);
        var other = ranking.GetProperty("otherLevels").EnumerateArray().Single();
        (Text(other, "level"), other.GetProperty("units").GetInt32(), other.GetProperty("targets").GetInt32()).ShouldBe(("district", 1, 1));
        (await Api.GetAsync($"/api/v1/achievements/ranking?{question}&level=district")).GetProperty("items").EnumerateArray()
            .Select(item => Text(item, "orgUnit")).ShouldBe([world.Unit]);

        var summary = await Api.GetAsync($"/api/v1/achievements/summary?{question}");
        summary.GetProperty("scoreboard").GetProperty("applicable").GetInt32().ShouldBe(2);
        summary.GetProperty("scoreboard").GetProperty("meanPercent").GetDecimal().ShouldBe(90);
        (await Api.GetAsync($"/api/v1/achievements/summary?{question}&level=district")).GetProperty("scoreboard").GetProperty("applicable").GetInt32()
            .ShouldBe(1);
        (await Api.ReadAsync($"/api/v1/achievements/summary?{question}&level=village")).Problem(400, null, "level");
    }

    [Fact]
    public async Task Get_ComparedWithEarlierPeriods_SaysChangeAndWhetherItIsBetter()
    {
        var world = await WorldAsync("ward");
        await TargetAsync(world, new { kind = "atLeast", value = 25 });
        foreach (var (period, value) in ((string, decimal)[])[("2023", 12), ("2024", 20), ("2025", 15)]) await ReportAsync(
            world.Unit, world.Indicator, period, value);
        var card = await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025?compare=previous,samePeriodLastYear");
        var compared = card.GetProperty("items")[0].GetProperty("comparisons");
        Check(compared.GetProperty("previous"));
        Check(compared.GetProperty("samePeriodLastYear"));
        var single = await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025/{world.Indicator}");
        Check(single.GetProperty("comparisons").GetProperty("previous"));
        var points = (await Api.GetAsync($"/api/v1/achievements/series?orgUnit={world.Unit}&indicator={world.Indicator}&compare=previous"))
            .GetProperty("items");
        var last = points.EnumerateArray().Last().GetProperty("comparisons");
        Check(last.GetProperty("previous"));
        last.GetProperty("samePeriodLastYear").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.ReadAsync($"/api/v1/achievements/{world.Unit}/2025.html?lang=en&compare=previous"))
            .With(200).Text.ShouldContain("the period before (2024) 20: -5; -25%");
        (await Api.GetAsync($"/api/v1/achievements/{world.Unit}/2025")).GetProperty("items")[0]
            .GetProperty("comparisons").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.GetAsync("/api/v1/achievements?period=2025&compare=previous&limit=1000")).GetProperty("items").EnumerateArray()
            .Single(row => Text(row, "orgUnit") == world.Unit).GetProperty("comparisons").GetProperty("previous").GetProperty("change").GetDecimal()
                .ShouldBe(-5);
        (await Api.ReadAsync($"/api/v1/achievements/{world.Unit}/2025?compare=yesterday")).Problem(400, null, "compare");

        static void Check(JsonElement row)
        {
            (Text(row, "period"), row.GetProperty("value").GetDecimal(), row.GetProperty("change").GetDecimal()).ShouldBe(("2024", 20, -5));
            row.GetProperty("percentChange").GetDecimal().ShouldBe(-25);
            row.GetProperty("better").GetBoolean().ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Get_Quality_NamesFiguresLongerThanTheirYearAndRatesOfNothing()
    {
        var world = await WorldAsync("ward");
        var (total, rate) = (await IndicatorAsync(new { valueType = "number", overTime = "sum" }),
            await IndicatorAsync(new { valueType = "ratio", overTime = "last" }));
        await ReportAsync(world.Unit, total, "2024-01-01--2025-03-31", 5);
        (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Unit, indicator = rate, period = "2024", numerator = 0, denominator = 0 })).With(201);
        var found = (await Api.GetAsync($"/api/v1/quality?orgUnit={world.Unit}")).GetProperty("items").EnumerateArray()
            .Select(row => (Text(row, "indicator"), Text(row, "kind")));
        found.ShouldBe([(total, "figureLongerThanWindow"), (rate, "denominatorZero")], ignoreOrder: true);
    }

    [Fact]
    public async Task Get_AYearlyAverageAndAStretch_SayWhatIsLeftAndWhetherItIsReached()
    {
        var world = await WorldAsync("ward", indicator: await IndicatorAsync(new { valueType = "number", overTime = "sum", frequency = "year" }));
        await TargetAsync(world, new { kind = "atLeast", value = 10, stretch = 12, about = true, qualifier = "cơ bản" }, "perYearAverage");
        for (var year = 2020; year <= 2025; year++) await ReportAsync(world.Unit, world.Indicator, $"{year}", 13);
        var row = await RowAsync(world, "2020-2025");
        row.GetProperty("verdict").GetString().ShouldBe("exceeded");
        row.GetProperty("remaining").GetDecimal().ShouldBe(0);
        row.GetProperty("about").GetBoolean().ShouldBeTrue();
        Text(row, "qualifier").ShouldBe("cơ bản");
        row.GetProperty("stretch").GetProperty("reached").GetBoolean().ShouldBeTrue();
        (await Api.ReadAsync($"/api/v1/achievements/{world.Unit}/2020-2025.html"))
            .With(200).Text.ShouldContain("khoảng 10, phấn đấu 12 (cơ bản), bình quân mỗi năm");
    }

    [Fact]
    public async Task DryRun_OfAMember_ShowsWhatItDoesToTheTargetThatItIsPartOf()
    {
        var world = await WorldAsync("province");
        var (industry, farming, other) = (await IndicatorAsync(), await IndicatorAsync(), await IndicatorAsync());
        await TargetAsync(world, new
        {
            kind = "composite",
            mode = "all",
            percent = "shareMet",
            members = new object[]
            {
                new { indicator = industry, rule = new { kind = "atLeast", value = 50 } },
                new { indicator = farming, rule = new { kind = "atLeast", value = 8 } },
            },
        });
        await ReportAsync(world.Unit, industry, "2025", 40);
        await ReportAsync(world.Unit, farming, "2025", 9);

        var changes = await TryAsync(Item(world.Unit, industry, 60), Item(world.Unit, other, 1), Item(world.Unit, world.Indicator, 1));
        ShouldGo(changes[0], world.Unit, 50, 100);
        var effect = changes[0].GetProperty("achievements")[0];
        (Text(effect, "indicator"), Text(effect, "resolution")).ShouldBe((world.Indicator, world.Resolution));
        (Text(effect.GetProperty("before"), "verdict"), Text(effect.GetProperty("after"), "verdict")).ShouldBe(("notMet", "exceeded"));
        // What is not among its members does nothing to it, its own name included.
        changes[1].GetProperty("achievements").GetArrayLength().ShouldBe(0);
        changes[2].GetProperty("achievements").GetArrayLength().ShouldBe(0);
        Text(await RowAsync(world, "2025"), "verdict").ShouldBe("notMet");
    }

    [Fact]
    public async Task DryRun_OfAUnitsFigure_ShowsWhatItDoesToTheTargetAboveThatEveryUnitMustHold()
    {
        var world = await WorldAsync("province");
        await TargetAsync(world, new { kind = "everyUnit", level = "commune", rule = new { kind = "atLeast", value = 15 } });
        string[] communes = [await CommuneAsync(world.Unit), await CommuneAsync(world.Unit), await CommuneAsync(null)];
        await ReportAsync(communes[0], world.Indicator, "2025", 10);
        await ReportAsync(communes[1], world.Indicator, "2025", 12);

        var changes = await TryAsync(Item(communes[0], world.Indicator, 16), Item(communes[2], world.Indicator, 16));
        ShouldGo(changes[0], world.Unit, 0, 50);
        changes[1].GetProperty("achievements").GetArrayLength().ShouldBe(0);
        // The figures of a batch count together, and a target is shown once for each, also where the unit above is in the batch.
        changes = await TryAsync([.. communes[..2].Append(world.Unit).Select(unit => Item(unit, world.Indicator, 16))]);
        ShouldGo(changes[0], world.Unit, 0, 100);
        ShouldGo(changes[1], world.Unit, 0, 100);
        changes[2].GetProperty("achievements").GetArrayLength().ShouldBe(0);

        var file = Calls.Body($"orgUnit;indicator;period;value\n{communes[0]};{world.Indicator};2025;16\n", "text/csv");
        var job = (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports?dryRun=true", file, ("Prefer", "wait=60"))).With(202);
        ShouldGo((await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/changes")).ShouldHaveSingleItem(), world.Unit, 0, 50);
        (await RowAsync(world, "2025")).GetProperty("percent").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task DryRun_OfAUnitsFigure_CountsNothingThatWaitsOrComesLater_AndTellsNothingOfAForeignUnit()
    {
        var world = await WorldAsync("province");
        await TargetAsync(world, new { kind = "everyUnit", level = "commune", rule = new { kind = "atLeast", value = 15 } });
        var (mine, neighbour) = (await CommuneAsync(world.Unit, "fourEyes"), await CommuneAsync(world.Unit, "fourEyes"));
        async Task<HttpClient> KeyAsync(string unit) =>
            Api.ClientWith((await Api.PostJsonAsync("/api/v1/keys", new { name = unit, role = "reporter", orgUnit = unit })).With(201)["key"].GetString());
        var clerk = await KeyAsync(mine);
        // The neighbour's figure waits for a second person, and a third unit's is about a later time.
        Task<Answer> SendAsync(HttpClient client, string path, object body) => client.CallAsync(HttpMethod.Post, path, Calls.Body(body));
        (await SendAsync(await KeyAsync(neighbour), "/api/v1/actuals", Figure(neighbour, world.Indicator, "2025", 20))).With(202);
        await ReportAsync(await CommuneAsync(world.Unit), world.Indicator, "2026", 20);

        Task<Answer> DryRunAsync(params object[] items) => SendAsync(clerk, "/api/v1/actuals/batch", new { items, dryRun = true });
        ShouldGo((await DryRunAsync(Item(mine, world.Indicator, 16))).With(200)["changes"][0], world.Unit, null, 33.3333333333m);
        var refused = await DryRunAsync(Item(mine, world.Indicator, 16), Item(neighbour, world.Indicator, 16));
        refused.Problem(403, "foreign_unit");
        refused.Text.ShouldNotContain("achievements");
        (await RowAsync(world, "2025")).GetProperty("percent").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static object Item(string orgUnit, string indicator, decimal value) => Figure(orgUnit, indicator, "2025", value);

    private static object Figure(string orgUnit, string indicator, string period, decimal value) => new { orgUnit, indicator, period, value };

    private static void ShouldGo(JsonElement change, string unit, decimal? before, decimal after)
    {
        var effect = change.GetProperty("achievements").EnumerateArray().ShouldHaveSingleItem();
        Text(effect, "orgUnit").ShouldBe(unit);
        (effect.GetProperty("before").GetProperty("percent").Deserialize<decimal?>(), effect.GetProperty("after").GetProperty("percent").GetDecimal())
            .ShouldBe((before, after));
    }

    private async Task<List<JsonElement>> TryAsync(params object[] items) =>
        [.. (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items, dryRun = true })).With(200)["changes"].EnumerateArray()];

    private async Task<string> CommuneAsync(string? parent, string? review = null)
    {
        var code = Calls.NewCode("commune");
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = code, level = "commune", parent, review })).With(201);
        return code;
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private static IEnumerable<string?> Levels(JsonElement answer) => answer.GetProperty("levels").EnumerateArray().Select(level => level.GetString());

    private async Task<World> WorldAsync(string level, string? parent = null, string? indicator = null)
    {
        var code = Calls.NewCode("combined");
        indicator ??= await IndicatorAsync();
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code, name = code, level, parent })).With(201);
        var resolution = new { code, orgUnit = code, issuer = "congress", title = "Nghị quyết", term = "2020-2025" };
        (await Api.PostJsonAsync("/api/v1/resolutions", resolution)).With(201);
        return new World(code, code, indicator);
    }

    private async Task<string> IndicatorAsync(object? definition = null)
    {
        var code = Calls.NewCode("combined");
        var members = JsonSerializer.SerializeToElement(definition ?? new { valueType = "number", overTime = "last", frequency = "year" });
        var body = members.EnumerateObject().ToDictionary(member => member.Name, object? (member) => member.Value);
        (body["code"], body["name"], body["measure"]) = (code, code, "%");
        (await Api.PostJsonAsync("/api/v1/indicators", body)).With(201);
        return code;
    }

    private async Task TargetAsync(World world, object rule, string recurrence = "once") => (await SetAsync(world, rule, recurrence)).With(201);

    private Task<Answer> SetAsync(World world, object rule, string recurrence = "once") =>
        Api.PostJsonAsync("/api/v1/targets", new { resolution = world.Resolution, indicator = world.Indicator, recurrence, rule });

    private async Task ReportAsync(string orgUnit, string indicator, string period, decimal value) =>
        (await Api.PostJsonAsync("/api/v1/actuals", new { orgUnit, indicator, period, value })).With(201);

    private async Task<JsonElement> RowAsync(World world, string period) => (await Api.WalkAsync($"/api/v1/achievements?orgUnit={world.Unit}&period={period}"))
        .Single(row => Text(row, "resolution") == world.Resolution);

    private sealed record World(string Unit, string Resolution, string Indicator);
}
