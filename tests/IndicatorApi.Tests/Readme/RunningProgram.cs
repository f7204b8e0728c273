using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using IndicatorApi.Tests.Embedded;

namespace IndicatorApi.Tests.Readme;

/// <summary>The program as a user runs it: a process of its own, with a private PostgreSQL.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private RunningProgram(Process process, int port)
    {
        _process = process;
        Port = port;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public HttpClient Client { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it, or the program of another version, and waits until it serves.</summary>
    public static async Task<RunningProgram> StartAsync(string data, CancellationToken cancellationToken, Dictionary<string, string>? settings = null,
        string[]? arguments = null, string? assembly = null)
    {
        var port = FreePort();
        var program = new RunningProgram(
            Start(arguments ?? [], data, new(settings ?? []) { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" }, assembly), port);
        try
        {
            var waited = Stopwatch.StartNew();
            while (!await program.IsReadyAsync(cancellationToken))
            {
                if (program._process.HasExited || waited.Elapsed > Patience) throw new InvalidOperationException($"It does not serve:\n{program.Output}");
                await Task.Delay(100, cancellationToken);
            }
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string[] arguments, string data, Dictionary<string, string> settings, CancellationToken cancellationToken, string? assembly = null)
    {
        using var process = Start(arguments, data, settings, assembly);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends it as an operator would; answers its exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(within, cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            try
            {
                await TerminateAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
            }
            catch (TimeoutException)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    private static Process Start(string[] arguments, string data, Dictionary<string, string> settings, string? assembly)
    {
        var start = new ProcessStartInfo("dotnet", [assembly ?? Path.Combine(AppContext.BaseDirectory, "IndicatorApi.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the surrounding machine has set is not part of the test.
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList()) start.Environment.Remove(name);
        start.Environment["Embedded__DataDirectory"] = data;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new Win32Exception("dotnet cannot be started.");
        LeftServers.Watch(process.Id);
        return process;
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
            || name.StartsWith("Access__", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            // The addresses and the key are printed right after the port is opened.
            return response.IsSuccessStatusCode && Output.Contains("Ctrl+C", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
