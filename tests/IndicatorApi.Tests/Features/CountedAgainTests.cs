using IndicatorApi.Data;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>Counts of a whole tree are made again after each change, and how a unit stands is kept as long as it has not changed: whatever changes, the
/// count is what the database says.</summary>
public sealed class CountedAgainTests(PostgresFixture postgres)
{
    // As many as are kept.
    private static readonly string[] Periods = ["2022", "2020-2025"];

    [Fact]
    public async Task Summary_AfterEachKindOfChange_IsWhatTheDatabaseCounts()
    {
        // Without answers that are kept whole, so that each is counted anew.
        await using var memory = await ApiServer.StartAsync(
            postgres, change: settings => settings with { Snapshot = new SnapshotSettings(AnswerMegabytesAtMost: 0) });
        await using var database = await ApiServer.StartAsync(postgres, connectionString: memory.ConnectionString, change: FactSnapshotTests.WithoutMemory);
        var place = await PlaceAsync(memory);
        await FactSnapshotTests.LoadedAsync(memory);
        var before = await SameAsync("as it begins");
        foreach (var (name, change) in Changes(memory, place))
        {
            await change();
            var now = await SameAsync(name);
            (now != before).ShouldBeTrue($"{name} has to change a count, or nobody would notice here that it was missed");
            before = now;
        }

        async Task<string> SameAsync(string when)
        {
            var all = "";
            // The second time each is counted from what the first has kept.
            foreach (var address in (string[])[.. Addresses(), .. Addresses()])
            {
                var counted = (await memory.ReadAsync(address)).With(200).Text;
                counted.ShouldBe((await database.ReadAsync(address)).With(200).Text, $"{when}: {address}");
                all += counted;
            }
            return all;
        }
    }

    private static IEnumerable<string> Addresses() => Periods.SelectMany(period => (string[])
    [
        $"/api/v1/achievements/summary?under=city&period={period}&by=orgUnit",
        $"/api/v1/achievements/summary?under=city&period={period}&by=group",
        $"/api/v1/achievements/summary?under=city&period={period}&by=orgUnit&level=province",
        $"/api/v1/achievements/summary?period={period}&by=indicator&fields=indicator,scoreboard",
    ]);

    private static async Task<Place> PlaceAsync(ApiServer api)
    {
        (await api.PostJsonAsync("/api/v1/organisation-units", new { code = "city", name = "Thành phố", level = "province" })).With(201);
        List<string> wards = [], resolutions = [], targets = [];
        var indicators = new[] { await api.IndicatorAsync(frequency: "quarter"), await api.IndicatorAsync(overTime: "last") };
        for (var i = 0; i < 4; i++)
        {
            wards.Add(await api.WardAsync("city"));
            resolutions.Add(await api.ResolutionAsync(wards[i]));
            foreach (var indicator in indicators)
            {
                targets.Add((await api.TargetAsync(resolutions[i], indicator, new { kind = "atLeast", value = 20 }))["id"].GetString()!);
                foreach (var period in (string[])["2022-Q1", "2022-Q4", "2023-Q1"]) await api.ActualAsync(wards[i], indicator, period, 5 + (4 * i));
            }
        }
        var judged = (await api.TargetAsync(resolutions[0], await api.IndicatorAsync(), new { kind = "judged" }))["id"].GetString()!;
        return new Place(wards, indicators, resolutions, targets, judged);
    }

