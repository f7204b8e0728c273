using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Embedded;

/// <summary>What happens after a crash, a kill or a signal.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(EmbeddedPostgresCollections.Recovery)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class EmbeddedPostgresRecoveryTests(EmbeddedPostgresClusters clusters) : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_AfterTheServerWasKilled_KeepsCommittedData()
    {
        await clusters.CopyToAsync(directory);
        await using var first = await StartAsync();
        await AskAsync(first, "UPDATE note SET text = 'changed'");
        Kill(first.ServerProcessId!.Value);
        await first.StopAsync();

        await using var second = await StartAsync();

        (await ReadAsync(second)).ShouldBe("changed");
    }

    [Fact]
    public async Task StartAsync_PidFileNamesAnotherProcess_StartsAllTheSame()
    {
        await clusters.CopyToAsync(directory);
        using var other = StartAsServerUser("sleep", "60");
        File.WriteAllText(Path.Combine(directory.Cluster, "postmaster.pid"),
            string.Create(CultureInfo.InvariantCulture, $"{other.Id}\n{directory.Cluster}\n1\n5432\n{directory.Data}/run\n\n"));

        await using var postgres = await StartAsync();

        (await AskAsync(postgres, "SELECT 'up'")).ShouldBe("up");
        other.HasExited.ShouldBeFalse();
        other.Kill();
    }

    [Fact]
    public async Task StartAsync_HalfMadeClusters_MakesAWholeOne()
    {
        foreach (var name in (string[])["cluster.unfinished", "cluster"])
        {
            Directory.CreateDirectory(Path.Combine(directory.Data, name, "base"));
            Directory.CreateDirectory(Path.Combine(directory.Data, name, "global"));
            File.WriteAllText(Path.Combine(directory.Data, name, "postgresql.conf"), "");
        }

        File.WriteAllText(Path.Combine(directory.Data, "owner.lock"), "");
        File.SetUnixFileMode(directory.Data, EmbeddedPostgresTestDirectory.PassableByAll);

        await using var postgres = await StartAsync(Options with { Disposable = true });

        postgres.WasCreated.ShouldBeTrue();
        Directory.Exists(Path.Combine(directory.Data, "cluster.unfinished")).ShouldBeFalse();
        Directory.Exists(Path.Combine(directory.Data, "cluster.incomplete-1", "base")).ShouldBeTrue();
    }

    [Fact]
    public async Task StartAsync_CancelledWhileMakingTheCluster_CanBeStartedAgain()
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        void CancelInAMoment(string line) => soon.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(Options, CancelInAMoment, soon.Token));
        Directory.Exists(directory.Cluster).ShouldBeFalse();

        await using var postgres = await StartAsync(Options with { Disposable = true });

        postgres.WasCreated.ShouldBeTrue();
    }

    [Fact]
    public async Task StartAsync_AfterTheProgramWasKilled_TakesItsServerOver()
    {
        await clusters.CopyToAsync(directory);
        int server;
        using (var program = await EmbeddedPostgresProgram.StartAsync(directory, asNobody: false, disposable: false, Cancelled))
        {
            server = int.Parse(File.ReadLines(Path.Combine(directory.Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            (await RefusedAsync(Options)).Message.ShouldContain($"already used by process {program.Id}");
            program.Kill();
            await program.WaitForExitAsync(Cancelled);
            // The one that was asked for, and none that the program started beside it.
            LeftServers.Find().ShouldBe([new LeftServer(server, program.Id, directory.Data)]);
        }

        await using var postgres = await StartAsync();

        LeftServers.Find().ShouldBeEmpty();
        postgres.ServerProcessId.ShouldBe(server);
        lines.ShouldContain(line => line.StartsWith("Taking over", StringComparison.Ordinal));
        (await ReadAsync(postgres)).ShouldBe("kept");
        await postgres.StopAsync();
        postgres.ServerProcessId.ShouldBeNull();
    }

    [Fact]
    public async Task StartAsync_AfterProgramAndServerWereKilled_KeepsCommittedData()
    {
        await clusters.CopyToAsync(directory);
        using (var program = await EmbeddedPostgresProgram.StartAsync(directory, asNobody: false, disposable: false, Cancelled))
        {
            program.Kill();
            Kill(int.Parse(File.ReadLines(Path.Combine(directory.Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture));
            await program.WaitForExitAsync(Cancelled);
        }

        await using var postgres = await StartAsync();

        (await ReadAsync(postgres)).ShouldBe("kept");
    }

    [Fact]
    public async Task StartAsync_AsAnOrdinaryUser_RunsTheServerAsThatUser()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root can become another user.");
        Assert.SkipUnless(await EmbeddedPostgresProgram.NobodyCanRunItAsync(Cancelled), "User nobody cannot read the tests' programs.");
        using var program = await EmbeddedPostgresProgram.StartAsync(directory, asNobody: true, disposable: true, Cancelled);
        var server = File.ReadLines(Path.Combine(directory.Cluster, "postmaster.pid")).First();
        UserOf(int.Parse(server, CultureInfo.InvariantCulture)).ShouldBe("65534");

        await TerminateAsync(program);
        Directory.Exists(directory.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task StopAsync_ThrowAwayClusterAndTheProgramIsTerminated_LeavesNothing()
    {
        using var program = await EmbeddedPostgresProgram.StartAsync(directory, asNobody: false, disposable: true, Cancelled);
        var server = File.ReadLines(Path.Combine(directory.Cluster, "postmaster.pid")).First();

        await TerminateAsync(program);

        Directory.Exists(directory.Data).ShouldBeFalse();
        if (OperatingSystem.IsLinux()) Directory.Exists($"/proc/{server}/fd/0").ShouldBeFalse();
    }

    private static async Task TerminateAsync(Process program)
    {
        using var signal = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
        await program.WaitForExitAsync(Cancelled);
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    private static Process StartAsServerUser(string program, string argument) =>
        Environment.IsPrivilegedProcess
            ? Process.Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", program, argument])
            : Process.Start(program, [argument]);
}
