using System.Text.RegularExpressions;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Features;

/// <summary>What memory answers is, byte for byte, what the database answers.</summary>
public sealed partial class FactSnapshotTests(FactPathsAgreeTests.Loaded loaded, PostgresFixture postgres) : IClassFixture<FactPathsAgreeTests.Loaded>
{
    private static readonly string[] Periods =
        ["2020-2025", "2015-2020", "2021", "2022", "2023", "2022-S1", "2022-Q4", "2021-05", "2020-05-20--2022-12-31", "2021-02-10--2021-02-20"];

    private static readonly string[] Formats = ["ndjson", "csv", "json-stat", "sdmx-csv", "sdmx-csv-1"];

    [Fact]
    public async Task Get_OfEveryReadOfTheSample_IsTheSameFromMemoryAndFromTheDatabase()
    {
        await using var memory = await ApiServer.StartAsync(postgres, sample: true, change: WithMemory);
        await ChangeAsync(memory);
        await using var database = await ApiServer.StartAsync(postgres, connectionString: memory.ConnectionString, change: WithoutMemory);
        var units = await CodesAsync(memory, "organisation-units");
        var indicators = await CodesAsync(memory, "indicators");
        var resolutions = await CodesAsync(memory, "resolutions");
        await CompareAsync(memory, database,
        [
            .. Periods.SelectMany(period => OfPeriod(period, units, resolutions)),
            .. units.SelectMany(unit => indicators.Select(indicator => $"/api/v1/achievements/{unit}/2020-2025/{indicator}")),
            .. units.SelectMany(unit => indicators.Select(indicator => $"/api/v1/achievements/series?orgUnit={unit}&indicator={indicator}&compare=previous")),
            .. indicators.SelectMany(indicator => OfIndicator(indicator, units)),
        ]);
    }

    [Fact]
    public async Task Get_OfEverythingThatMakesWaysDiffer_IsTheSameFromMemoryAndFromTheDatabase()
    {
        await using var memory = await ApiServer.StartAsync(postgres, connectionString: loaded.Api.ConnectionString, change: WithMemory);
        await using var database = await ApiServer.StartAsync(postgres, connectionString: loaded.Api.ConnectionString, change: WithoutMemory);
        await CompareAsync(memory, database,
        [
            .. Periods.SelectMany(period => OfPeriod(period, [.. loaded.WardCodes.Take(3), "city"], [])),
            .. loaded.IndicatorCodes.SelectMany(indicator => OfIndicator(indicator, ["city"])),
            .. loaded.IndicatorCodes.SelectMany(indicator => loaded.WardCodes.Take(4).SelectMany(ward => (string[])
                [$"/api/v1/achievements/{ward}/2022/{indicator}", $"/api/v1/achievements/series?orgUnit={ward}&indicator={indicator}"])),
        ]);
    }