    private static IEnumerable<(string Name, Func<Task> Change)> Changes(ApiServer api, Place place)
    {
        var (wards, indicators, resolutions, targets, judged) = place;
        string? closure = null, merged = null;
        yield return ("a figure", () => api.ActualAsync(wards[0], indicators[0], "2022-Q2", 100));
        yield return ("a figure that is taken back", () => RemoveAsync($"/api/v1/actuals/{wards[0]}/{indicators[0]}/2022-Q2"));
        yield return ("a new target", () => api.TargetAsync(resolutions[1], indicators[1], new { kind = "atMost", value = 3 }, period: "2022"));
        yield return ("a target that is changed", () => PutTargetAsync(0, 1, null));
        yield return ("a weight", () => PutTargetAsync(1, 20, 3));
        yield return ("an expectation", async () =>
            (await api.PostJsonAsync($"/api/v1/targets/{targets[2]}/expectations", new { likelihood = "atRisk", on = "2022-03-31" })).With(201));
        yield return ("a judgement", async () =>
            (await api.PostJsonAsync($"/api/v1/targets/{judged}/judgements",
                new { verdict = "met", on = "2022-03-31", why = "Ổn", evidence = "x" })).With(201));
        yield return ("the days of a term", () => PutResolutionAsync(2, "congress", "2022-12-31"));
        yield return ("who issued a resolution", () => PutResolutionAsync(3, "council", null));
        yield return ("the group of an indicator", () => ChangeAsync(api, $"/api/v1/indicators/{indicators[1]}", new
        {
            code = indicators[1],
            name = "Chỉ tiêu thử",
            measure = "người",
            valueType = "number",
            overTime = "last",
            frequency = "year",
            group = "economy",
        }));
        yield return ("a closing, and a target that is changed after it", CloseAsync);
        yield return ("a target that is removed after it", () => RemoveAsync($"/api/v1/targets/{targets[3]}"));
        yield return ("a reopening", async () =>
            (await api.PostJsonAsync($"/api/v1/closures/{closure}/reopening", new { reason = "sai" })).With(200));
        yield return ("a target that every ward must hold", EveryWardAsync);
        yield return ("a figure below it", () => api.ActualAsync(wards[3], indicators[1], "2023-Q2", 1));
        yield return ("a ward that ends", MergeAsync);
        yield return ("a figure of before, of a ward that ended", () => api.ActualAsync(wards[1], indicators[0], "2021", 50));
        yield return ("a merger that is undone", async () =>
            (await api.PostJsonAsync("/api/v1/organisation-units/successions", new { undoes = merged, reason = "Ghi nhầm" })).With(201));

        Task PutTargetAsync(int which, decimal value, decimal? weight) => ChangeAsync(api, $"/api/v1/targets/{targets[which]}",
            new { indicator = indicators[which % 2], recurrence = "once", rule = new { kind = "atLeast", value }, weight, reason = "Điều chỉnh" });

        Task PutResolutionAsync(int which, string issuer, string? termEnd) => ChangeAsync(api, $"/api/v1/resolutions/{resolutions[which]}",
            new { code = resolutions[which], orgUnit = wards[which], issuer, title = "Nghị quyết thử", term = "2020-2025", termEnd });

        async Task RemoveAsync(string address) =>
            (await api.Client.CallAsync(HttpMethod.Delete, address, null, ("If-Match", (await api.ReadAsync(address)).ETag!))).With(204);

        async Task CloseAsync()
        {
            var closing = new { orgUnit = wards[1], period = "2022", reason = "khóa sổ" };
            closure = (await api.PostJsonAsync("/api/v1/closures", closing)).With(201)["id"].GetString();
            await PutTargetAsync(2, 999, null);
        }

        async Task MergeAsync()
        {
            var successor = await api.WardAsync("city");
            var parts = new[] { new { predecessor = wards[0], successor }, new { predecessor = wards[1], successor } };
            var merger = new { kind = "merge", from = "2023-07-01", reason = "Nghị quyết", parts };
            merged = (await api.PostJsonAsync("/api/v1/organisation-units/successions", merger)).With(201)["id"].GetString();
        }

        async Task EveryWardAsync() => await api.TargetAsync(
            await api.ResolutionAsync("city"), indicators[1], new { kind = "everyUnit", level = "ward", rule = new { kind = "atLeast", value = 2 } });
    }

    private static async Task ChangeAsync(ApiServer api, string address, object body) =>
        (await api.PutJsonAsync(address, body, (await api.ReadAsync(address)).ETag)).With(200);

    private sealed record Place(List<string> Wards, string[] Indicators, List<string> Resolutions, List<string> Targets, string Judged);
}
