using System.Collections.Concurrent;
using System.Diagnostics;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Machines;

/// <summary>The primary dies: reads go on, writes come back with the next primary, and nothing that was acknowledged is lost.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class FailoverTests(MachinesFixture machines) : IClassFixture<MachinesFixture>
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Primary_DiesUnderLoad_ReadsGoOn_WritesComeBackSoon_AndNoneIsLost()
    {
        var database = await machines.CreateDatabaseAsync();
        await machines.Primary.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_commit = remote_apply");
        await machines.Primary.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        await machines.Primary.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        var hosts = PostgresServer.ConnectionString(database, machines.Primary, machines.Standby);
        await using var first = await machines.ServeAsync(database, hosts, hosts);
        await using var second = await machines.ServeAsync(database, hosts, hosts);
        ApiServer[] servers = [first, second];
        var world = await first.WorldAsync();
        await first.ActualAsync(world.Ward, world.Indicator, "2021", 5);
        await machines.Primary.WaitForAsync(machines.Standby);
        // What one program stored is soon known to the other, and not at once.
        await Eventually.SeenAsync(TimeSpan.FromSeconds(20), () => second.ReadAsync($"/api/v1/achievements/{world.Ward}/2020-2025"),
            answer => answer.Status == 200);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        ConcurrentDictionary<string, int> acknowledged = [], tried = [];
        ConcurrentQueue<long> written = [];
        ConcurrentQueue<string> refused = [];
        var writers = Enumerable.Range(1, 4).Select(month => Task.Run(async () =>
        {
            var address = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022-0{month}";
            for (var value = 1; !end.IsCancellationRequested; value++)
            {
                tried[address] = value;
                var answer = await servers[value % 2].Client.CallAsync(HttpMethod.Put, address, Calls.Body(new { value }), ("If-Match", "*"));
                if (answer.Status == 412) answer = await servers[value % 2].PutJsonAsync(address, new { value });
                if (answer.Status is not (200 or 201))
                {
                    answer.Status.ShouldBe(503, answer.Text);
                    await Task.Delay(20, Cancelled);
                    continue;
                }
                acknowledged[address] = value;
                written.Enqueue(Stopwatch.GetTimestamp());
            }
        }, Cancelled)).ToList();
        string[] reads = [$"/api/v1/achievements/{world.Ward}/2020-2025", $"/api/v1/actuals?orgUnit={world.Ward}", "/api/v1/organisation-units", "/readyz"];
        var count = 0;
        var readers = servers.Select(server => Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var answer = await server.ReadAsync(reads[i % reads.Length]);
                Interlocked.Increment(ref count);
                if (answer.Status != 200) refused.Enqueue($"{reads[i % reads.Length]}: {answer.Status} {answer["code"]}");
                await Task.Delay(5, Cancelled);
            }
        }, Cancelled)).ToList();

        await Task.Delay(TimeSpan.FromSeconds(3), Cancelled);
        await machines.Primary.CrashAsync();
        var before = acknowledged.Values.Sum();
        await Task.Delay(TimeSpan.FromSeconds(2), Cancelled);
        // Nobody has been promoted: who still asks is told that there are only reads, and every read is answered.
        (await first.ReadAsync("/readyz")).With(200)["status"].GetString().ShouldBe("readsOnly");
        foreach (var address in Reads.Of(world)) (await first.ReadAsync(address)).Status.ShouldBeLessThan(500, address);
        await machines.Standby.PromoteAsync();
        var promoted = Stopwatch.GetTimestamp();
        await Eventually.SeenAsync(TimeSpan.FromSeconds(20), () => Task.FromResult(written.Any(at => at > promoted)), hasCome => hasCome);
        var gap = Stopwatch.GetElapsedTime(promoted, written.First(at => at > promoted));
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        await end.CancelAsync();
        await Task.WhenAll(writers.Concat(readers));

        TestContext.Current.SendDiagnosticMessage(
            $"{acknowledged.Values.Sum()} writes, {before} of them before the crash; {count} reads; "
            + $"first write {gap.TotalMilliseconds:0} ms after the promotion");
        before.ShouldBeGreaterThan(20);
        gap.ShouldBeLessThan(LongestGap);
        refused.ShouldBeEmpty();
        foreach (var (address, value) in acknowledged)
        {
            var stored = (await second.ReadAsync(address)).With(200)["value"].GetInt32();
            stored.ShouldBeInRange(value, tried[address], address);
        }
        (await first.ReadAsync("/readyz")).With(200)["status"].GetString().ShouldBe("ready");
    }
}
