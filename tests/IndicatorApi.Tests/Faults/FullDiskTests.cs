using System.Diagnostics;
using System.Runtime.Versioning;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>F3 and trap 5: a database whose disk is full takes nothing, still answers, and is well again when there is room.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class FullDiskTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disk_ThatIsFull_RefusesWritesAndImports_KeepsReads_AndHealsWhenThereIsRoom()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        var disk = Directory.CreateDirectory(Path.Combine(directory.Location, "disk")).FullName;
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk) == 0, "Mounting a small disk is not permitted here");
        try
        {
            await using var own = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory.Data, Disposable = true },
                cancellationToken: Cancelled);
            var database = await MakeDatabaseAsync(own, directory, disk);
            await using var api = await ApiServer.StartAsync(postgres, connectionString: database, faults: true);
            var world = await api.WorldAsync();
            await api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
            var periods = Enumerable.Range(0, 9000).Select(days => $"{new DateOnly(1900, 1, 1).AddDays(days):yyyy-MM-dd}--1999-12-31").ToList();
            var batch = new { items = periods.Select(period => new { orgUnit = world.Ward, indicator = world.Indicator, period, value = 1 }) };
            var table = "orgUnit,indicator,period,value\n" + string.Concat(periods.Select(period => $"{world.Ward},{world.Indicator},{period},3\n"));
            var ballast = Path.Combine(disk, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[new DriveInfo(disk).AvailableFreeSpace - (128 * 1024)], Cancelled);

            (await api.PostJsonAsync("/api/v1/actuals/batch", batch)).Problem(507, "storage_full");
            (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).With(200)["value"].GetDecimal().ShouldBe(7);
            (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200);
            (await api.ReadAsync("/readyz")).With(200);
            (await api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&limit=1000")).Count.ShouldBe(1);
            (await api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(table, "text/csv"))).Problem(507, "storage_full");

            File.Delete(ballast);
            (await api.PostJsonAsync("/api/v1/actuals/batch", batch)).With(200)["created"].GetInt32().ShouldBe(9000);
            (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{periods[^1]}")).With(200)["value"].GetDecimal().ShouldBe(1);
        }
        finally
        {
            await RunAsync("umount", "-l", disk);
        }
    }

    // What the server writes ahead stays on another disk: without that PostgreSQL stops altogether.
    private static async Task<string> MakeDatabaseAsync(EmbeddedPostgres own, EmbeddedPostgresTestDirectory directory, string disk)
    {
        (await RunAsync("chown", $"--reference={directory.Cluster}", disk)).ShouldBe(0);
        await own.EnsureDatabaseAsync("full", Cancelled);
        await using var source = NpgsqlDataSource.Create(own.ConnectionStringFor("postgres"));
        foreach (var sql in (string[])[$"CREATE TABLESPACE small LOCATION '{disk}'", "ALTER DATABASE \"full\" SET TABLESPACE small"])
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancelled);
        }
        await SchemaMigrator.RunAsync(own.ConnectionStringFor("full"), null, Cancelled);
        return own.ConnectionStringFor("full");
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
