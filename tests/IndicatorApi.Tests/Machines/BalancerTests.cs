using System.Runtime.Versioning;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Faults;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Machines;

/// <summary>Programs behind a balancer: one that is told to stop is left by every caller before it goes; one that is killed loses nothing.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class BalancerTests(PostgresFixture postgres) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Programs_BehindABalancer_OneStoppedAndOneKilledUnderLoad_LoseNothing()
    {
        Assert.SkipUnless(Programs.Has("haproxy"), "haproxy is not installed");
        var database = await postgres.CreateDatabaseAsync();
        await using var beside = await ApiServer.StartAsync(postgres, connectionString: database);
        var world = await beside.WorldAsync();
        await using var stopped = await StartAsync(database);
        await using var killed = await StartAsync(database);
        await using var left = await StartAsync(database);
        var port = Programs.FreePort();
        var configuration = Path.Combine(Directory.CreateTempSubdirectory("balancer-").FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(configuration, $"""
            defaults
              mode http
              timeout connect 1s
              timeout client 60s
              timeout server 60s
              option forwardfor
              option redispatch 1
            frontend api
              bind 127.0.0.1:{port}
              default_backend programs
            backend programs
              balance leastconn
              option httpchk GET /readyz
              default-server check inter 250ms fall 1 rise 1
            {string.Join('\n', ((RunningProgram[])[stopped, killed, left]).Select((one, i) => $"  server s{i} 127.0.0.1:{one.Port}"))}

            """, Cancelled);
        using var balancer = Programs.Start("haproxy", "-db", "-f", configuration);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        try
        {
            await Eventually.SeenAsync(Patience, () => IsReadyAsync(client), isReady => isReady);
            var ledger = new ClientLedger(() => client, beside.Services, world);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var writing = ledger.RunAsync(4, end.Token);
            await Eventually.SeenAsync(Patience, () => ledger.Acknowledged, count => count > 20);
            (await stopped.TerminateAsync(TimeSpan.FromSeconds(30), Cancelled)).ShouldBe(0, stopped.Output);
            ledger.Refusals.ShouldBeEmpty("who is told to stop says so first, and serves on until it is left");
            var before = ledger.Acknowledged;
            await killed.KillAsync(Cancelled);
            await Eventually.SeenAsync(Patience, () => ledger.Acknowledged, count => count > before + 20);
            await end.CancelAsync();
            await writing;
            await ledger.CheckAsync();
            TestContext.Current.SendDiagnosticMessage("{0} writes, {1} of them before the kill; refused: {2}", ledger.Acknowledged, before,
                string.Join(", ", ledger.Refusals));
            // What the killed one had in hand the balancer answers with 502; nothing else is refused.
            ledger.Refusals.Keys.ShouldBeSubsetOf([502, 503]);
            ledger.Refusals.Values.Sum().ShouldBeLessThanOrEqualTo(8);
        }
        finally
        {
            balancer.Kill();
            await balancer.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(Path.GetDirectoryName(configuration)!, recursive: true);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.CallAsync(HttpMethod.Get, "/readyz")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task<RunningProgram> StartAsync(string database) => RunningProgram.StartAsync(_directory.Data, Cancelled, new()
    {
        ["ConnectionStrings__Write"] = database,
        ["Access__AdministratorKey"] = ApiServer.AdministratorKey,
        ["Access__TrustedProxies"] = "127.0.0.1",
    });
}
