using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Who answers for a target, of which other it is a share, and several of them on one indicator.</summary>
public sealed class TargetPeopleTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly object Floor = new { kind = "atLeast", value = 10 };
    private static readonly object Goal = new { kind = "atLeast", value = 20 };

    private ApiServer Api => server.Api;

    [Fact]
    public async Task Offices_AreKept_Filtered_AndInHistory()
    {
        var world = await Api.WorldAsync();
        var body = new
        {
            indicator = world.Indicator,
            rule = Goal,
            lead = "Phòng Kinh tế",
            coordinating = new[] { "Phòng Văn hóa", "Công an" },
            dataSource = "Chi cục Thống kê"
        };
        var put = (await Api.PutJsonAsync($"/api/v1/targets/{world.Target}", body, "*")).With(200);
        (await Api.PutJsonAsync($"/api/v1/targets/{world.Target}", body, put.ETag)).With(200)["version"].GetInt64().ShouldBe(2);
        var read = await Api.ReadItemAsync($"/api/v1/targets/{world.Target}");
        read.GetProperty("lead").GetString().ShouldBe("Phòng Kinh tế");
        read.GetProperty("coordinating").EnumerateArray().Select(office => office.GetString()).ShouldBe(["Phòng Văn hóa", "Công an"]);
        read.GetProperty("dataSource").GetString().ShouldBe("Chi cục Thống kê");
        var versions = await Api.WalkAsync($"/api/v1/targets/{world.Target}/versions");
        versions.Select(version => version.GetProperty("target").GetProperty("lead").GetString()).ShouldBe(["Phòng Kinh tế", null]);
        (await Api.WalkAsync($"/api/v1/resolutions/{world.Resolution}/targets?lead=Ph%C3%B2ng%20Kinh%20t%E1%BA%BF")).Count.ShouldBe(1);
        (await Api.WalkAsync($"/api/v1/resolutions/{world.Resolution}/targets?lead=C%C3%B4ng%20an")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Parent_OfAnotherIndicatorOrOfAUnitBelow_IsRefused_AndNoCircleCloses()
    {
        var world = await Api.WorldAsync();
        var below = await Api.WardAsync(world.Ward);
        var lower = await Api.ResolutionAsync(below);
        var share = await ShareAsync(lower, world.Indicator, 5, world.Target);
        var id = share["id"].GetString()!;
        share["parentTarget"].GetString().ShouldBe(world.Target);
        (await PutAsync(world.Target, world.Indicator, id)).Problem(422, "inconsistent", "parentTarget");
        (await PutAsync(world.Target, world.Indicator, world.Target)).Problem(422, "inconsistent", "parentTarget");
        (await PutAsync(world.Target, world.Indicator, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString()))
            .Problem(422, "unknown_reference", "parentTarget");
        (await PutAsync(id, await Api.IndicatorAsync(), world.Target)).Problem(422, "inconsistent", "parentTarget");
        (await PutAsync(world.Target, await Api.IndicatorAsync(), null)).Problem(422, "inconsistent", "indicator");
        (await Api.RemoveAsync($"/api/v1/targets/{world.Target}", "*")).Problem(409, "still_referenced");

        // Within one unit a circle of two is longer than one step.
        var year = await Api.TargetAsync(world.Resolution, world.Indicator, Floor, "2023");
        var other = year["id"].GetString()!;
        (await Api.PutJsonAsync($"/api/v1/targets/{other}", new { indicator = world.Indicator, rule = Floor, period = "2023", parentTarget = world.Target },
            "*")).With(200);
        (await PutAsync(world.Target, world.Indicator, other)).Problem(422, "inconsistent", "parentTarget");

        Task<Answer> PutAsync(string target, string indicator, string? parentTarget) =>
            Api.PutJsonAsync($"/api/v1/targets/{target}", new { indicator, rule = Goal, parentTarget }, "*");
    }

    [Fact]
    public async Task Shares_AreAdded_AndSayWhatIsLeft_WhatIsTooMuch_AndWhoHasNone()
    {
        var world = await Api.WorldAsync();
        var (first, second, third) = (await Api.WardAsync(world.Ward), await Api.WardAsync(world.Ward), await Api.WardAsync(world.Ward));
        var shares = $"/api/v1/targets/{world.Target}/shares";
        // Nothing says yet how its figures combine over units.
        (await Api.ReadItemAsync(shares)).GetProperty("reason").GetString().ShouldBe("notAdditive");
        (await Api.PutJsonAsync($"/api/v1/indicators/{world.Indicator}",
            new
            {
                code = world.Indicator,
                name = "Chỉ tiêu thử",
                measure = "người",
                valueType = "number",
                overTime = "sum",
                overUnits = "sum",
                frequency = "year"
            }, "*")).With(200);
        var none = await Api.ReadItemAsync(shares);
        none.GetProperty("reason").GetString().ShouldBeNull();
        none.GetProperty("number").GetDecimal().ShouldBe(25);
        none.GetProperty("assigned").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        await ShareAsync(await Api.ResolutionAsync(first), world.Indicator, 10, world.Target);
        var some = await Api.ReadItemAsync(shares);
        (some.GetProperty("assigned").GetDecimal(), some.GetProperty("unassigned").GetDecimal(), some.GetProperty("overAssigned").GetDecimal())
            .ShouldBe((10, 15, 0));

        await ShareAsync(await Api.ResolutionAsync(second), world.Indicator, 18, world.Target);
        (await Api.PostJsonAsync($"/api/v1/resolutions/{await Api.ResolutionAsync(second)}/targets",
            new { indicator = world.Indicator, period = "2023", rule = Floor, parentTarget = world.Target })).With(201);
        var all = await Api.ReadItemAsync(shares);
        (all.GetProperty("assigned").GetDecimal(), all.GetProperty("unassigned").GetDecimal(), all.GetProperty("overAssigned").GetDecimal())
            .ShouldBe((28, 0, 3));
        (all.GetProperty("units").GetInt32(), all.GetProperty("unitsWithShare").GetInt32()).ShouldBe((3, 2));
        all.GetProperty("unitsWithout").EnumerateArray().Select(code => code.GetString()).ShouldBe([third]);
        all.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("reason").GetString())
            .ShouldBe([null, null, "otherPeriod"], ignoreOrder: true);
        (await Api.ReadAsync($"/api/v1/targets/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}/shares")).Problem(404, "unknown_resource");
    }

    [Fact]
    public async Task Shares_OfAWeightedMean_AreWeighedByTheLatestWeights_AndOneWithoutIsNamed()
    {
        var world = await Api.WorldAsync();
        var (first, second) = (await Api.WardAsync(world.Ward), await Api.WardAsync(world.Ward));
        var people = await Api.IndicatorAsync();
        (await Api.PutJsonAsync($"/api/v1/indicators/{world.Indicator}", new
        {
            code = world.Indicator,
            name = "Tỷ lệ thử",
            measure = "%",
            valueType = "number",
            overTime = "last",
            overUnits = "weightedAverage",
            weightIndicator = people,
            frequency = "year",
        }, "*")).With(200);
        var shares = $"/api/v1/targets/{world.Target}/shares";
        await ShareAsync(await Api.ResolutionAsync(first), world.Indicator, 30, world.Target);
        await ShareAsync(await Api.ResolutionAsync(second), world.Indicator, 10, world.Target);
        await Api.ActualAsync(first, people, "2021", 9_000);
        await Api.ActualAsync(first, people, "2024", 3_000);
        var open = await Api.ReadItemAsync(shares);
        open.GetProperty("reason").GetString().ShouldBe("weightsUnknown");
        open.GetProperty("shares").EnumerateArray().Select(share => (share.GetProperty("orgUnit").GetString(), share.GetProperty("reason").GetString()))
            .ShouldBe([(first, null), (second, "weightsUnknown")], ignoreOrder: true);

        await Api.ActualAsync(second, people, "2024", 1_000);
        var whole = await Api.ReadItemAsync(shares);
        // (3,000 × 30 + 1,000 × 10) ÷ 4,000 = 25, as is asked above.
        whole.GetProperty("reason").GetString().ShouldBeNull();
        (whole.GetProperty("assigned").GetDecimal(), whole.GetProperty("unassigned").GetDecimal(), whole.GetProperty("overAssigned").GetDecimal())
            .ShouldBe((25, 0, 0));
        whole.GetProperty("shares").EnumerateArray().Select(share => (share.GetProperty("orgUnit").GetString(), share.GetProperty("weight").GetDecimal()))
            .ShouldBe([(first, 3_000), (second, 1_000)], ignoreOrder: true);
        await Api.ActualAsync(second, people, "2025", 3_000);
        (await Api.ReadItemAsync(shares)).GetProperty("unassigned").GetDecimal().ShouldBe(5);
    }

    [Fact]
    public async Task Post_OneMoreOnTheSameIndicator_IsToldApartByItsPosition()
    {
        var world = await Api.WorldAsync();
        var targets = $"/api/v1/resolutions/{world.Resolution}/targets";
        (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Goal })).Problem(409, "already_exists");
        (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Goal, position = 1 })).Problem(409, "already_exists");
        var more = (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Goal, position = 7 })).With(201);
        more["position"].GetInt32().ShouldBe(7);
        (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Goal, position = 7 })).With(200)["id"].GetString()
            .ShouldBe(more["id"].GetString());
        (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Floor, wording = "khác" })).Problem(422, "inconsistent", "position");
        (await Api.PostJsonAsync(targets, new { indicator = await Api.IndicatorAsync(), rule = Floor, position = 7 })).Problem(422, "inconsistent", "position");
        (await Api.PostJsonAsync(targets, new { indicator = world.Indicator, rule = Floor, position = 0 })).Problem(422, "out_of_range", "position");
        (await Api.WalkAsync(targets)).Select(target => target.GetProperty("position").GetInt32()).ShouldBe([1, 7]);
        (await Api.ReadAsync($"/api/v1/achievements/{world.Ward}/2020-2025")).With(200);
        (await Api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"].GetArrayLength().ShouldBe(2);
        // Without a place it keeps the one it has.
        (await Api.PutJsonAsync($"/api/v1/targets/{more["id"].GetString()}", new { indicator = world.Indicator, rule = Floor, position = 8 }, "*"))
            .With(200)["position"].GetInt32().ShouldBe(8);
        (await Api.PutJsonAsync($"/api/v1/targets/{world.Target}", new { indicator = world.Indicator, rule = Floor, position = 8 }, "*"))
            .Problem(422, "inconsistent", "position");
    }

    [Fact]
    public async Task Batch_OfTwoOnOneIndicator_FindsBothAgain_ByWordingOrByPlace()
    {
        var ward = await Api.WardAsync();
        var (indicator, resolution) = (await Api.IndicatorAsync(), await Api.ResolutionAsync(ward));
        var batch = $"/api/v1/resolutions/{resolution}/targets/batch";
        object two = new
        {
            items = new object[] { new { indicator, rule = Floor, wording = "giữ vững" },
            new { indicator, rule = Goal, wording = "phấn đấu" } }
        };
        (await Api.PostJsonAsync(batch, two)).With(200)["created"].GetInt32().ShouldBe(2);
        (await Api.PostJsonAsync(batch, two)).With(200)["unchanged"].GetInt32().ShouldBe(2);
        object turned = new
        {
            items = new object[] { new { indicator, rule = Goal, wording = "phấn đấu" },
            new { indicator, rule = Floor, wording = "giữ vững" } }
        };
        (await Api.PostJsonAsync(batch, turned)).With(200)["unchanged"].GetInt32().ShouldBe(2);
        object placed = new
        {
            items = new object[] { new { indicator, rule = Goal, wording = "giữ vững", position = 1 },
            new { indicator, rule = Goal, wording = "phấn đấu", position = 2 } }
        };
        var changed = (await Api.PostJsonAsync(batch, placed)).With(200);
        (changed["updated"].GetInt32(), changed["unchanged"].GetInt32()).ShouldBe((1, 1));
        object one = new { items = new object[] { new { indicator, rule = Floor, wording = "phấn đấu" } } };
        (await Api.PostJsonAsync(batch, one)).With(200)["updated"].GetInt32().ShouldBe(1);
        object alike = new { items = new object[] { new { indicator, rule = Floor }, new { indicator, rule = Goal } } };
        (await Api.PostJsonAsync(batch, alike)).Problem(422, "repeated_key", "items[1]");
        object samePlace = new { items = new object[] { new { indicator, rule = Floor, position = 4 }, new { indicator, rule = Goal, position = 4 } } };
        (await Api.PostJsonAsync(batch, samePlace)).Problem(422, "repeated_key", "items[1]");
        (await Api.WalkAsync($"/api/v1/resolutions/{resolution}/targets")).Count.ShouldBe(2);
    }

    private async Task<Answer> ShareAsync(string resolution, string indicator, decimal value, string parentTarget) =>
        (await Api.PostJsonAsync($"/api/v1/resolutions/{resolution}/targets", new { indicator, rule = new { kind = "atLeast", value }, parentTarget }))
            .With(201);
}
