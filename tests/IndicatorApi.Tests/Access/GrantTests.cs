using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Access;

public sealed class GrantTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Write_UnderTheUnitOfTheKey_IsAccepted()
    {
        var province = await Api.WardAsync();
        var ward = await Api.WardAsync(province);
        var indicator = await Api.IndicatorAsync();
        using var reporter = await Api.ClientAsync("reporter", province);
        (await reporter.PutAsync($"/api/v1/actuals/{ward}/{indicator}/2022", new { value = 3 })).With(201);
        (await reporter.PutAsync($"/api/v1/actuals/{province}/{indicator}/2022", new { value = 3 })).With(201);
        (await reporter.RemoveAsync($"/api/v1/actuals/{ward}/{indicator}/2022", "\"1\"")).With(204);
    }

    [Fact]
    public async Task Write_AboveOrBesideTheUnitOfTheKey_IsRefusedAndStoresNothing()
    {
        var province = await Api.WardAsync();
        var ward = await Api.WardAsync(province);
        // Its code only begins like the other's.
        (await Api.PostJsonAsync("/api/v1/organisation-units", new { code = ward + "-a", name = "x", level = "ward", parent = province })).With(201);
        var indicator = await Api.IndicatorAsync();
        using var reporter = await Api.ClientAsync("reporter", ward);
        foreach (var foreign in (string[])[province, ward + "-a", await Api.WardAsync()])
        {
            (await reporter.PutAsync($"/api/v1/actuals/{foreign}/{indicator}/2022", new { value = 3 })).Problem(403, "foreign_unit");
            (await Api.ReadAsync($"/api/v1/actuals/{foreign}/{indicator}/2022")).Problem(404);
        }
        (await reporter.CallAsync(HttpMethod.Get, $"/api/v1/organisation-units/{province}")).With(200);
    }

    [Fact]
    public async Task Batch_WithOneForeignItem_IsRefusedAsAWholeAndNamesIt()
    {
        var (own, foreign, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        using var reporter = await Api.ClientAsync("reporter", own);
        object Item(string orgUnit, object? value) => new { orgUnit, indicator, period = "2022", value };
        (await reporter.PostAsync("/api/v1/actuals/batch", new { items = new[] { Item(own, 1), Item(foreign, 1) } }))
            .Problem(403, "foreign_unit", "items[1].orgUnit");
        (await reporter.PostAsync("/api/v1/actuals/batch", new { items = new[] { Item(own, null), Item(foreign, 1) } }))
            .Problem(403, "foreign_unit", "items[0].value", "items[1].orgUnit");
        (await Api.ReadAsync($"/api/v1/actuals/{own}/{indicator}/2022")).Problem(404);
        (await reporter.PostAsync("/api/v1/actuals/batch", new { items = new[] { Item(own, 1) } })).With(200)["created"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task ResolutionsAndTargets_OfAForeignUnit_AreRefusedHoweverTheyAreNamed()
    {
        var (own, foreign) = (await Api.WorldAsync(), await Api.WorldAsync());
        using var planner = await Api.ClientAsync("planner", own.Ward);
        object Resolution(string code, string orgUnit) => new { code, orgUnit, issuer = "congress", title = "Nghị quyết", term = "2020-2025" };
        (await planner.PostAsync("/api/v1/resolutions", Resolution(Calls.NewCode("r"), foreign.Ward))).Problem(403, "foreign_unit", "orgUnit");
        // Neither taken away from its unit nor given to another.
        var taken = await Api.ResolutionAsync(foreign.Ward);
        (await planner.PostAsync("/api/v1/resolutions/batch", new { items = new[] { Resolution(taken, own.Ward) } }))
            .Problem(403, "foreign_unit", "items[0].code");
        var given = await Api.ResolutionAsync(own.Ward);
        var tag = (await Api.ReadAsync($"/api/v1/resolutions/{given}")).ETag;
        (await planner.PutAsync($"/api/v1/resolutions/{given}", Resolution(given, foreign.Ward), tag)).Problem(403, "foreign_unit", "orgUnit");
        (await planner.RemoveAsync($"/api/v1/resolutions/{taken}", "*")).Problem(403, "foreign_unit");
        (await planner.RemoveAsync($"/api/v1/resolutions/{given}", tag)).With(204);

        var body = new { indicator = own.Indicator, period = "2023", rule = new { kind = "atLeast", value = 1 } };
        (await planner.PostAsync($"/api/v1/resolutions/{foreign.Resolution}/targets", body)).Problem(403, "foreign_unit");
        (await planner.PostAsync($"/api/v1/resolutions/{own.Resolution}/targets", body)).With(201);
        (await planner.PostAsync("/api/v1/targets/batch", new
        {
            items = new[] { new { resolution = own.Resolution, body.indicator, body.period, body.rule },
            new { resolution = foreign.Resolution, body.indicator, body.period, body.rule } }
        }))
            .Problem(403, "foreign_unit", "items[1].resolution");
        (await planner.PutAsync($"/api/v1/targets/{foreign.Target}", body, "*")).Problem(403, "foreign_unit");
        (await planner.RemoveAsync($"/api/v1/targets/{foreign.Target}", "*")).Problem(403, "foreign_unit");
        (await planner.RemoveAsync($"/api/v1/targets/{own.Target}", "*")).With(204);
    }

    [Fact]
    public async Task Tree_BelowTheUnitOfTheKey_IsThePlannersAndNothingElseIs()
    {
        var own = await Api.WardAsync();
        var below = await Api.WardAsync(own);
        var foreign = await Api.WardAsync();
        using var planner = await Api.ClientAsync("planner", own);
        object Unit(string code, string? parent) => new { code, name = "Tổ", level = "neighbourhood", parent };
        string made = Calls.NewCode("unit"), deeper = Calls.NewCode("unit");
        (await planner.PostAsync("/api/v1/organisation-units/batch", new { items = new[] { Unit(deeper, made), Unit(made, own) } })).With(200)["created"]
            .GetInt32().ShouldBe(2);
        (await planner.PostAsync("/api/v1/organisation-units", Unit(Calls.NewCode("unit"), foreign))).Problem(403, "foreign_unit", "parent");
        (await planner.PostAsync("/api/v1/organisation-units", Unit(Calls.NewCode("unit"), null))).Problem(403, "foreign_unit", "parent");
        // Not taken in, not given away, and the unit that the key hangs on stays as it is.
        (await planner.PostAsync("/api/v1/organisation-units/batch", new { items = new[] { Unit(foreign, own) } }))
            .Problem(403, "foreign_unit", "items[0].code");
        (await planner.PutAsync($"/api/v1/organisation-units/{below}", Unit(below, foreign), (await Api.ReadAsync($"/api/v1/organisation-units/{below}")).ETag))
            .Problem(403, "foreign_unit", "parent");
        (await planner.PutAsync($"/api/v1/organisation-units/{own}", Unit(own, null), "*")).Problem(403, "foreign_unit");
        (await planner.RemoveAsync($"/api/v1/organisation-units/{foreign}", "*")).Problem(403, "foreign_unit");
        (await planner.RemoveAsync($"/api/v1/organisation-units/{deeper}", "*")).With(204);
        (await Api.RemoveAsync($"/api/v1/organisation-units/{own}", "*")).Problem(409, "still_referenced");
    }

    [Fact]
    public async Task ClaimsAndBenchmarks_OfAForeignUnit_AreRefused()
    {
        var (own, foreign, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        using var planner = await Api.ClientAsync("planner", own);
        (await planner.PostAsync("/api/v1/claims/batch", new { items = new[] { new { orgUnit = foreign, indicator, period = "2022", percent = 100 } } }))
            .Problem(403, "foreign_unit", "items[0].orgUnit");
        (await planner.PostAsync("/api/v1/claims", new { orgUnit = own, indicator, period = "2022", percent = 100 })).With(200);
        (await planner.PostAsync("/api/v1/benchmarks", new { orgUnit = foreign, indicator, period = "2022", scope = own, value = 1 }))
            .Problem(403, "foreign_unit", "orgUnit");
        (await planner.PostAsync("/api/v1/benchmarks", new { orgUnit = own, indicator, period = "2022", scope = foreign, value = 1 })).With(200);
    }

    [Fact]
    public async Task IndicatorsAndKeys_WithAKeyForOneUnit_AreRefused()
    {
        var own = await Api.WardAsync();
        using var administrator = await Api.ClientAsync("administrator", own);
        (await administrator.PostAsync("/api/v1/indicators",
            new { code = Calls.NewCode("i"), name = "x", measure = "x", valueType = "number", overTime = "sum", frequency = "year" }))
            .Problem(403, "forbidden");
        (await administrator.PostAsync("/api/v1/keys", new { name = "x", role = "reader", orgUnit = own })).Problem(403, "forbidden");
        (await administrator.CallAsync(HttpMethod.Get, "/api/v1/keys")).Problem(403, "forbidden");
    }

    [Fact]
    public async Task FactsOfAUnitThatMoved_AreWrittenAndDecidedByWhomItBelongedToInTheirTime()
    {
        var (old, next, indicator) = (await Api.WardAsync(), await Api.WardAsync(), await Api.IndicatorAsync());
        var ward = await Api.WardAsync(old);
        (await Api.PutJsonAsync($"/api/v1/organisation-units/{ward}",
            new { code = ward, name = "Phường Thử", level = "ward", parent = next, parentFrom = "2022-03-01", review = "fourEyes" }, "*")).With(200);
        using var before = await Api.ClientAsync("planner", old);
        using var after = await Api.ClientAsync("planner", next);
        foreach (var (year, mine, others) in ((string, HttpClient, HttpClient)[])[("2021", before, after), ("2023", after, before)])
        {
            var claim = new { orgUnit = ward, indicator, period = year, percent = 80 };
            (await others.PostAsync("/api/v1/claims", claim)).Problem(403, "foreign_unit", "orgUnit");
            (await mine.PostAsync("/api/v1/claims", claim)).With(200);
            var benchmark = new { orgUnit = ward, indicator, period = year, scope = next, value = 5 };
            (await others.PostAsync("/api/v1/benchmarks", benchmark)).Problem(403, "foreign_unit", "orgUnit");
            (await mine.PostAsync("/api/v1/benchmarks", benchmark)).With(200);

            var code = Calls.NewCode("plan");
            object Plan(string title) => new { code, orgUnit = ward, issuer = "council", kind = "yearlyPlan", title, term = year };
            (await others.PostAsync("/api/v1/resolutions", Plan("x"))).Problem(403, "foreign_unit", "orgUnit");
            (await mine.PostAsync("/api/v1/resolutions", Plan("x"))).With(201);
            (await others.PutAsync($"/api/v1/resolutions/{code}", Plan("y"), "*")).Problem(403, "foreign_unit");
            (await mine.PutAsync($"/api/v1/resolutions/{code}", Plan("y"), "*")).With(200);

            // What a clerk submits is decided by who may report it.
            (await Api.PutJsonAsync($"/api/v1/actuals/{ward}/{indicator}/{year}", new { value = 3 })).With(202);
            var waiting = (await Api.WalkAsync($"/api/v1/submissions?orgUnit={ward}&state=pending")).Single().GetProperty("id").GetString();
            var submission = $"/api/v1/submissions/{waiting}";
            (await others.PostAsync($"{submission}/approval", new { })).Problem(403, "foreign_unit");
            (await mine.PostAsync($"{submission}/approval", new { })).With(200);

            var target = (await mine.PostAsync("/api/v1/targets", new { resolution = code, indicator, rule = new { kind = "judged" } })).With(201)["id"];
            var judgement = (await Api.PostJsonAsync($"/api/v1/targets/{target.GetString()}/judgements",
                new { verdict = "met", on = $"{year}-12-31", why = "x", evidence = "x" })).With(201)["id"].GetString();
            (await others.PostAsync($"/api/v1/judgements/{judgement}/approval", new { })).Problem(403, "foreign_unit");
            (await mine.PostAsync($"/api/v1/judgements/{judgement}/approval", new { })).With(200);
            var remedy = (await mine.PostAsync($"/api/v1/targets/{target.GetString()}/remedies", new { period = year, question = "Vì sao?" })).With(201);
            (await others.PostAsync($"/api/v1/remedies/{remedy["id"].GetString()}/withdrawal", new { reason = "x" })).Problem(403, "foreign_unit");
        }
    }
}
