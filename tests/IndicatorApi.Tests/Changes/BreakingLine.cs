using System.Net;
using System.Net.Sockets;

namespace IndicatorApi.Tests.Changes;

/// <summary>A line to a server that breaks: each of the first connections ends within its answer after so many bytes.</summary>
public sealed class BreakingLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Queue<int> _breaks;
    private readonly Task _work;

    private BreakingLine(Uri server, IEnumerable<int> breaks)
    {
        (_server, _breaks) = (server, new Queue<int>(breaks));
        _listener.Start();
        _work = WorkAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>How often it broke.</summary>
    public int Broken { get; private set; }

    public static BreakingLine To(Uri server, params int[] breaks) => new(server, breaks);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _work;
    }

    // Whoever asks no more ends the line.
    private static async Task PassOnAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It broke.
        }
        to.Close();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                using var called = new TcpClient();
                await called.ConnectAsync(_server.Host, _server.Port);
                var isBroken = _breaks.TryDequeue(out var most);
                var asking = PassOnAsync(caller, called);
                var (answer, buffer) = (called.GetStream(), new byte[512]);
                for (var left = isBroken ? most : int.MaxValue; left > 0;)
                {
                    var count = await answer.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)));
                    if (count == 0) break;
                    await caller.GetStream().WriteAsync(buffer.AsMemory(0, count));
                    left -= count;
                }
                if (isBroken) Broken++;
                caller.Close();
                called.Close();
                await asking;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over, or a caller went away.
        }
    }
}
