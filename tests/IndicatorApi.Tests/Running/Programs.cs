using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IndicatorApi.Tests.Running;

/// <summary>Programs of others, where they are installed.</summary>
internal static class Programs
{
    /// <summary>Whether there is one of this name.</summary>
    public static bool Has(string name) => PathOf(name) is not null;

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts one that runs until it is killed.</summary>
    public static Process Start(string name, params string[] arguments) => Process.Start(new ProcessStartInfo(PathOf(name)!, arguments))!;

    /// <summary>Runs one to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string name, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(PathOf(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output + await errors);
    }

    // Servers are where only the administrator's path leads.
    private static string? PathOf(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
}
