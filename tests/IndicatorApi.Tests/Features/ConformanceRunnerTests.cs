using System.Diagnostics;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Features;

/// <summary>The public runner, as a consumer would use it on a deployment.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class ConformanceRunnerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Run_AgainstTheServer_PassesEveryCaseThatHttpCanExpress()
    {
        var (exitCode, output) = await RunAsync(server.Api.Client.BaseAddress!.ToString().TrimEnd('/'), ApiServer.AdministratorKey);
        exitCode.ShouldBe(0, output);
        var counts = output.TrimEnd().Split('\n')[^1].Split(' ');
        int.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(250, output);
        counts[2].ShouldBe("0", output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "conformance-runner", "run.mjs"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output + errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }
}
