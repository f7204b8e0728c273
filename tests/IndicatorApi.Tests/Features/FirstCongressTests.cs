using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>
/// What most communes of 2025 are: made of three or four old ones, whose terms ended early and are reported apart ("14/14 và 12/12"), with a first
/// congress whose targets start from what the old ones had together. All by the ordinary endpoints.
/// </summary>
public sealed class FirstCongressTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Commune_OfFourOldOnes_ReportsTheirTermsApart_AndStartsFromWhatTheyHadTogether()
    {
        var (district, province) = (await Api.WardAsync(), await Api.WardAsync());
        string[] old = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Api.WardAsync(district)))];
        var commune = await Api.WardAsync(province);
        string[] works = [.. Enumerable.Range(0, 14).Select(_ => Calls.NewCode("work"))];
        var (poor, income, households) = (Calls.NewCode("poor"), Calls.NewCode("income"), Calls.NewCode("households"));
        (await Api.PostJsonAsync("/api/v1/indicators/batch", new
        {
            items = works.Select(code => SuccessionTests.Indicator(code, "number", "sum", "sum"))
                .Concat([SuccessionTests.Indicator(households, "number", "last", "sum"), SuccessionTests.Indicator(poor, "ratio", "last", "ratioOfSums"),
                    SuccessionTests.Indicator(income, "number", "last", "weightedAverage", households)]),
        })).With(200);
        // The first two printed a scoreboard at their last reports, of 14 and of 12 targets; the others have some of them.
        int[] counts = [14, 12, 3, 2];
        List<object> targets = [], figures = [];
        for (var i = 0; i < old.Length; i++)
        {
            var resolution = await Api.ResolutionAsync(old[i], "2020-2025", "2020-07-01", "2025-08-31");
            var (unit, value) = (old[i], 10 * (i + 1));
            targets.AddRange(works.Take(counts[i]).Select(work => new { resolution, indicator = work, rule = new { kind = "atLeast", value } }));
            figures.AddRange(works.Take(counts[i]).Select(work => new { orgUnit = unit, indicator = work, period = "2024", value }));
            // 4, 6, 8 and 10 of 100, 200, 300 and 400 households are poor; incomes of 40, 50, 60 and 70.
            figures.Add(new { orgUnit = old[i], indicator = poor, period = "2025-06", numerator = 4 + (2 * i), denominator = 100 * (i + 1) });
            figures.Add(new { orgUnit = old[i], indicator = households, period = "2025-06", value = 100 * (i + 1) });
            figures.Add(new { orgUnit = old[i], indicator = income, period = "2025-06", value = 40 + (10 * i) });
        }
        (await Api.PostJsonAsync("/api/v1/targets/batch", new { items = targets })).With(200);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", new { items = figures })).With(200);
        foreach (var (unit, count) in old.Zip(counts).Take(2))
            (await Api.PostJsonAsync("/api/v1/claims", new { orgUnit = unit, period = "2020-2025", scoreboard = new { met = count, of = count } })).With(200);
        (await Api.PostJsonAsync("/api/v1/organisation-units/successions", new
        {
            from = "2025-07-01",
            reason = "Nghị quyết về việc sắp xếp các đơn vị hành chính cấp xã năm 2025",
            parts = old.Select(unit => new { predecessor = unit, successor = commune }),
        })).With(201)["kind"].GetString().ShouldBe("merge");

        // Each old term ended with its unit, and is reported under its own name as it was printed.
        for (var i = 0; i < old.Length; i++)
        {
            var card = (await Api.ReadAsync($"/api/v1/achievements/{old[i]}/2020-2025")).With(200);
            var counted = card["scoreboard"];
            (counted.GetProperty("metOrExceeded").GetInt32(), counted.GetProperty("applicable").GetInt32()).ShouldBe((counts[i], counts[i]));
            if (i > 1) continue;
            card["claims"][0].GetProperty("disagrees").GetBoolean().ShouldBeFalse();
            (card["claims"][0].GetProperty("met").GetInt32(), card["claims"][0].GetProperty("ourMet").GetInt32()).ShouldBe((counts[i], counts[i]));
        }
        // The new one has their targets together: the first two works were set for all four, the last two for the first alone.
        var term = (await Api.ReadAsync($"/api/v1/achievements/{commune}/2020-2025")).With(200)["items"].EnumerateArray()
            .ToDictionary(row => row.GetProperty("indicator").GetString()!, row => row.GetProperty("target").GetDecimal());
        (term.Count, term[works[0]], term[works[2]], term[works[13]]).ShouldBe((14, 100, 60, 10));

        // The first congress counts from what the old communes had together on their last day: 28 of 1,000 households, and an income of 60.
        var congress = await Api.ResolutionAsync(commune, "2025-2030", "2025-08-15", "2030-08-31");
        var starts = await BaselinesAsync(commune, congress, poor, income);
        starts.ShouldBe([2.8m, 60m]);
        (await Api.PostJsonAsync("/api/v1/targets/batch", new
        {
            items = new object[]
            {
                new { resolution = congress, indicator = poor, rule = new { kind = "reduceBy", amount = 2 }, baseline = Start(starts[0]) },
                new { resolution = congress, indicator = income, rule = new { kind = "raiseByPercent", percent = 50 }, baseline = Start(starts[1]) },
            },
        })).With(200);
        (await Api.PutJsonAsync($"/api/v1/actuals/{commune}/{poor}/2028", new { numerator = 8, denominator = 1000 })).With(201);
        await Api.ActualAsync(commune, income, "2028", 84);
        var first = (await Api.ReadAsync($"/api/v1/achievements/{commune}/2025-2030")).With(200)["items"].EnumerateArray()
            .Where(row => row.GetProperty("resolution").GetString() == congress).ToDictionary(row => row.GetProperty("indicator").GetString()!);
        (first[poor].GetProperty("target").GetDecimal(), first[poor].GetProperty("actual").GetDecimal(), first[poor].GetProperty("percent").GetDecimal())
            .ShouldBe((0.8m, 0.8m, 100m));
        (first[income].GetProperty("target").GetDecimal(), first[income].GetProperty("actual").GetDecimal(), first[income].GetProperty("verdict").GetString())
            .ShouldBe((90m, 84m, "notMet"));
        // Their own committees are no longer asked.
        foreach (var unit in old) (await Api.ReadAsync($"/api/v1/achievements/{unit}/2026")).With(200)["items"].GetArrayLength().ShouldBe(0);
    }

    // A target without a start shows what the old ones make together: it is asked once, and removed.
    private async Task<decimal[]> BaselinesAsync(string commune, string congress, params string[] indicators)
    {
        List<decimal> values = [];
        foreach (var indicator in indicators)
        {
            var target = await Api.TargetAsync(congress, indicator, new { kind = "atLeast", value = 1 }, period: "2025-01-01--2030-12-31");
            values.Add((await Api.ReadAsync($"/api/v1/achievements/{commune}/2025-06/{indicator}")).With(200)["actual"].GetDecimal());
            (await Api.RemoveAsync($"/api/v1/targets/{target["id"].GetString()}", target.ETag)).With(204);
        }
        return [.. values];
    }

    private static object Start(decimal value) => new { value, on = "2025-06-30" };
}
