using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Faults;

/// <summary>Hours of everything at once, on request: <c>SOAK_MINUTES=60</c>. Memory stays where it was after the first fifth, and nothing is lost.</summary>
/// <remarks>Files are brought again and again for the same units, so that what is stored hardly grows, and memory has no reason to.</remarks>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class SoakTests(PostgresFixture postgres)
{
    private const int Samples = 20;
    private const long Megabyte = 1L << 20;
    private const int Units = 10;
    private const int RowsOfAFile = 500;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_UnderMixedLoad_KeepsItsMemory_AndLosesNothing()
    {
        var said = Environment.GetEnvironmentVariable("SOAK_MINUTES");
        Assert.SkipWhen(said is null, "Only on request: SOAK_MINUTES=60");
        var time = TimeSpan.FromMinutes(double.Parse(said!, CultureInfo.InvariantCulture));
        // Few answers are kept whole, so that their place is full at once.
        await using var api = await ApiServer.StartAsync(postgres, sample: true, change: settings =>
            settings with { Snapshot = settings.Snapshot with { AnswerMegabytesAtMost = 4 } });
        var world = await api.WorldAsync();
        var ledger = new ClientLedger(api, world) { MostBatches = 20 };
        var units = new string[Units];
        for (var i = 0; i < Units; i++) units[i] = await api.WardAsync();
        var imports = 0;
        var snapshot = api.Services.GetRequiredService<FactSnapshot>();
        List<long> memory = [];
        for (var sample = 0; sample < Samples; sample++)
        {
            using (var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled))
            {
                Task[] work =
                [
                    ledger.RunAsync(4, end.Token), ReadAsync(api, world, end.Token), ReadAsync(api, world, end.Token),
                    ImportAsync(end.Token),
                ];
                // Whoever fails ends the waiting, and is heard below.
                await Task.WhenAny([Task.Delay(time / Samples, Cancelled), .. work]);
                await end.CancelAsync();
                await Task.WhenAll(work);
            }
            memory.Add(AtRest() - snapshot.Bytes);
        }
        await ledger.CheckAsync();
        await CheckImportsAsync();
        ledger.Acknowledged.ShouldBeGreaterThan(100);
        ledger.Refusals.ShouldBeEmpty();
        // This test's own ledger is part of it. Anything that leaks by request is far more.
        var grown = memory.TakeLast(Samples / 5).Average() - memory.Skip(Samples / 5).Take(Samples / 5).Average();
        grown.ShouldBeLessThan((5 * Megabyte) + (200d * ledger.Acknowledged), string.Join(' ', memory.Select(bytes => bytes / Megabyte)));
        TestContext.Current.SendDiagnosticMessage("{0} writes acknowledged, {1} files; memory at rest without facts in MB: {2}; facts {3} MB",
            ledger.Acknowledged, imports, string.Join(' ', memory.Select(bytes => bytes / Megabyte)), snapshot.Bytes / Megabyte);

        // Each time the same figures of the next unit, with another value.
        async Task ImportAsync(CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                var table = string.Concat(Enumerable.Range(0, RowsOfAFile).Select(i =>
                    $"{units[imports % Units]},{world.Indicator},{new DateOnly(1900, 1, 1).AddDays(i):yyyy-MM-dd}--1999-12-31,{1 + (imports / Units)}\n"));
                var import = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body($"orgUnit,indicator,period,value\n{table}", "text/csv"),
                    ("Prefer", "wait=20"))).With(202)["id"].GetString()!;
                await Eventually.SeenAsync(TimeSpan.FromMinutes(1), () => api.ReadAsync($"/api/v1/imports/{import}"),
                    job => job["state"].GetString() == "succeeded");
                imports++;
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None), Task.Delay(Timeout.Infinite, end));
            }
        }

        // Each file once, and all of it.
        async Task CheckImportsAsync()
        {
            for (var i = 0; i < Units; i++)
            {
                var files = (imports / Units) + (i < imports % Units ? 1 : 0);
                var figures = await api.WalkAsync($"/api/v1/actuals?orgUnit={units[i]}&limit=1000");
                figures.Count.ShouldBe(files == 0 ? 0 : RowsOfAFile);
                figures.ShouldAllBe(figure => figure.GetProperty("value").GetDecimal() == files && figure.GetProperty("version").GetInt64() == files);
            }
        }
    }

    // Between the rounds nobody calls: what answers under way take, and what waits to be collected, says nothing of what is kept.
    private static long AtRest()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task ReadAsync(ApiServer api, World world, CancellationToken end)
    {
        string[] paths =
        [
            $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025", "/api/v1/achievements?period=2022", "/api/v1/actuals?format=csv&limit=1000",
            "/api/v1/achievements/summary?under=tra-vinh&period=2020-2025", "/api/v1/organisation-units", "/api/v1/indicators?format=xlsx", "/metrics",
            "/api/v1/achievements/changes?period=2022&limit=1000", "/readyz",
        ];
        for (var number = 0; !end.IsCancellationRequested; number++)
            (await api.ReadAsync(paths[number % paths.Length])).Status.ShouldBeOneOf([200, 404], paths[number % paths.Length]);
    }
}
