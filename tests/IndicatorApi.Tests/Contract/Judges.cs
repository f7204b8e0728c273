using System.ComponentModel;
using System.Diagnostics;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Contract;

/// <summary>The served document as a file, and programs of strangers that judge it; everything they write is under <c>out/contract</c>.</summary>
internal static class Judges
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "out", "contract");

    public static string Tools { get; } = Path.Combine(Repository.Root, "tests", "tools");

    /// <summary>Writes the document that this server serves.</summary>
    public static async Task<string> WriteDocumentAsync(ApiServer api)
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "openapi.json");
        await File.WriteAllTextAsync(file, (await api.Anonymous.CallAsync(HttpMethod.Get, "/openapi/v1.json")).With(200).Text);
        return file;
    }

    /// <summary>Runs a program of an npm package; the test is skipped where Node or the packages are missing.</summary>
    public static Task<string> NodeAsync(string program, params string[] arguments) => NodeInAsync(Folder, program, arguments);

    /// <inheritdoc cref="NodeAsync"/>
    public static Task<string> NodeInAsync(string folder, string program, params string[] arguments)
    {
        var file = Path.Combine(Tools, "node_modules", ".bin", program);
        Assert.SkipUnless(File.Exists(file), "The packages of tests/tools are not installed: run npm ci --ignore-scripts there.");
        return RunAsync(folder, "node", [file, .. arguments]);
    }

    /// <summary>Runs a program, and gives what it says; it must succeed.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["NO_COLOR"] = "1";
        // Tools that would tell their makers, or ask for a newer one of themselves.
        foreach (var (name, value) in new[] { ("KIOTA_CLI_TELEMETRY_OPTOUT", "true"), ("KIOTA_OFFLINE_ENABLED", "true"), ("REDOCLY_TELEMETRY", "off"),
            ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1") })
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{output}\n{await errors}");
            return output;
        }
    }
}
