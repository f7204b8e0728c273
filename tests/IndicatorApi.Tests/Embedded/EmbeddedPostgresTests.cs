using System.Globalization;
using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Embedded;

/// <summary>What the embedded server is like when all goes well.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(nameof(EmbeddedPostgres))]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class EmbeddedPostgresTests(EmbeddedPostgresClusters clusters) : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_FirstStart_CreatesAClusterThatAnswers()
    {
        var postgres = clusters.Running;

        (await AskAsync(postgres, "SELECT current_database()")).ShouldBe("indicator_api");
        (await AskAsync(postgres, "SHOW server_encoding")).ShouldBe("UTF8");
        (await AskAsync(postgres, "SHOW listen_addresses")).ShouldBe("");
        (await AskAsync(postgres, "SHOW fsync")).ShouldBe("on");
        (await AskAsync(postgres, "SHOW max_connections")).ShouldBe("50");
        (await AskAsync(postgres, "SHOW timezone")).ShouldBe("UTC");
        (await AskAsync(postgres, "SHOW password_encryption")).ShouldBe("scram-sha-256");
        clusters.Lines[0].ShouldStartWith("Creating a private PostgreSQL");
        clusters.Lines[1].ShouldStartWith("Started in");
        clusters.Lines[2].ShouldBe("Stopped");
    }

    [Fact]
    public async Task StartAsync_SecondStart_KeepsTheData()
    {
        await clusters.CopyToAsync(directory);

        await using var second = await StartAsync();

        second.WasCreated.ShouldBeFalse();
        (await ReadAsync(second)).ShouldBe("kept");
    }

    [Fact]
    public async Task StartAsync_SecondInstance_NamesTheFirst()
    {
        var refused = await RefusedAsync(new() { DataDirectory = clusters.Running.DataDirectory });

        refused.Message.ShouldContain($"already used by process {Environment.ProcessId}");
        (await AskAsync(clusters.Running, "SELECT 'up'")).ShouldBe("up");
    }

    [Fact]
    public void StartAsync_Always_KeepsTheSocketToItself()
    {
        var sockets = new NpgsqlConnectionStringBuilder(clusters.Running.ConnectionString).Host!;
        File.GetUnixFileMode(sockets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        sockets.ShouldBe(Path.Combine(clusters.Running.DataDirectory, "run"));
    }

    [Fact]
    public async Task StartAsync_LongPath_PutsTheSocketInAShortOne()
    {
        var longPath = Path.Combine(directory.Data, new string('x', 90), "tên có dấu");
        string sockets;
        await using (var postgres = await StartAsync(new() { DataDirectory = longPath, Disposable = true }))
        {
            sockets = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!;
            sockets.ShouldStartWith("/tmp/indicator-api-");
            File.GetUnixFileMode(sockets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            (await AskAsync(postgres, "SELECT 'up'")).ShouldBe("up");
        }

        Directory.Exists(sockets).ShouldBeFalse();
    }

    [Fact]
    public void StartAsync_Always_DetachesAServerWithoutPrivileges()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var id = clusters.Running.ServerProcessId!.Value;
        UserOf(id).ShouldNotBe("0");

        // Of the fields after the name: the session is the server's own, so a terminal's Ctrl+C passes it by.
        File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ')[3].ShouldBe(id.ToString(CultureInfo.InvariantCulture));
        File.ReadAllText($"/proc/{id}/environ").ShouldNotContain("HOME=");
    }

    [Fact]
    public async Task StopAsync_CalledTwice_StopsOnceAndFreesTheDirectory()
    {
        await clusters.CopyToAsync(directory);
        var postgres = await StartAsync();

        await Task.WhenAll(postgres.StopAsync(), postgres.StopAsync());

        postgres.ServerProcessId.ShouldBeNull();
        lines.Count(line => line == "Stopped").ShouldBe(1);
    }

    [Fact]
    public async Task DisposeAsync_ThrowAwayCluster_LeavesNothing()
    {
        var postgres = await StartAsync(new() { Disposable = true, MaxConnections = 90 });
        (await AskAsync(postgres, "SHOW fsync")).ShouldBe("off");
        (await AskAsync(postgres, "SHOW max_connections")).ShouldBe("90");
        var id = postgres.ServerProcessId!.Value;

        await postgres.DisposeAsync();

        Directory.Exists(postgres.DataDirectory).ShouldBeFalse();
        if (OperatingSystem.IsLinux()) Directory.Exists($"/proc/{id}/cwd").ShouldBeFalse();
    }

    [Fact]
    public async Task EnsureDatabaseAsync_OddName_CreatesItOnce()
    {
        var postgres = clusters.Running;

        (await postgres.EnsureDatabaseAsync("Chỉ tiêu \"2030\"", Cancelled)).ShouldBeTrue();
        (await postgres.EnsureDatabaseAsync("Chỉ tiêu \"2030\"", Cancelled)).ShouldBeFalse();

        await using NpgsqlConnection connection = new(postgres.ConnectionStringFor("Chỉ tiêu \"2030\"") + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        connection.Database.ShouldBe("Chỉ tiêu \"2030\"");
    }
}
