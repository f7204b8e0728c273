using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>Facts in memory when PostgreSQL dies and comes back, and when they are read from a standby.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class FactSnapshotFaultTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_ThatIsKilled_IsFollowedAgain_AndNothingIsOlderThanItIs()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var own = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = directory.Data, MaxConnections = 200 }, cancellationToken: Cancelled);
        var database = await CopyAsync(own);
        await using var memory = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithMemory);
        await using var plain = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithoutMemory);
        var world = await memory.WorldAsync();
        await FactSnapshotTests.LoadedAsync(memory);
        var address = $"/api/v1/achievements/{world.Ward}/2022";
        for (var round = 1; round <= 3; round++)
        {
            await KillBackendAsync(own, database);
            // Until the database is back nobody may be told what memory cannot know to be so.
            var value = round * 10;
            var tag = round == 1 ? null : $"\"{round - 1}\"";
            var figure = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
            await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => memory.PutJsonAsync(figure, new { value }, tag),
                written => written.Status is 200 or 201);
            (await AnsweredAsync(memory, address)).With(200)["items"][0].GetProperty("actual").GetDecimal().ShouldBe(value);
            await FactSnapshotTests.LoadedAsync(memory);
            foreach (var read in FactSnapshotTests.OfPeriod("2022", [world.Ward], [world.Resolution]))
            {
                (await AnsweredAsync(memory, read)).Text.ShouldBe((await AnsweredAsync(plain, read)).Text, read);
            }
            (await memory.ReadAsync(address)).DataVersion.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Standby_AsTheSource_IsFollowed_AndGivesWhatWasWrittenWhereItIsAskedFor()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var own = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = directory.Data, Disposable = true, MaxConnections = 200 }, cancellationToken: Cancelled);
        var database = await CopyAsync(own);
        var primary = new NpgsqlConnectionStringBuilder(database);
        var copy = Path.Combine(directory.Location, "standby");
        var sockets = Directory.CreateDirectory(Path.Combine(directory.Location, "s")).FullName;
        (await AsServerAsync(directory, "chown", $"--reference={directory.Cluster}", sockets)).ShouldBe(0);
        (await AsServerAsync(directory, Tool("chmod"), "777", directory.Location)).ShouldBe(0);
        string[] from = ["-h", primary.Host!, "-p", $"{primary.Port}", "-U", primary.Username!];
        (await AsServerAsync(directory, [Tool("pg_basebackup"), .. from, "-D", copy, "-R", "-X", "stream", "-c", "fast"])).ShouldBe(0);
        using var standby = Start(directory, Tool("postgres"), "-D", copy, "-c", $"unix_socket_directories={sockets}", "-c", "listen_addresses=",
            "-c", $"port={primary.Port}", "-c", "max_connections=200");
        try
        {
            var read = new NpgsqlConnectionStringBuilder(database) { Host = sockets }.ConnectionString;
            await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => IsStandbyAsync(read), isStandby => isStandby);
            await using var api = await ApiServer.StartAsync(postgres, connectionString: database, faults: true,
                change: settings => FactSnapshotTests.WithMemory(settings) with { Read = read });
            await using var plain = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithoutMemory);
            var world = await api.WorldAsync();
            await FactSnapshotTests.LoadedAsync(api);
            for (var value = 1; value <= 10; value++)
            {
                var tag = value == 1 ? null : $"\"{value - 1}\"";
                var written = await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value }, tag);
                var version = written.With(value == 1 ? 201 : 200).DataVersion;
                foreach (var address in FactSnapshotTests.OfPeriod("2022", [world.Ward], [world.Resolution]))
                {
                    (await api.ReadAsync(address, ("Min-Version", version))).Text.ShouldBe((await plain.ReadAsync(address)).Text, address);
                }
            }
            await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022"),
                seen => seen["items"][0].GetProperty("actual").GetDecimal() == 10 && seen.Headers.Contains("Data-Version"));
        }
        finally
        {
            // The postmaster ends at once when it is told to be quick.
            await AsServerAsync(directory, Tool("pg_ctl"), "-D", copy, "-m", "immediate", "stop");
            await standby.WaitForExitAsync(Cancelled);
        }
    }

    // Each pool finds by itself that its connections were ended.
    private static Task<Answer> AnsweredAsync(ApiServer api, string address) =>
        Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => api.ReadAsync(address), answer => answer.Status != 503);

    private async Task<string> CopyAsync(EmbeddedPostgres own)
    {
        _ = postgres;
        await own.EnsureDatabaseAsync("held", Cancelled);
        await Data.SchemaMigrator.RunAsync(own.ConnectionStringFor("held"), null, Cancelled);
        return own.ConnectionStringFor("held");
    }

    // Where one of its processes dies so, PostgreSQL ends them all and recovers.
    private static async Task KillBackendAsync(EmbeddedPostgres own, string database)
    {
        await using var other = new NpgsqlConnection(database + ";Pooling=false");
        await other.OpenAsync(Cancelled);
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var id = (int)(await command.ExecuteScalarAsync(Cancelled))!;
        using var backend = Process.GetProcessById(id);
        backend.Kill();
        await backend.WaitForExitAsync(Cancelled);
        own.ServerProcessId.ShouldNotBeNull();
        // It is back when it takes connections again; before, it ends all of them.
        await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => HasEndedAsync(other), hasEnded => hasEnded);
    }

    private static async Task<bool> HasEndedAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(Cancelled);
            return false;
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            return true;
        }
    }

    private static async Task<bool> IsStandbyAsync(string connectionString)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(Cancelled);
            await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            return (bool)(await command.ExecuteScalarAsync(Cancelled))!;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string Tool(string name) => Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name))
        .Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault() ?? name;

    private static async Task<int> AsServerAsync(EmbeddedPostgresTestDirectory directory, params string[] command)
    {
        using var process = command[0] is "chown" || command[0].EndsWith("chmod", StringComparison.Ordinal) ? Process.Start(command[0], command[1..])
            : Start(directory, command);
        await process.WaitForExitAsync(Cancelled);
        return process.ExitCode;
    }

    // PostgreSQL does not run as root: as who owns the cluster.
    private static Process Start(EmbeddedPostgresTestDirectory directory, params string[] command)
    {
        var start = new ProcessStartInfo(Environment.IsPrivilegedProcess ? "setpriv" : command[0]) { WorkingDirectory = "/tmp" };
        string[] before = Environment.IsPrivilegedProcess
            ? [$"--reuid={Owner(directory, "%u")}", $"--regid={Owner(directory, "%g")}", "--clear-groups", command[0]] : [];
        foreach (var argument in before.Concat(command.Skip(1))) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string Owner(EmbeddedPostgresTestDirectory directory, string format)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", format, directory.Cluster]) { RedirectStandardOutput = true })!;
        return int.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }
}
