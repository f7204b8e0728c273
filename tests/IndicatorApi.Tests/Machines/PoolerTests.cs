using System.Diagnostics;
using IndicatorApi.Data;
using IndicatorApi.Features.Operations;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Faults;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>The program behind a pooler that lends each connection for one transaction only, with the settings that docs/scaling.md names.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
[Collection(Alone.Name)]
public sealed class PoolerTests(MachinesFixture machines) : IClassFixture<MachinesFixture>
{
    private const int Connections = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_BehindAPoolerOfTransactions_ReadsWritesAndImports_OnItsFewConnections()
    {
        Assert.SkipUnless(Programs.Has("pgbouncer"), "pgbouncer is not installed");
        var database = await machines.CreateDatabaseAsync();
        await machines.Primary.ExecuteAsync(database, $"CREATE ROLE pooled LOGIN IN ROLE {Database.ApplicationRole}");
        await machines.Primary.ExecuteAsync(database, $"ALTER ROLE pooled IN DATABASE {database} SET role = '{Database.ApplicationRole}'");
        var directory = Directory.CreateTempSubdirectory("pooler-");
        var port = Programs.FreePort();
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "users.txt"), "\"pooled\" \"\"\n", Cancelled);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "pgbouncer.ini"), $"""
            [databases]
            {database} = host=127.0.0.1 port={machines.Primary.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {directory.FullName}/users.txt
            pool_mode = transaction
            default_pool_size = {Connections}
            max_client_conn = 500
            ignore_startup_parameters = options,extra_float_digits
            {(Environment.IsPrivilegedProcess ? "user = postgres" : "")}
            """, Cancelled);
        if (Environment.IsPrivilegedProcess) await Programs.RunAsync("chown", Cancelled, "-R", "postgres", directory.FullName);
        using var pooler = Programs.Start("pgbouncer", "-q", Path.Combine(directory.FullName, "pgbouncer.ini"));
        try
        {
            var text = $"Host=127.0.0.1:{port};Username=pooled;Database={database};SSL Mode=Disable;GSS Encryption Mode=Disable;Max Auto Prepare=0";
            await using (var without = new Database(text))
            {
                await Eventually.SeenAsync(Patience, () => AnswersAsync(text), answers => answers);
                var lacks = await RoomOfTheMachine.LacksAsync(without, new LimitSettings { SpoolMegabytes = 1 }, Cancelled);
                lacks.ShouldHaveSingleItem().ShouldContain("default_transaction_isolation");
            }
            await machines.Primary.ExecuteAsync(database,
                $"ALTER ROLE pooled IN DATABASE {database} SET default_transaction_isolation = 'repeatable read'");
            await machines.Primary.ExecuteAsync(database, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'pooled'");

            await using var api = await ApiServer.StartAsync(null, connectionString: text);
            var pools = api.Services.GetRequiredService<Database>();
            (await RoomOfTheMachine.LacksAsync(pools, new LimitSettings { SpoolMegabytes = 1 }, Cancelled)).ShouldBeEmpty();
            var world = await api.WorldAsync();
            var ledger = new ClientLedger(api, world);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            end.CancelAfter(TimeSpan.FromSeconds(4));
            var writing = ledger.RunAsync(8, end.Token);
            var most = 0L;
            var reads = 0;
            while (!end.IsCancellationRequested)
            {
                foreach (var address in Reads.Of(world)) (await api.ReadAsync(address)).Status.ShouldBeLessThan(500, address);
                reads += Reads.Of(world).Count;
                most = Math.Max(most, (long)(await machines.Primary.ExecuteAsync(database, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'pooled'"))!);
            }
            await writing;
            var ward = await api.WardAsync();
            var table = string.Concat(Enumerable.Range(0, 100).Select(i => $"{ward},{world.Indicator},{1900 + i},3\n"));
            var import = (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body($"orgUnit,indicator,period,value\n{table}", "text/csv")))
                .With(202)["id"].GetString()!;
            ledger.NoteImport(import, ward, 100);
            await Eventually.SeenAsync(Patience, () => api.ReadAsync($"/api/v1/imports/{import}"), job => job.With(200)["state"].GetString() == "succeeded");
            await ledger.CheckAsync();
            ledger.Refusals.ShouldBeEmpty();
            TestContext.Current.SendDiagnosticMessage("{0} writes, {1} reads, {2} connections at most", ledger.Acknowledged, reads, most);
            most.ShouldBeInRange(2, Connections);
        }
        finally
        {
            pooler.Kill();
            await pooler.WaitForExitAsync(CancellationToken.None);
            directory.Delete(recursive: true);
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(Cancelled);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
