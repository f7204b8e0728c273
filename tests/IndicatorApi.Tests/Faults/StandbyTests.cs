using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>F13 and F15: what a standby takes over, and what a backup brings back, is what was acknowledged, and what was served then.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class StandbyTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Primary_ThatIsKilled_LosesNoAcknowledgedWrite_AndItsStandbyServes()
    {
        using EmbeddedPostgresTestDirectory first = new(), second = new();
        await using var primary = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = first.Data }, cancellationToken: Cancelled);
        await SchemaMigrator.RunAsync(primary.ConnectionString, null, Cancelled);
        await CopyAsync(primary, second);
        await AppendAsync(second, $"primary_conninfo = 'host={HostOf(primary)} user=postgres application_name=standby'\n", "standby.signal");
        await using var standby = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = second.Data }, cancellationToken: Cancelled);
        await ExecuteAsync(primary, "ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()");
        await Eventually.SeenAsync(Patience, () => AskAsync(primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"),
            count => count is 1L);

        var both = new NpgsqlConnectionStringBuilder(primary.ConnectionString) { Host = $"{HostOf(primary)},{HostOf(standby)}" }.ConnectionString;
        await using var api = await ApiServer.StartAsync(postgres, connectionString: both, faults: true);
        var world = await api.WorldAsync();
        var ledger = new ClientLedger(api, world);
        using var end = new CancellationTokenSource();
        var writing = ledger.RunAsync(4, end.Token);
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        using (var server = Process.GetProcessById(primary.ServerProcessId!.Value)) server.Kill();
        var before = ledger.Acknowledged;
        before.ShouldBeGreaterThan(0);
        await ExecuteAsync(standby, "SELECT pg_promote()");
        await Eventually.SeenAsync(Patience, () => ledger.Acknowledged, acknowledged => acknowledged > before + 20);
        await end.CancelAsync();
        await writing;
        await ledger.CheckAsync();
        ledger.Refusals.Keys.ShouldBeSubsetOf([503, 409], ledger.Unanswered);
    }

    [Fact]
    public async Task Backup_RestoredToATime_ServesThePercentsOfThatTime()
    {
        using EmbeddedPostgresTestDirectory directory = new(), restored = new();
        var archive = Directory.CreateDirectory(Path.Combine(directory.Location, "archive")).FullName;
        File.SetUnixFileMode(archive, EmbeddedPostgresTestDirectory.PassableByAll | UnixFileMode.OtherWrite | UnixFileMode.OtherRead);
        await using (var made = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory.Data }, cancellationToken: Cancelled))
            await ExecuteAsync(made, "ALTER SYSTEM SET archive_mode = on", $"ALTER SYSTEM SET archive_command = 'cp %p {archive}/%f'");
        await using var own = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory.Data }, cancellationToken: Cancelled);
        await SchemaMigrator.RunAsync(own.ConnectionString, null, Cancelled);
        World world;
        DateTimeOffset then;
        decimal percent;
        await using (var api = await ApiServer.StartAsync(postgres, connectionString: own.ConnectionString, faults: true))
        {
            world = await api.WorldAsync();
            await api.ActualAsync(world.Ward, world.Indicator, "2021", 7);
            await CopyAsync(own, restored);
            await api.ActualAsync(world.Ward, world.Indicator, "2022", 11);
            percent = await PercentAsync(api, world);
            percent.ShouldBe(72);
            then = (DateTime)(await AskAsync(own, "SELECT clock_timestamp()"))!;
            await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
            await api.ActualAsync(world.Ward, world.Indicator, "2023", 100);
            (await PercentAsync(api, world)).ShouldBe(472);
            var last = (string)(await AskAsync(own, "SELECT pg_walfile_name(pg_switch_wal())"))!;
            await Eventually.SeenAsync(Patience, () => File.Exists(Path.Combine(archive, last)), isThere => isThere);
        }

        await AppendAsync(restored, string.Create(CultureInfo.InvariantCulture, $"""
            archive_mode = off
            restore_command = 'cp {archive}/%f %p'
            recovery_target_time = '{then.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00'
            recovery_target_action = 'promote'

            """), "recovery.signal");
        await using var back = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = restored.Data }, cancellationToken: Cancelled);
        await Eventually.SeenAsync(Patience, () => AskAsync(back, "SELECT pg_is_in_recovery()"), isIn => isIn is false);
        await using var again = await ApiServer.StartAsync(postgres, connectionString: back.ConnectionString, faults: true);
        (await PercentAsync(again, world)).ShouldBe(percent);
        (await again.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2023")).Problem(404);
        (await again.Services.GetRequiredService<AuditVerifier>().RunAsync([], null, Cancelled)).Findings.ShouldBeEmpty();
    }

    private static async Task<decimal> PercentAsync(ApiServer api, World world) =>
        (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"][0].GetProperty("percent").GetDecimal();

    private static string HostOf(EmbeddedPostgres server) => new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

    // A base backup, as the account that runs servers here owns it.
    private static async Task CopyAsync(EmbeddedPostgres server, EmbeddedPostgresTestDirectory directory)
    {
        Directory.CreateDirectory(directory.Data);
        File.SetUnixFileMode(directory.Data, EmbeddedPostgresTestDirectory.PassableByAll);
        var program = Directory.EnumerateFiles("/usr/lib/postgresql", "pg_basebackup", SearchOption.AllDirectories).FirstOrDefault() ?? "pg_basebackup";
        await RunAsync(program, "-h", HostOf(server), "-U", "postgres", "-D", directory.Cluster, "-c", "fast", "-X", "stream");
        await RunAsync("chown", "-R", $"--reference={Path.Combine(server.DataDirectory, "cluster")}", directory.Cluster);
    }

    private static async Task AppendAsync(EmbeddedPostgresTestDirectory directory, string settings, string signal)
    {
        await File.AppendAllTextAsync(Path.Combine(directory.Cluster, "postgresql.auto.conf"), settings, Cancelled);
        await File.WriteAllTextAsync(Path.Combine(directory.Cluster, signal), "", Cancelled);
        await RunAsync("chown", $"--reference={Path.Combine(directory.Cluster, "PG_VERSION")}", Path.Combine(directory.Cluster, signal));
    }

    private static async Task ExecuteAsync(EmbeddedPostgres server, params string[] statements)
    {
        foreach (var sql in statements) await AskAsync(server, sql);
    }

    private static async Task<object?> AskAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionStringFor("postgres") + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        process.ExitCode.ShouldBe(0, $"{program}: {said}");
    }
}
