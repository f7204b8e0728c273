using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Faults;

/// <summary>Hours of everything at once, on request: <c>SOAK_MINUTES=60</c>. Memory stays where it was after the first fifth, and nothing is lost.</summary>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class SoakTests(PostgresFixture postgres)
{
    private const int Samples = 20;
    private const long Megabyte = 1L << 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_UnderMixedLoad_KeepsItsMemory_AndLosesNothing()
    {
        var said = Environment.GetEnvironmentVariable("SOAK_MINUTES");
        Assert.SkipWhen(said is null, "Only on request: SOAK_MINUTES=60");
        var time = TimeSpan.FromMinutes(double.Parse(said!, CultureInfo.InvariantCulture));
        await using var api = await ApiServer.StartAsync(postgres, sample: true);
        var world = await api.WorldAsync();
        var ledger = new ClientLedger(api, world);
        var snapshot = api.Services.GetRequiredService<FactSnapshot>();
        List<long> memory = [];
        for (var sample = 0; sample < Samples; sample++)
        {
            using (var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled))
            {
                Task[] work =
                [
                    ledger.RunAsync(4, end.Token), ReadAsync(api, world, end.Token), ReadAsync(api, world, end.Token),
                    ImportAsync(api, ledger, world, end.Token),
                ];
                // Whoever fails ends the waiting, and is heard below.
                await Task.WhenAny([Task.Delay(time / Samples, Cancelled), .. work]);
                await end.CancelAsync();
                await Task.WhenAll(work);
            }
            memory.Add(AtRest() - snapshot.Bytes);
        }
        await ledger.CheckAsync();
        ledger.Acknowledged.ShouldBeGreaterThan(100);
        ledger.Refusals.ShouldBeEmpty();
        // Beside the facts there are the names of each unit that an import brought, the whole answers that are kept (bounded), and this test's own
        // ledger. Anything that leaks by request is far more.
        var grown = memory.TakeLast(Samples / 5).Average() - memory.Skip(Samples / 5).Take(Samples / 5).Average();
        grown.ShouldBeLessThan((20 * Megabyte) + (200d * ledger.Acknowledged), string.Join(' ', memory.Select(bytes => bytes / Megabyte)));
        TestContext.Current.SendDiagnosticMessage("{0} writes acknowledged; memory at rest without facts in MB: {1}; facts {2} MB", ledger.Acknowledged,
            string.Join(' ', memory.Select(bytes => bytes / Megabyte)), snapshot.Bytes / Megabyte);
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

    private static async Task ImportAsync(ApiServer api, ClientLedger ledger, World world, CancellationToken end)
    {
        const int rows = 500;
        while (!end.IsCancellationRequested)
        {
            var unit = await api.WardAsync();
            var table = string.Concat(Enumerable.Range(0, rows).Select(i =>
                $"{unit},{world.Indicator},{new DateOnly(1900, 1, 1).AddDays(i):yyyy-MM-dd}--1999-12-31,3\n"));
            var import = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body($"orgUnit,indicator,period,value\n{table}", "text/csv"),
                ("Prefer", "wait=20"))).With(202)["id"].GetString()!;
            ledger.NoteImport(import, unit, rows);
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(2), end));
        }
    }
}
