using System.Text.Json;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IndicatorApi.Tests.Features;

/// <summary>What stands beside achievements: what persons expect, what reports print, and the documents and offices that they are asked by.</summary>
public sealed class AroundAchievementsTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Expectations_StandOnRows_AndAreCountedBesideTheScoreboardWhileThereIsTime()
    {
        var ward = await Api.WardAsync();
        var resolution = await Api.ResolutionAsync(ward);
        var indicators = new List<string>();
        foreach (var likelihood in (string?[])["likely", "atRisk", "unlikely", null])
        {
            indicators.Add(await Api.IndicatorAsync());
            var target = (await Api.TargetAsync(resolution, indicators[^1], new { kind = "atLeast", value = 10 }))["id"].GetString();
            if (likelihood is null) continue;
            (await Api.PostJsonAsync($"/api/v1/targets/{target}/expectations", new { likelihood = "likely", on = "2022-06-30" })).With(201);
            (await Api.PostJsonAsync($"/api/v1/targets/{target}/expectations",
                new { likelihood, on = "2023-06-30", by = "Văn phòng", reason = "Thiếu vốn" })).With(201);
        }
        // What is met already still has time to be lost.
        await Api.ActualAsync(ward, indicators[0], "2022", 12);
        var address = $"/api/v1/achievements/{ward}/2023";
        var scorecard = (await Api.ReadAsync(address)).With(200);
        var board = scorecard["scoreboard"];
        board.GetProperty("met").GetInt32().ShouldBe(0);
        board.GetProperty("exceeded").GetInt32().ShouldBe(1);
        board.GetProperty("expected").GetRawText().ShouldBe("""{"likely":1,"atRisk":1,"unlikely":1,"none":1}""");
        var second = scorecard["items"][1].GetProperty("expectation");
        second.GetRawText().ShouldBe("""{"likelihood":"atRisk","on":"2023-06-30","by":"Văn phòng","reason":"Thiếu vốn"}""");
        scorecard["items"][3].GetProperty("expectation").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.ReadItemAsync($"/api/v1/achievements/summary?period=2023&under={ward}&by=orgUnit")).GetProperty("items")[0].GetProperty("scoreboard")
            .GetProperty("expected").GetProperty("atRisk").GetInt32().ShouldBe(1);
        (await Api.ReadAsync($"/api/v1/achievements?period=2023&orgUnit={ward}&format=csv&fields=indicator,expectation")).With(200).Text
            .ShouldContain($"{indicators[2]},unlikely,2023-06-30,Văn phòng,Thiếu vốn");

        // A new one changes the answer, so its tag too; when the time is over nothing is expected any more.
        var target0 = scorecard["items"][0].GetProperty("targetId").GetString();
        (await Api.PostJsonAsync($"/api/v1/targets/{target0}/expectations", new { likelihood = "unlikely", on = "2024-06-30" })).With(201);
        (await Api.ReadAsync(address, ("If-None-Match", scorecard.ETag))).With(200)["scoreboard"].GetProperty("expected").GetProperty("unlikely").GetInt32()
            .ShouldBe(2);
        var over = await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2020-2025");
        over.GetProperty("scoreboard").GetProperty("expected").GetRawText().ShouldBe("""{"likely":0,"atRisk":0,"unlikely":0,"none":0}""");
        over.GetProperty("items")[1].GetProperty("expectation").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Scorecard_AtMidTerm_KeepsApartWhatIsMet_WhatIsOnItsWay_WhatIsBehind_AndWhatIsDue()
    {
        var ward = await Api.WardAsync();
        var resolution = await Api.ResolutionAsync(ward);
        var codes = new Dictionary<string, string>();
        // Half of the term is over: of 25 in six years 12.5 are on time.
        foreach (var (name, value) in ((string, decimal)[])[("exceeded", 30), ("met", 25), ("ahead", 15), ("onTrack", 12.2m), ("behind", 8), ("farBehind", 3)])
        {
            codes[name] = await Api.IndicatorAsync();
            await Api.TargetAsync(resolution, codes[name], new { kind = "atLeast", value = 25 });
            await Api.ActualAsync(ward, codes[name], "2020-01-01--2022-12-31", value);
        }
        // A level without a start has no pace; a year that is over is due; of the last nothing is known.
        (codes["unknown"], codes["due"], codes["noData"]) =
            (await Api.IndicatorAsync(overTime: "last"), await Api.IndicatorAsync(), await Api.IndicatorAsync());
        await Api.TargetAsync(resolution, codes["unknown"], new { kind = "atLeast", value = 80 });
        await Api.ActualAsync(ward, codes["unknown"], "2022", 64.5m);
        await Api.TargetAsync(resolution, codes["due"], new { kind = "atLeast", value = 10 }, recurrence: "eachYear");
        await Api.ActualAsync(ward, codes["due"], "2022", 8);
        await Api.TargetAsync(resolution, codes["noData"], new { kind = "atLeast", value = 10 });

        var scorecard = await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2022");
        Counts(scorecard).ShouldBe("exceeded 1, met 1, notMet 1, ahead 1, onTrack 1, behind 1, farBehind 1, unknown 1, noData 1 of 9");
        foreach (var row in scorecard.GetProperty("items").EnumerateArray())
        {
            var isDue = row.GetProperty("indicator").GetString() == codes["due"];
            row.GetProperty("stage").GetString().ShouldBe(isDue ? "due" : "open");
        }
        (await Api.ReadAsync($"/api/v1/achievements?period=2022&orgUnit={ward}&format=csv&fields=indicator,verdict,stage")).With(200).Text
            .ShouldContain($"{codes["behind"]},notMet,open");
        var summary = await Api.ReadItemAsync($"/api/v1/achievements/summary?period=2022&under={ward}");
        summary.GetProperty("scoreboard").GetRawText().ShouldBe(scorecard.GetProperty("scoreboard").GetRawText());
        (await Api.ReadAsync($"/api/v1/achievements/{ward}/2022.html")).With(200).Text.ShouldContain("chưa đạt, còn thời gian 5");

        // When the term is over what was open is due, and not met.
        Counts(await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2020-2025"))
            .ShouldBe("exceeded 1, met 1, notMet 6, ahead 0, onTrack 0, behind 0, farBehind 0, unknown 0, noData 1 of 9");
    }

    private static string Counts(JsonElement scorecard)
    {
        var (board, open) = (scorecard.GetProperty("scoreboard"), scorecard.GetProperty("scoreboard").GetProperty("open"));
        string Of(JsonElement counts, params string[] names) => string.Join(", ", names.Select(name => $"{name} {counts.GetProperty(name)}"));
        return $"{Of(board, "exceeded", "met", "notMet")}, {Of(open, "ahead", "onTrack", "behind", "farBehind", "unknown")}, {Of(board, "noData")} "
            + $"of {board.GetProperty("applicable")}";
    }

    [Theory]
    [InlineData("gap", 2.4, false)]
    [InlineData("gap", 2.5, false)]
    [InlineData("gap", 2.7, true)]
    [InlineData("gap", -2.5, true)]
    [InlineData("excess", 25, false)]
    [InlineData("excess", 24, false)]
    [InlineData("excess", 22, true)]
    public async Task Claim_OfAGapOrAnExcess_IsShownAndComparedOnRows(string form, decimal said, bool disagrees)
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        await Api.TargetAsync(await Api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 10 });
        await Api.ActualAsync(ward, indicator, "2023", 12.5m);
        var claim = new Dictionary<string, object> { ["orgUnit"] = ward, ["indicator"] = indicator, ["period"] = "2023", [form] = said };
        (await Api.PostJsonAsync("/api/v1/claims", claim)).With(200);
        foreach (var row in (JsonElement[])[await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2023/{indicator}"),
            (await Api.ReadItemAsync($"/api/v1/achievements?orgUnit={ward}&period=2023")).GetProperty("items")[0]])
        {
            var shown = row.GetProperty("claim");
            shown.GetProperty(form).GetDecimal().ShouldBe(said);
            shown.GetProperty(form == "gap" ? "excess" : "gap").ValueKind.ShouldBe(JsonValueKind.Null);
            shown.GetProperty("disagrees").GetBoolean().ShouldBe(disagrees);
        }
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2023&format=csv&fields=claim")).With(200).Text
            .ShouldContain($"claimPercent,claimVerdict,claimGap,claimExcess,claimDisagrees");
    }

    [Fact]
    public async Task EveryRead_ByKindIssuerAndLead_SeesOnlyThose()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        const string Office = "Phòng Kinh tế";
        var targets = new Dictionary<string, string>();
        foreach (var (kind, issuer, lead) in ((string, string, string?)[])[("congress", "congress", null), ("yearlyPlan", "council", Office),
            ("programme", "levelAbove", Office)])
        {
            var code = Calls.NewCode("doc");
            (await Api.PostJsonAsync("/api/v1/resolutions", new { code, orgUnit = ward, issuer, kind, title = "x", term = "2026" })).With(201);
            targets[kind] = (await Api.PostJsonAsync("/api/v1/targets",
                new { resolution = code, indicator, rule = new { kind = "atLeast", value = 10 }, lead }))
                .With(201)["id"].GetString()!;
        }
        await Api.ActualAsync(ward, indicator, "2026", 12);
        foreach (var (filter, kinds) in ((string, string[])[])
        [
            ("kind=congress,yearlyPlan,programme", ["congress", "yearlyPlan", "programme"]), ("kind=yearlyPlan,programme", ["yearlyPlan", "programme"]),
            ("issuer=council", ["yearlyPlan"]), ("issuer=congress,%20levelAbove", ["congress", "programme"]), ("kind=yearlyPlan&issuer=levelAbove", []),
            ($"kind=yearlyPlan,programme&lead={Uri.EscapeDataString(Office)}", ["yearlyPlan", "programme"]),
            ($"issuer=council,congress&lead={Uri.EscapeDataString(Office)}", ["yearlyPlan"]), ("lead=Ph%C3%B2ng", []),
        ])
        {
            var expected = kinds.Select(kind => targets[kind]).ToList();
            (await Api.WalkAsync($"/api/v1/achievements?orgUnit={ward}&period=2026&limit=1&{filter}")).Select(Target).ShouldBe(expected, ignoreOrder: true);
            (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2026?{filter}")).GetProperty("items").EnumerateArray().Select(Target)
                .ShouldBe(expected, ignoreOrder: true);
            (await Api.ReadItemAsync($"/api/v1/achievements/summary?under={ward}&period=2026&{filter}")).GetProperty("scoreboard").GetProperty("applicable")
                .GetInt32().ShouldBe(expected.Count);
            (await Api.ReadItemAsync($"/api/v1/achievements/ranking?under={ward}&period=2026&indicator={indicator}&{filter}")).GetProperty("items")
                .GetArrayLength().ShouldBe(expected.Count);
            (await Api.ReadAsync($"/api/v1/achievements/{ward}/2026.html?{filter}")).With(200).Text.Split("<td class=\"name\">").Length
                .ShouldBe(1 + expected.Count);
            var series = await Api.ReadAsync($"/api/v1/achievements/series?orgUnit={ward}&indicator={indicator}&{filter}");
            if (expected.Count == 0) series.Problem(404);
            else expected.ShouldContain(series.With(200)["targetId"].GetString());
            var one = await Api.ReadAsync($"/api/v1/achievements/{ward}/2026/{indicator}?{filter}");
            if (expected.Count == 0) one.Problem(404);
            else one.With(200)["alsoAsked"].GetArrayLength().ShouldBe(expected.Count - 1);
        }
        // The ranking is that of the congresses unless something else is asked for.
        (await Api.ReadItemAsync($"/api/v1/achievements/ranking?under={ward}&period=2026&indicator={indicator}")).GetProperty("items").GetArrayLength()
            .ShouldBe(1);
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2026&kind=plan")).Problem(400, "unknown_word", "kind");
        (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2026?kind=programme")).GetProperty("items")[0].GetProperty("lead").GetString().ShouldBe(Office);

        static string? Target(JsonElement row) => row.GetProperty("targetId").GetString();
    }

    [Fact]
    public async Task Band_IsTheNearestSchemesColour_OnTheExactNumber_AndNeverChangesTheVerdict()
    {
        var ward = await Api.WardAsync();
        var code = Calls.NewCode("resolution");
        object Resolution(object? bands) => new { code, orgUnit = ward, issuer = "congress", title = "x", term = "2020-2025", bands };
        (await Api.PostJsonAsync("/api/v1/resolutions", Resolution(Scheme("percent", 90)))).With(201)["bands"].GetProperty("bands").GetArrayLength()
            .ShouldBe(2);
        var rows = new Dictionary<string, (string Indicator, string Target)>();
        foreach (var (name, value) in ((string, decimal)[])[("within", 90), ("short", 89.96m), ("own", 95)])
        {
            var indicator = await Api.IndicatorAsync();
            var bands = name == "own" ? Scheme("difference", -2) : null;
            var target = (await Api.PostJsonAsync("/api/v1/targets", new { resolution = code, indicator, rule = new { kind = "atLeast", value = 100 }, bands }))
                .With(201);
            rows[name] = (indicator, target["id"].GetString()!);
            await Api.ActualAsync(ward, indicator, "2022", value);
        }
        (await Api.ReadItemAsync($"/api/v1/targets/{rows["own"].Target}")).GetProperty("bands").GetProperty("measure").GetString().ShouldBe("difference");
        var one = (await Api.ReadAsync($"/api/v1/achievements/{ward}/2020-2025/{rows["within"].Indicator}")).With(200);
        one["band"].GetRawText().ShouldBe("""{"name":"green","text":{"vi":"Xanh","en":"Green"},"shape":"circle"}""");
        one["verdict"].GetString().ShouldBe("notMet");
        (await NameAsync("short")).ShouldBe("red");
        (await NameAsync("own")).ShouldBe("red");
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={ward}&period=2020-2025&format=csv&fields=percent,band")).With(200).Text
            .ShouldContain("89.96,red,Đỏ,square");

        // The resolution's scheme is among what the answer depends on; without one there is no colour.
        var stored = (await Api.ReadAsync($"/api/v1/resolutions/{code}")).With(200);
        (await Api.PutJsonAsync($"/api/v1/resolutions/{code}", Resolution(Scheme("percent", 90)), stored.ETag)).With(200).ETag.ShouldBe(stored.ETag);
        (await Api.PutJsonAsync($"/api/v1/resolutions/{code}", Resolution(null), stored.ETag)).With(200);
        (await Api.ReadAsync($"/api/v1/achievements/{ward}/2020-2025/{rows["within"].Indicator}", ("If-None-Match", one.ETag))).With(200)["band"].ValueKind
            .ShouldBe(JsonValueKind.Null);
        (await NameAsync("own")).ShouldBe("red");

        async Task<string?> NameAsync(string row) =>
            (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2020-2025/{rows[row].Indicator}")).GetProperty("band").GetProperty("name").GetString();
    }

    [Fact]
    public async Task Bands_OfTheDeployment_HoldWhereNothingNearerDoes()
    {
        List<string> mistakes = [];
        Settings Read(string bands) => Settings.From(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Bands"] = bands }).Build(), mistakes);
        var bands = Read(JsonSerializer.Serialize(Scheme("percent", 90))).Bands;
        mistakes.ShouldBeEmpty();
        Read("{").Bands.ShouldBeNull();
        Read(JsonSerializer.Serialize(Scheme("percent", 90)).Replace("90", "null", StringComparison.Ordinal));
        mistakes.Count.ShouldBe(2);
        mistakes.ShouldAllBe(mistake => mistake.StartsWith("Bands", StringComparison.Ordinal));
        await using var coloured = await ApiServer.StartAsync(postgres, change: settings => settings with { Bands = bands });
        var world = await coloured.WorldAsync();
        await coloured.ActualAsync(world.Ward, world.Indicator, "2022", 24);
        (await coloured.ReadItemAsync($"/api/v1/achievements/{world.Ward}/2020-2025")).GetProperty("items")[0].GetProperty("band").GetProperty("name")
            .GetString().ShouldBe("green");
        (await coloured.ReadAsync($"/api/v1/achievements/{world.Ward}/2020-2025.html?lang=en")).With(200).Text.ShouldContain("● Green");
    }

    [Theory]
    [InlineData("""{"measure":"percent","bands":[]}""", 422, "bands.bands")]
    [InlineData("""{"measure":"percent","bands":[null]}""", 400, "bands")]
    [InlineData("""{"measure":"percent","bands":[{"name":"a","from":90,TEXT},{"name":"b","from":95,TEXT}]}""", 422, "bands.bands[1].from")]
    [InlineData("""{"measure":"percent","bands":[{"name":" ","from":90,TEXT},{"name":"b",TEXT}]}""", 422, "bands.bands[0].name")]
    public async Task Bands_ThatAreNoScheme_AreRefused(string bands, int status, string where)
    {
        bands = bands.Replace("TEXT", """
            "text":{"vi":"A","en":"A"},"shape":"x"
            """, StringComparison.Ordinal);
        var (code, ward) = (Calls.NewCode("r"), await Api.WardAsync());
        var body = $$"""{"code":"{{code}}","orgUnit":"{{ward}}","issuer":"congress","title":"x","term":"2020-2025","bands":{{bands}}}""";
        (await Api.PostJsonAsync("/api/v1/resolutions", body)).Problem(status, null, where);
    }

    [Fact]
    public async Task Claim_OfAScoreboard_IsSetAgainstTheCountOfTheSameTargets()
    {
        var ward = await Api.WardAsync();
        var resolutions = new[] { await Api.ResolutionAsync(ward), await Api.ResolutionAsync(ward) };
        foreach (var (resolution, value) in ((string, decimal)[])[(resolutions[0], 12), (resolutions[0], 8), (resolutions[1], 12)])
        {
            var indicator = await Api.IndicatorAsync();
            await Api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 10 });
            await Api.ActualAsync(ward, indicator, "2020-2025", value);
        }
        async Task SayAsync(string? resolution, int met, int of, string period = "2020-2025") =>
            (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = ward, period, resolution, scoreboard = new { met, of } })).With(200);
        await SayAsync(null, 3, 3);
        await SayAsync(resolutions[0], 1, 2);
        await SayAsync(resolutions[1], 0, 1);
        await SayAsync(null, 1, 1, "2022");
        await SayAsync(resolutions[1], 1, 1);
        (await ClaimsAsync("")).ShouldBe([(null, "3/3", "2/3", true), (resolutions[0], "1/2", "1/2", false), (resolutions[1], "1/1", "1/1", false)],
            ignoreOrder: true);
        (await ClaimsAsync($"?resolution={resolutions[0]}")).ShouldBe([(resolutions[0], "1/2", "1/2", false)]);
        (await ClaimsAsync("?lead=x")).ShouldBeEmpty();
        (await Api.WalkAsync($"/api/v1/claims?orgUnit={ward}")).Select(claim => claim.GetProperty("scoreboard").GetRawText())
            .ShouldContain("""{"met":1,"of":2,"exceeded":null}""");
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = ward, period = "2020-2025", scoreboard = new { met = 2, of = 3, exceeded = 1 } })).With(200);
        (await ClaimsAsync("")).Single(claim => claim.Item1 is null).Item4.ShouldBeTrue("both are exceeded");
        (await Api.ReadAsync($"/api/v1/claims?orgUnit={ward}&format=csv")).With(200).Text.ShouldContain(resolutions[0]);

        var refused = (object scoreboard, object? more) => Api.PostJsonAsync("/api/v1/claims",
            JsonSerializer.Serialize(new { orgUnit = ward, period = "2022", scoreboard, indicator = more }));
        (await refused(new { met = 4, of = 3 }, null)).Problem(422, "out_of_range", "scoreboard.met");
        (await refused(new { met = 0, of = 0 }, null)).Problem(422, "out_of_range", "scoreboard.of");
        (await refused(new { met = 1, of = 3 }, await Api.IndicatorAsync())).Problem(422, "inconsistent", "scoreboard");
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = ward, period = "2022", percent = 80 })).Problem(400, "required", "indicator");

        async Task<List<(string?, string, string, bool)>> ClaimsAsync(string query) =>
            [.. (await Api.ReadItemAsync($"/api/v1/achievements/{ward}/2020-2025{query}")).GetProperty("claims").EnumerateArray().Select(claim => (
                claim.GetProperty("resolution").GetString(), $"{claim.GetProperty("met")}/{claim.GetProperty("of")}",
                $"{claim.GetProperty("ourMet")}/{claim.GetProperty("ourOf")}", claim.GetProperty("disagrees").GetBoolean()))];
    }

    private static object Scheme(string measure, decimal from) => new
    {
        measure,
        bands = new object[]
        {
            new { name = "green", from, text = new { vi = "Xanh", en = "Green" }, shape = "circle" },
            new { name = "red", text = new { vi = "Đỏ", en = "Red" }, shape = "square" },
        },
    };
}
