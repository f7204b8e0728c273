using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace IndicatorApi.Http;

/// <summary>
/// Keeps one address from taking all connections: more than its share are closed at once, and so is one that says nothing.
/// </summary>
/// <remarks>
/// Whom a proxy speaks for is known only when a request is read, so connections of trusted proxies are not counted; limiting its callers is the
/// proxy's own matter.
/// </remarks>
public sealed class ConnectionsByAddress(Settings settings, RefusalLog log, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Hands the connection on unless its address has too many; ends when the connection does.</summary>
    public async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || TrustedProxies.Hold(settings.TrustedProxies, address))
        {
            await next(connection);
            return;
        }
        var caller = CallerAddress.Of(address);
        var isWithin = _open.AddOrUpdate(caller, 1, (_, open) => open + 1) <= settings.Limits.ConnectionsPerAddress;
        try
        {
            if (!isWithin) log.NoteConnection(address, "more connections than Limits__ConnectionsPerAddress");
            else if (await SpeaksAsync(connection)) await next(connection);
        }
        finally
        {
            // Taken away only as the last one leaves: who comes at that moment is counted anew.
            _open.AddOrUpdate(caller, 0, (_, open) => open - 1);
            _open.TryRemove(KeyValuePair.Create(caller, 0));
        }
    }

    // The web server gives a caller as long for the first request as for the next one on a connection that has proved its worth.
    private async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Limits.SilentSeconds), clock);
        // A server that is told to stop does not wait for who says nothing.
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? connection.ConnectionClosed;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stop);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(either.Token);
            // Nothing is taken: who comes next reads it from its beginning.
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
