using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Features.Operations;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.Faults;

/// <summary>F2 and F3: the private PostgreSQL comes back by itself, whether it was killed or its disk was full.</summary>
/// <remarks>When nobody looked after it, one killed was never started again, and one whose disk had been full needed a restart of the program.</remarks>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class PrivateDatabaseTests(PostgresFixture postgres)
{
    private const long Megabyte = 1L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<string> _told = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_ThatIsKilledUnderWriters_RunsAgain_WithEveryAcknowledgedWrite()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var own = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory.Data }, _told.Enqueue, Cancelled);
        await using var api = await StartAsync(own);
        var world = await api.WorldAsync();
        var ledger = new ClientLedger(api, world);
        for (var round = 0; round < 5; round++)
        {
            using var end = new CancellationTokenSource();
            var writing = ledger.RunAsync(16, end.Token);
            await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
            var before = own.ServerProcessId!.Value;
            using (var server = Process.GetProcessById(before)) server.Kill();
            await Eventually.SeenAsync(Patience, () => api.ReadAsync("/readyz"), answer => answer.Status == 503);
            await Eventually.SeenAsync(Patience, () => api.ReadAsync("/readyz"), answer => answer.Status == 200);
            own.ServerProcessId.ShouldNotBe(before);
            await Task.Delay(TimeSpan.FromMilliseconds(500), Cancelled);
            await end.CancelAsync();
            await writing;
            await ledger.CheckAsync();
        }
        _told.Count(line => line.Contains("starting it again", StringComparison.Ordinal)).ShouldBe(5);
        ledger.Acknowledged.ShouldBeGreaterThan(100);
        ledger.Refusals.Keys.ShouldBeSubsetOf([503, 409], ledger.Unanswered);
    }

    [Fact]
    public async Task Disk_ThatFillsUp_RefusesAndEndsImports_KeepsReads_AndServiceHealsByItself()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        Directory.CreateDirectory(directory.Data);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=420m", "tmpfs", directory.Data) == 0,
            "Mounting a small disk is not permitted here");
        File.SetUnixFileMode(directory.Data, EmbeddedPostgresTestDirectory.PassableByAll);
        try
        {
            await using var own = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory.Data }, _told.Enqueue, Cancelled);
            await using var api = await StartAsync(own);
            var world = await api.WorldAsync();
            await api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
            var table = Table(world, 60_000);
            var ballast = Path.Combine(directory.Data, "ballast");

            // More than there is room for is not taken.
            await FillAsync(directory.Data, ballast, 70 * Megabyte);
            var refused = (await ImportAsync(api, table)).Problem(507, "storage_short");
            refused["detail"].GetString()!.ShouldContain(" MB");
            await ReadsAsync(api, world);

            // What is taken ends when something else takes the room; only it.
            File.Delete(ballast);
            var import = (await ImportAsync(api, table)).With(202)["id"].GetString();
            await Eventually.SeenAsync(Patience, () => api.GetAsync($"/api/v1/imports/{import}"), job => job.GetProperty("phase").GetString() == "writing");
            await FillAsync(directory.Data, ballast, 40 * Megabyte);
            var ended = await Eventually.SeenAsync(Patience, () => api.GetAsync($"/api/v1/imports/{import}"),
                job => job.GetProperty("finishedAt").ValueKind != System.Text.Json.JsonValueKind.Null);
            ended.GetProperty("state").GetString().ShouldBe("failed");
            (await api.GetAsync($"/api/v1/imports/{import}/errors")).GetProperty("items")[0].GetProperty("code").GetString().ShouldBe("storage_full");
            await ReadsAsync(api, world);
            (await api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&limit=1000")).Count.ShouldBe(1);

            // Almost full: reads go on, writes are refused before they fill it.
            await FillAsync(directory.Data, ballast + "-2", 8 * Megabyte);
            (await api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2023", value = 1 }))
                .Problem(507, "storage_full");
            await ReadsAsync(api, world);

            // Full to the last byte, and the server ends on it: no start can succeed until there is room, and then one does.
            await FillAsync(directory.Data, ballast + "-3", 0);
            using (var server = Process.GetProcessById(own.ServerProcessId!.Value)) server.Kill();
            await Eventually.SeenAsync(Patience, () => api.ReadAsync("/readyz"), answer => answer.Status == 503);
            await Task.Delay(TimeSpan.FromSeconds(2), Cancelled);
            (await api.ReadAsync("/healthz")).With(200);
            foreach (var file in (string[])[ballast, ballast + "-2", ballast + "-3"]) File.Delete(file);
            await Eventually.SeenAsync(Patience, () => api.ReadAsync("/readyz"), answer => answer.Status == 200);
            (await api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2023", value = 1 })).With(201);
            await ReadsAsync(api, world);
            (await api.Services.GetRequiredService<AuditVerifier>().RunAsync([], null, Cancelled)).Findings.ShouldBeEmpty();
        }
        finally
        {
            await RunAsync("umount", "-l", directory.Data);
        }
    }

    // As the program does it; see Commands/Serve.cs.
    private async Task<ApiServer> StartAsync(EmbeddedPostgres own)
    {
        await SchemaMigrator.RunAsync(own.ConnectionString, null, Cancelled);
        var api = await ApiServer.StartAsync(postgres, connectionString: own.ConnectionString, faults: true,
            change: settings => settings with { StorageDirectory = own.DataDirectory });
        own.Restarted += api.Services.GetRequiredService<Database>().DropIdle;
        api.Services.GetRequiredService<Readiness>().Follow(() => own.IsDown);
        own.Supervise(_told.Enqueue);
        return api;
    }

    private static async Task ReadsAsync(ApiServer api, World world)
    {
        (await api.ReadAsync("/readyz")).With(200);
        (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).With(200)["value"].GetDecimal().ShouldBe(7);
        (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200);
    }

    private static string Table(World world, int rows)
    {
        var text = new StringBuilder("orgUnit,indicator,period,value\n");
        for (var i = 0; i < rows; i++)
            text.Append(world.Ward).Append(',').Append(world.Indicator).Append(',')
                .Append(CultureInfo.InvariantCulture, $"{new DateOnly(1900, 1, 1).AddDays(i / 2):yyyy-MM-dd}")
                .Append(i % 2 == 0 ? "--1999-12-31,3\n" : "--2000-12-31,3\n");
        return text.ToString();
    }

    private static Task<Answer> ImportAsync(ApiServer api, string table) =>
        api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(table, "text/csv"));

    private static async Task FillAsync(string disk, string file, long left)
    {
        await using var stream = new FileStream(file, FileMode.Append);
        var piece = new byte[Megabyte];
        try
        {
            for (long free; (free = new DriveInfo(disk).AvailableFreeSpace) > left;)
                await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(free - left, Megabyte)));
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            // Full before it was told so.
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
