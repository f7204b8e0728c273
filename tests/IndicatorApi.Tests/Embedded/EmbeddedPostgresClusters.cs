using System.Diagnostics;
using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;

namespace IndicatorApi.Tests.Embedded;

/// <summary>A stopped cluster to copy, with a note in it, and a running copy: making one for each test would take most of the time.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresClusters : IAsyncLifetime
{
    private readonly EmbeddedPostgresTestDirectory stopped = new();
    private readonly EmbeddedPostgresTestDirectory running = new();

    /// <summary>What was said while the cluster was made.</summary>
    public List<string> Lines { get; } = [];

    public EmbeddedPostgres Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using (var first = await EmbeddedPostgres.StartAsync(new() { DataDirectory = stopped.Data }, Lines.Add))
            await EmbeddedPostgresTest.WriteAsync(first);
        await CopyToAsync(running);
        Running = await EmbeddedPostgres.StartAsync(new() { DataDirectory = running.Data });
    }

    /// <summary>Puts a copy of the stopped cluster into the directory.</summary>
    public async Task CopyToAsync(EmbeddedPostgresTestDirectory directory)
    {
        using var copy = Process.Start("cp", ["-a", stopped.Data, directory.Data]);
        await copy.WaitForExitAsync();
        if (copy.ExitCode != 0) throw new InvalidOperationException("The cluster could not be copied.");
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        running.Dispose();
        stopped.Dispose();
    }
}
