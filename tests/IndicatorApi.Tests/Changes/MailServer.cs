using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Readme;
using MimeKit;

namespace IndicatorApi.Tests.Changes;

/// <summary>A mail server that is not ours, of npm; the test is skipped where it is not installed.</summary>
public sealed class MailServer : IAsyncDisposable
{
    public const string User = "chi-tieu";
    public const string Password = "mat-khau-thu";

    private Process? _process;

    private MailServer(Process process) => _process = process;

    public int Port { get; private set; }

    /// <summary>What it took, in the order it came.</summary>
    public ConcurrentQueue<MimeMessage> Mails { get; } = [];

    public static async Task<MailServer> StartAsync(int port = 0)
    {
        TestTools.File("smtp-server/package.json");
        var script = Path.Combine(Repository.Root, "tests", "tools", "mail.mjs");
        var process = Process.Start(new ProcessStartInfo("node", [script, $"{port}", User, Password])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        process.BeginErrorReadLine();
        var server = new MailServer(process);
        server.Port = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement
            .GetProperty("port").GetInt32();
        _ = server.ListenAsync(process.StandardOutput);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ListenAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            using var raw = new MemoryStream(JsonDocument.Parse(line).RootElement.GetProperty("raw").GetBytesFromBase64());
            Mails.Enqueue(await MimeMessage.LoadAsync(raw));
        }
    }
}
