using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Embedded;

/// <summary>What is refused, in one clear line, and left alone.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(nameof(EmbeddedPostgres))]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class EmbeddedPostgresRefusalTests(EmbeddedPostgresClusters clusters) : EmbeddedPostgresTest
{
    [Fact]
    public async Task StartAsync_ClusterWithoutTheMarker_IsRefusedAndLeftAlone()
    {
        await clusters.CopyToAsync(directory);
        var marker = Path.Combine(directory.Cluster, "indicator-api-cluster");
        File.Move(marker, marker + ".away");

        (await RefusedAsync(Options)).Message.ShouldContain("did not make to its end");

        File.Move(marker + ".away", marker);
        await using var second = await StartAsync();
        (await ReadAsync(second)).ShouldBe("kept");
    }

    [Fact]
    public async Task StartAsync_LastingClusterAskedForAsThrowAway_IsRefusedAndLeftAlone()
    {
        await clusters.CopyToAsync(directory);

        (await RefusedAsync(Options with { Disposable = true })).Message.ShouldContain("was made as a lasting cluster");

        await using var second = await StartAsync();
        (await ReadAsync(second)).ShouldBe("kept");
    }

    [Fact]
    public async Task StartAsync_ClusterOfAnotherVersion_NamesBothVersions()
    {
        await clusters.CopyToAsync(directory);
        var version = Path.Combine(directory.Cluster, "PG_VERSION");
        var installed = File.ReadAllText(version).Trim();
        File.WriteAllText(version, "9\n");

        var refused = await RefusedAsync(Options);

        refused.Message.ShouldContain("made by PostgreSQL 9,");
        refused.Message.ShouldContain(installed);
    }

    [Fact]
    public async Task StartAsync_NoBinaries_SaysWhatToInstall()
    {
        var refused = await RefusedAsync(Options with { BinariesDirectory = directory.Location });

        refused.Message.ShouldContain("apt-get install postgresql");
        refused.Message.ShouldContain("brew install postgresql");
        refused.Message.ShouldContain("ConnectionStrings__Write");
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task StartAsync_DirectoryOfSomethingElse_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(directory.Data);
        File.WriteAllText(Path.Combine(directory.Data, "letter.txt"), "Dear all");

        (await RefusedAsync(Options)).Message.ShouldContain("holds files of something else");

        Directory.EnumerateFileSystemEntries(directory.Data).Count().ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_DirectoryTheServerCannotEnter_NamesIt()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root starts the server as another user.");
        File.SetUnixFileMode(directory.Location, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (await RefusedAsync(Options)).Message.ShouldContain($"cannot enter {directory.Location}:");
    }

    [Fact]
    public async Task StartAsync_ServerThatCannotStart_SaysWhyAndLeavesNothingRunning()
    {
        await clusters.CopyToAsync(directory);
        var wrong = Options with { SharedBuffers = "none", StartTimeout = TimeSpan.FromSeconds(1) };
        var refused = await RefusedAsync(wrong);

        refused.Message.ShouldContain("shared_buffers");
        File.Exists(Path.Combine(directory.Cluster, "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task StartAsync_SocketDirectoryPreparedByAnother_IsRefused()
    {
        await clusters.CopyToAsync(directory);
        File.SetUnixFileMode(Path.Combine(directory.Data, "run"), EmbeddedPostgresTestDirectory.PassableByAll);

        (await RefusedAsync(Options)).Message.ShouldContain("alone (mode 0700)");
    }
}