    [Fact]
    public async Task Get_WithAConditionOrTheVersionOfAWrite_IsAnsweredFromMemory()
    {
        await using var api = await ApiServer.StartAsync(postgres, change: WithMemory);
        await using var other = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString, change: WithMemory);
        await using var without = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString, change: WithoutMemory);
        var world = await api.WorldAsync();
        await LoadedAsync(api);
        await LoadedAsync(other);
        var address = $"/api/v1/achievements/{world.Ward}/2022";
        for (var value = 1; value <= 20; value++)
        {
            var written = await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value },
                value == 1 ? null : (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).ETag);
            var version = written.With(value == 1 ? 201 : 200).DataVersion;
            var own = (await api.ReadAsync(address)).With(200);
            Actual(own).ShouldBe(value);
            foreach (var server in (ApiServer[])[api, other, without])
            {
                var seen = (await server.ReadAsync(address, ("Min-Version", version))).With(200);
                Actual(seen).ShouldBe(value);
                seen.ETag.ShouldBe(own.ETag);
                (await server.ReadAsync(address, ("Min-Version", version), ("If-None-Match", own.ETag))).Status.ShouldBe(304);
            }
        }
        (await api.ReadAsync(address)).DataVersion.ShouldNotBeEmpty();
        (await api.ReadAsync(address)).Headers.GetValues("Data-Age").ShouldHaveSingleItem();
        (await api.ReadAsync(address, ("Min-Version", "soon"))).Problem(400, "invalid_query", "Min-Version");
    }

    [Fact]
    public async Task Get_BeyondWhatMayBeHeld_IsAnsweredByTheDatabase()
    {
        await using var api = await ApiServer.StartAsync(postgres, connectionString: loaded.Api.ConnectionString, change: settings => settings with
        {
            Snapshot = new SnapshotSettings(true, 0),
        });
        await using var database = await ApiServer.StartAsync(postgres, connectionString: loaded.Api.ConnectionString, change: WithoutMemory);
        var snapshot = api.Services.GetRequiredService<FactSnapshot>();
        await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => snapshot.All, all => all > 0);
        snapshot.Units.ShouldBe(0);
        foreach (var address in OfPeriod("2022", [.. loaded.WardCodes.Take(2)], []))
            (await api.ReadAsync(address)).Text.ShouldBe((await database.ReadAsync(address)).Text, address);
    }

    /// <summary>The settings of a server that keeps facts in memory, whatever the run says.</summary>
    internal static Settings WithMemory(Settings settings) => settings with { Snapshot = new SnapshotSettings() };

    /// <summary>The settings of one that keeps none.</summary>
    internal static Settings WithoutMemory(Settings settings) => settings with { Snapshot = new SnapshotSettings(false) };

    /// <summary>Waits until all units are in memory.</summary>
    internal static Task LoadedAsync(ApiServer api)
    {
        var snapshot = api.Services.GetRequiredService<FactSnapshot>();
        return Eventually.SeenAsync(
            TimeSpan.FromSeconds(60), () => snapshot.IsComplete && snapshot.Moment is not null && snapshot.Units == snapshot.All, isWhole => isWhole);
    }

    /// <summary>Compares each answer of one server with that of the other; that of memory has to come from memory.</summary>
    internal static async Task CompareAsync(ApiServer memory, ApiServer database, IReadOnlyList<string> addresses)
    {
        await LoadedAsync(memory);
        List<string> differing = [];
        var (fromMemory, kept) = (0, 0);
        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (address, _) =>
        {
            var one = await memory.ReadAsync(address);
            var other = await database.ReadAsync(address);
            if (one.Headers.Contains("Data-Version")) Interlocked.Increment(ref fromMemory);
            // What was kept of the first answer is the first answer.
            var again = await memory.ReadAsync(address);
            if (KeptAnswersTests.IsKept(again)) Interlocked.Increment(ref kept);
            var (said, wanted) = (Said(one), Said(other));
            if (said == wanted && Said(again) == said) return;
            lock (differing) differing.Add($"{address}: {said}\n  again {Said(again)}\n  but {wanted}");
        });
        differing.Take(3).ShouldBeEmpty($"{differing.Count} of {addresses.Count} differ");
        fromMemory.ShouldBeGreaterThan(addresses.Count / 2, "most must come from memory, or nothing was compared");
        kept.ShouldBeGreaterThan(addresses.Count / 5, "lists, scorecards, summaries and series must be kept, or that was not compared");
    }

    // Each problem has a trace of its own, and a sheet says the minute in which it was made.
    private static (int Status, string? Tag, string Text) Said(Answer answer)
    {
        var isProblem = answer.ContentType == "application/problem+json";
        return (answer.Status, answer.Headers.ETag?.ToString(), isProblem ? answer["code"].GetString()! : Made().Replace(answer.Text, ""));
    }

    // The minute in which a sheet was made may be the next one when it is made again.
    [GeneratedRegex(@"(Lập lúc|Made at) \d\d:\d\d ")]
    private static partial Regex Made();

    /// <summary>Every shape of reading, with every parameter, for one period.</summary>
    internal static IEnumerable<string> OfPeriod(string period, IReadOnlyList<string> units, IReadOnlyList<string> resolutions)
    {
        const string List = "/api/v1/achievements";
        yield return $"{List}?period={period}&limit=1000";
        yield return $"{List}?period={period}&limit=7&against=original";
        yield return $"{List}?period={period}&limit=50&compare=previous,samePeriodLastYear";
        yield return $"{List}?period={period}&verdict=met,exceeded&fields=orgUnit,indicator,percent,verdict";
        yield return $"{List}?period={period}&kind=congress,yearlyPlan&issuer=congress,council";
        yield return $"{List}?period={period}&boundaries=today";
        yield return $"{List}?period={period}&asOf=2026-11-01T00:00:00Z";
        foreach (var format in Formats) yield return $"{List}?period={period}&format={format}";
        foreach (var resolution in resolutions) yield return $"{List}?period={period}&resolution={resolution}";
        foreach (var by in (string[])["indicator", "orgUnit", "group"]) yield return $"{List}/summary?period={period}&by={by}";
        yield return $"{List}/summary?period={period}&level=ward&format=csv";
        foreach (var unit in units)
        {
            yield return $"{List}/{unit}/{period}";
            yield return $"{List}/{unit}/{period}?compare=previous&fields=indicator,percent,comparisons,claim";
            yield return $"{List}/{unit}/{period}.html";
            yield return $"{List}?period={period}&orgUnit={unit}&against=revised";
            yield return $"{List}?period={period}&under={unit}&boundaries=asOf:2021-12-31";
            foreach (var by in (string[])["indicator", "orgUnit"]) yield return $"{List}/summary?period={period}&under={unit}&by={by}";
            yield return $"/embed/{unit}/{period}";
            yield return $"/embed/{unit}/{period}.svg";
        }
    }

    private static IEnumerable<string> OfIndicator(string indicator, IReadOnlyList<string> units)
    {
        foreach (var period in (string[])["2020-2025", "2022", "2021-Q3"])
        {
            yield return $"/api/v1/achievements?period={period}&indicator={indicator}&limit=1000";
            yield return $"/api/v1/achievements/summary?period={period}&indicator={indicator}";
            foreach (var by in (string[])["percent", "actual"]) yield return $"/api/v1/achievements/ranking?period={period}&indicator={indicator}&by={by}";
            foreach (var unit in units.Take(2)) yield return $"/api/v1/achievements/ranking?period={period}&indicator={indicator}&under={unit}";
        }
    }

    // What the sample has none of: closed periods with targets that were changed and removed since, what persons say, a unit that ended.
    private static async Task ChangeAsync(ApiServer api)
    {
        (await api.PostJsonAsync("/api/v1/closures", new { orgUnit = "thach-quy", period = "2022", reason = "Báo cáo năm" })).With(201);
        var targets = await api.WalkAsync("/api/v1/resolutions/thach-quy-2020/targets?limit=100");
        foreach (var target in targets.Take(3))
        {
            var id = target.GetProperty("id").GetString();
            (await api.PostJsonAsync($"/api/v1/targets/{id}/expectations", new { likelihood = "likely", on = "2022-10-01" })).With(201);
        }
        var removed = $"/api/v1/targets/{targets[^1].GetProperty("id").GetString()}";
        (await api.RemoveAsync(removed, (await api.ReadAsync(removed)).ETag)).Status.ShouldBeOneOf(200, 204);
        var ward = await api.WardAsync("ha-tinh");
        var indicator = await api.IndicatorAsync(frequency: "quarter");
        var resolution = await api.ResolutionAsync(ward, termStart: "2020-06-15", termEnd: "2025-05-31");
        await api.TargetAsync(resolution, indicator, new { kind = "judged" });
        await api.TargetAsync(resolution, await api.IndicatorAsync(), new { kind = "atLeast", value = 25 });
        await api.ActualAsync(ward, indicator, "2022-Q1", 12.50m);
    }

    private static async Task<List<string>> CodesAsync(ApiServer api, string noun) =>
        [.. (await api.WalkAsync($"/api/v1/{noun}?limit=1000")).Select(item => item.GetProperty("code").GetString()!)];

    private static decimal Actual(Answer answer) => answer["items"].EnumerateArray().ShouldHaveSingleItem().GetProperty("actual").GetDecimal();
}
