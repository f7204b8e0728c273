using System.ComponentModel;
using System.Diagnostics;
using IndicatorApi.Tests.Readme;

namespace IndicatorApi.Tests.Hostile;

/// <summary>What tests take from npm; see tests/tools.</summary>
internal static class TestTools
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "tools");

    /// <summary>The file of a package; the test is skipped where the packages are not installed.</summary>
    public static string File(string path)
    {
        var file = Path.Combine(Folder, "node_modules", path);
        Assert.SkipUnless(System.IO.File.Exists(file), "The packages of tests/tools are not installed: run npm ci --ignore-scripts there.");
        return file;
    }

    /// <summary>What a script of tests/tools prints; the test is skipped where there is no node.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await errors);
            return output;
        }
    }
}
