using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>What hangs together stays whole: references, the tree of units, the dates of terms.</summary>
public sealed class TreeAndTermTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Delete_WhatIsStillUsed_IsAConflictThatSaysByWhat()
    {
        var world = await Api.WorldAsync();
        await RefusedAsync($"organisation-units/{world.Ward}", "resolution");
        await RefusedAsync($"indicators/{world.Indicator}", "target");
        await RefusedAsync($"resolutions/{world.Resolution}", "target");

        var parent = await Api.WardAsync();
        await Api.WardAsync(parent);
        await RefusedAsync($"organisation-units/{parent}", "organisation unit");
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        await Api.ActualAsync(ward, indicator, "2022", 1);
        await RefusedAsync($"organisation-units/{ward}", "actual");
        await RefusedAsync($"indicators/{indicator}", "actual");

        var (claimed, what) = (await Api.WardAsync(), await Api.IndicatorAsync());
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = claimed, indicator = what, period = "2022", percent = 1 })).With(200);
        await RefusedAsync($"organisation-units/{claimed}", "claim");
        await RefusedAsync($"indicators/{what}", "claim");
        var (compared, scope, which) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        (await Api.PostJsonAsync("/api/v1/benchmarks", new { orgUnit = compared, indicator = which, period = "2022", scope, value = 1 })).With(200);
        await RefusedAsync($"organisation-units/{compared}", "benchmark");
        await RefusedAsync($"organisation-units/{scope}", "benchmark");
        await RefusedAsync($"indicators/{which}", "benchmark");

        async Task RefusedAsync(string path, string by) =>
            (await Api.RemoveAsync($"/api/v1/{path}", (await Api.ReadAsync($"/api/v1/{path}")).ETag)).Problem(409, "still_referenced")["detail"]
                .GetString()!.ShouldContain(by);
    }

    [Fact]
    public async Task Put_ANewParent_MovesAllThatIsUnderIt()
    {
        var (city, other, district) = (await Api.WardAsync(), await Api.WardAsync(), "");
        district = await Api.WardAsync(city);
        var ward = await Api.WardAsync(district);
        var group = await Api.WardAsync(ward);
        await MoveAsync(district, other);
        (await UnderAsync(other)).ShouldBe([other, district, ward, group], ignoreOrder: true);
        (await UnderAsync(city)).ShouldBe([city]);
        await MoveAsync(district, null);
        (await UnderAsync(other)).ShouldBe([other]);
        (await UnderAsync(district)).ShouldBe([district, ward, group], ignoreOrder: true);

        // A batch may name a unit that moves together with units under it.
        (await Api.PostJsonAsync("/api/v1/organisation-units/batch",
            new { items = new[] { Unit(ward, district, "Tên mới"), Unit(district, city, "Tên mới") } })).With(200)["updated"].GetInt32().ShouldBe(2);
        (await UnderAsync(city)).ShouldBe([city, district, ward, group], ignoreOrder: true);
        (await UnderAsync(ward)).ShouldBe([ward, group], ignoreOrder: true);
        await MoveAsync(district, other);
        (await UnderAsync(other)).ShouldBe([other, district, ward, group], ignoreOrder: true);
    }

    [Fact]
    public async Task Put_AParentUnderItself_IsRefused()
    {
        var top = await Api.WardAsync();
        var below = await Api.WardAsync(await Api.WardAsync(top));
        var address = $"/api/v1/organisation-units/{top}";
        var tag = (await Api.ReadAsync(address)).ETag;
        (await Api.PutJsonAsync(address, Unit(top, below), tag)).Problem(422, "inconsistent", "parent");
        (await Api.PutJsonAsync(address, Unit(top, top), tag)).Problem(422, "inconsistent", "parent");
        (await Api.PutJsonAsync(address, Unit(top, "nobody"), tag)).Problem(422, "unknown_reference", "parent");
        var (a, b) = (Calls.NewCode("ring"), Calls.NewCode("ring"));
        (await Api.PostJsonAsync("/api/v1/organisation-units/batch", new { items = new[] { Unit(a, b), Unit(b, a) } }))
            .Problem(422, "inconsistent", "items[0].parent");
        (await Api.ReadAsync(address)).ETag.ShouldBe(tag);
    }

    [Fact]
    public async Task Put_TheRealDatesOfATerm_RedatesTargetsActualsAndClaims()
    {
        var world = await Api.WorldAsync();
        (await Api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2020-2025", new { value = 20 })).With(201);
        (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2020-2025", percent = 80 })).With(200);
        await DatesAsync("2020-05-20", "2025-04-15");
        await ExpectAsync("2020-05-20", "2025-04-15");
        await DatesAsync("2020-05-20", "2026-06-30");
        await ExpectAsync("2020-05-20", "2026-06-30");
        await DatesAsync(null, null);
        await ExpectAsync("2020-01-01", "2025-12-31");

        async Task DatesAsync(string? termStart, string? termEnd)
        {
            var address = $"/api/v1/resolutions/{world.Resolution}";
            (await Api.PutJsonAsync(address,
                new { code = world.Resolution, orgUnit = world.Ward, issuer = "congress", title = "Nghị quyết", term = "2020-2025", termStart, termEnd },
                (await Api.ReadAsync(address)).ETag)).With(200);
        }
        async Task ExpectAsync(string start, string end)
        {
            var target = (await Api.ReadAsync($"/api/v1/targets/{world.Target}")).With(200);
            (target["scopeStart"].GetString(), target["scopeEnd"].GetString()).ShouldBe((start, end));
            (await Api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&to={start}&from={end}")).Count.ShouldBe(1);
            (await Api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&from={DateOnly.Parse(end, null).AddDays(1):yyyy-MM-dd}")).ShouldBeEmpty();
            foreach (var period in (string[])["2020-2025", $"{start}--{end}"])
            {
                var row = (await Api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period={period}")).With(200)["items"][0];
                row.GetProperty("percent").GetDecimal().ShouldBe(80);
                row.GetProperty("due").GetBoolean().ShouldBeTrue();
                row.GetProperty("periodEnd").GetString().ShouldBe(end);
                row.GetProperty("claim").GetProperty("disagrees").GetBoolean().ShouldBeFalse();
            }
        }
    }

    [Fact]
    public async Task Delete_TheResolutionOfATerm_GivesItsActualsTheCalendarsDatesAgain()
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        var resolution = await Api.ResolutionAsync(ward, termStart: "2020-05-20", termEnd: "2025-04-15");
        await Api.ActualAsync(ward, indicator, "2020-2025", 5);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}&from=2025-12-31")).ShouldBeEmpty();
        var address = $"/api/v1/resolutions/{resolution}";
        (await Api.RemoveAsync(address, (await Api.ReadAsync(address)).ETag)).With(204);
        (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}&from=2025-12-31&to=2020-01-01")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Put_ATargetIntoAnotherResolution_StandsLastThere()
    {
        var ward = await Api.WardAsync();
        var (one, two) = (await Api.ResolutionAsync(ward), await Api.ResolutionAsync(ward));
        var indicators = new[] { await Api.IndicatorAsync(), await Api.IndicatorAsync(), await Api.IndicatorAsync() };
        var rule = new { kind = "atLeast", value = 1 };
        var moving = await Api.TargetAsync(one, indicators[0], rule);
        await Api.TargetAsync(two, indicators[1], rule);
        await Api.TargetAsync(two, indicators[2], rule);
        (await Api.PutJsonAsync($"/api/v1/targets/{moving["id"].GetString()}", new { resolution = two, indicator = indicators[0], rule }, moving.ETag))
            .With(200);
        (await Api.WalkAsync($"/api/v1/resolutions/{two}/targets?limit=1")).Select(target => target.GetProperty("indicator").GetString())
            .ShouldBe([indicators[1], indicators[2], indicators[0]]);
    }

    [Fact]
    public async Task Put_AResolutionThatHasTargets_KeepsItsUnitAndTerm()
    {
        var world = await Api.WorldAsync();
        var address = $"/api/v1/resolutions/{world.Resolution}";
        (await Api.PutJsonAsync(address, new { code = world.Resolution, orgUnit = world.Ward, issuer = "congress", title = "Nghị quyết", term = "2025-2030" },
            (await Api.ReadAsync(address)).ETag)).Problem(422, "inconsistent", "term");
    }

    private static object Unit(string code, string? parent, string name = "Phường Thử") => new { code, name, level = "ward", parent };

    private async Task MoveAsync(string code, string? parent)
    {
        var address = $"/api/v1/organisation-units/{code}";
        (await Api.PutJsonAsync(address, Unit(code, parent), (await Api.ReadAsync(address)).ETag)).With(200);
    }

    private async Task<IEnumerable<string>> UnderAsync(string code) =>
        (await Api.WalkAsync($"/api/v1/organisation-units?under={code}")).Select(unit => unit.GetProperty("code").GetString()!);
}
