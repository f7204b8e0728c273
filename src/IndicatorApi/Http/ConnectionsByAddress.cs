using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IndicatorApi.Http;

/// <summary>
/// Keeps one address from taking all connections: more than its share are closed at once, and so are, when places become few, those that
/// say nothing.
/// </summary>
/// <remarks>
/// Whom a proxy speaks for is known only when a request is read, so connections of trusted proxies are not counted; limiting its callers is the
/// proxy's own matter.
/// </remarks>
public sealed class ConnectionsByAddress(Settings settings, RefusalLog log, TimeProvider clock)
{
    /// <summary>As long as the web server itself lets a connection rest between two requests.</summary>
    private static readonly TimeSpan LongestSilence = new KestrelServerLimits().KeepAliveTimeout;

    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _ofAll;

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
        Interlocked.Increment(ref _ofAll);
        try
        {
            if (!isWithin) log.NoteConnection(address, "more connections than Limits__ConnectionsPerAddress");
            else if (await SpeaksAsync(connection, caller)) await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _ofAll);
            // Taken away only as the last one leaves: who comes at that moment is counted anew.
            _open.AddOrUpdate(caller, 0, (_, open) => open - 1);
            _open.TryRemove(KeyValuePair.Create(caller, 0));
        }
    }

    // A client's pool may open a connection ahead of need; ending it while places are plenty would cut a request that is sent at that moment.
    private async Task<bool> SpeaksAsync(ConnectionContext connection, string caller)
    {
        // A server that is told to stop does not wait for who says nothing.
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? connection.ConnectionClosed;
        var since = clock.GetTimestamp();
        while (true)
        {
            using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Limits.SilentSeconds), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stop);
            try
            {
                var read = await connection.Transport.Input.ReadAsync(either.Token);
                // Nothing is taken: who comes next reads it from its beginning.
                connection.Transport.Input.AdvanceTo(read.Buffer.Start);
                return !read.Buffer.IsEmpty;
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested && !ArePlacesFew(caller) && clock.GetElapsedTime(since) < LongestSilence)
            {
                // Waits on.
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                return false;
            }
        }
    }

    private bool ArePlacesFew(string caller) =>
        _open.GetValueOrDefault(caller) > settings.Limits.ConnectionsPerAddress / 2 || Volatile.Read(ref _ofAll) > settings.Limits.Connections / 2;
}
