using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>The network between a server and its PostgreSQL, which can be slow, swallow everything, or break.</summary>
public sealed class DatabaseLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _over = new();
    private readonly EndPoint _database;
    private readonly Task _accepting;

    /// <summary>Opens the link to the database of this connection string, which is on a unix socket or names its port beside its address.</summary>
    public DatabaseLink(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        _database = target.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint(Path.Combine(target.Host, $".s.PGSQL.{target.Port}"))
            : IPEndPoint.Parse(target.Host);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>The same database by way of this link.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether everything sent is swallowed.</summary>
    public bool IsDead { get; set; }

    /// <summary>How long each piece is held up.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether everything comes byte by byte.</summary>
    public bool Drips { get; set; }

    /// <summary>Breaks every connection there is.</summary>
    public void Reset()
    {
        foreach (var socket in _open.Keys)
        {
            _open.TryRemove(socket, out _);
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                // Broken already.
            }
            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Reset();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_over.Token);
                var far = new Socket(_database.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                near.NoDelay = true;
                await far.ConnectAsync(_database, _over.Token);
                _open[near] = _open[far] = true;
                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _over.Token)) > 0)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _over.Token);
                // What a dead link swallowed never comes, not even when it is alive again.
                if (IsDead) await Task.Delay(Timeout.Infinite, _over.Token);
                if (!Drips) await to.SendAsync(buffer.AsMemory(0, read), _over.Token);
                else for (var i = 0; i < read; i++) await to.SendAsync(buffer.AsMemory(i, 1), _over.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Broken, or the end of the test.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
