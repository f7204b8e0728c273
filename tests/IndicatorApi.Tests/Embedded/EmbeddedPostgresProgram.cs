using System.Diagnostics;
using System.Runtime.Versioning;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Embedded;

/// <summary>A second program with an embedded server, for the tests that kill it: this test program, told to run one method only.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresProgram
{
    private const string DirectoryVariable = "INDICATOR_API_TEST_DIRECTORY";
    private const string DisposableVariable = "INDICATOR_API_TEST_DISPOSABLE";

    private static string TestProgram => Path.Combine(AppContext.BaseDirectory, "IndicatorApi.Tests");

    [Fact(Explicit = true)]
    public async Task Run_UntilKilled_HoldsAServer()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var directory = Environment.GetEnvironmentVariable(DirectoryVariable) ?? throw new InvalidOperationException(DirectoryVariable);
        var disposable = Environment.GetEnvironmentVariable(DisposableVariable) is not null;
        EmbeddedPostgresOptions options = new() { DataDirectory = Path.Combine(directory, "data"), Disposable = disposable };
        await EmbeddedPostgres.StartAsync(options, null, cancelled);
        await File.WriteAllTextAsync(Path.Combine(directory, "ready"), "", cancelled);
        await Task.Delay(TimeSpan.FromMinutes(1), cancelled);
    }

    internal static async Task<Process> StartAsync(
        EmbeddedPostgresTestDirectory directory, bool asNobody, bool disposable, CancellationToken cancellationToken)
    {
        if (asNobody) await RunAsync(["chown", "nobody", directory.Location], cancellationToken);
        string[] command =
        [
            .. asNobody ? ["setpriv", "--reuid=nobody", "--clear-groups", "--"] : Array.Empty<string>(),
            TestProgram, "-explicit", "only", "-method",
            $"{typeof(EmbeddedPostgresProgram).FullName}.{nameof(Run_UntilKilled_HoldsAServer)}",
        ];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[DirectoryVariable] = directory.Location;
        if (disposable) start.Environment[DisposableVariable] = "yes";
        var program = Process.Start(start)!;
        LeftServers.Watch(program.Id);
        var output = program.StandardOutput.ReadToEndAsync(cancellationToken);
        await Eventually.SeenAsync(TimeSpan.FromMinutes(2), () => (IsReady: File.Exists(Path.Combine(directory.Location, "ready")), program.HasExited),
            seen => seen.IsReady || seen.HasExited);
        if (program.HasExited) throw new InvalidOperationException(await output);
        return program;
    }

    internal static async Task<bool> NobodyCanRunItAsync(CancellationToken cancellationToken) =>
        await RunAsync(["setpriv", "--reuid=nobody", "--clear-groups", "--", TestProgram, "-assemblyInfo"], cancellationToken) == 0;

    private static async Task<int> RunAsync(string[] command, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
