using System.Net;
using System.Net.Sockets;
using IndicatorApi.Tests.Hostile;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IndicatorApi.Tests.Faults;

/// <summary>F7: connections of one address, which cost nothing to open, leave all other addresses their own.</summary>
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class ConnectionsByAddressTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly LimitSettings Few = new() { Connections = 100, ConnectionsPerAddress = 50 };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_OfOneAddress_BeyondItsShare_AreClosed_AndLeaveOthersAnswered()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: Few with { SilentSeconds = 3_600 });
        using var log = new KeptLog();
        api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        List<TcpClient> open = [];
        try
        {
            for (var i = 0; i < 200; i++) open.Add(await ConnectAsync(api));
            var closed = open.Select(IsClosedAsync).ToList();
            await Eventually.SeenAsync(Patience, () => closed.Count(one => one.IsCompleted), count => count == 150);
            using (var other = From(api, "127.0.0.2")) (await other.CallAsync(HttpMethod.Get, "/healthz")).With(200);
            using (var same = From(api, "127.0.0.1")) await Should.ThrowAsync<HttpRequestException>(() => same.CallAsync(HttpMethod.Get, "/healthz"));
            log.Text.Split('\n').Where(line => line.Contains("Closed a connection", StringComparison.Ordinal)).ShouldHaveSingleItem()
                .ShouldContain("127.0.0.1: more connections than Limits__ConnectionsPerAddress");
            closed.Count(one => one.IsCompleted).ShouldBe(150);
        }
        finally
        {
            foreach (var client in open) client.Dispose();
        }
    }

    /// <summary>Who says nothing loses its place, and the address is served again; who has spoken keeps it.</summary>
    [Fact]
    public async Task Connections_ThatSayNothing_AreClosed_AndGiveTheirPlacesBack()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: Few with { SilentSeconds = 2 });
        List<TcpClient> open = [];
        try
        {
            using var speaks = From(api, "127.0.0.1");
            (await speaks.CallAsync(HttpMethod.Get, "/healthz")).With(200);
            for (var i = 0; i < 49; i++) open.Add(await ConnectAsync(api));
            (await Task.WhenAll(open.Select(IsClosedAsync)).WaitAsync(Patience, Cancelled)).ShouldAllBe(isClosed => isClosed);
            for (var i = 0; i < 49; i++)
            {
                using var same = From(api, "127.0.0.1");
                (await same.CallAsync(HttpMethod.Get, "/healthz")).With(200);
            }
            (await speaks.CallAsync(HttpMethod.Get, "/healthz")).With(200);
        }
        finally
        {
            foreach (var client in open) client.Dispose();
        }
    }

    [Fact]
    public async Task Connections_OfATrustedProxy_AreNotCounted()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: Few with { ConnectionsPerAddress = 2, SilentSeconds = 3_600 },
            change: settings => settings with { TrustedProxies = TrustedProxies.From("127.0.0.0/8", []) });
        List<TcpClient> open = [];
        try
        {
            for (var i = 0; i < 20; i++) open.Add(await ConnectAsync(api));
            foreach (var client in open)
            {
                await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Cancelled);
                (await client.GetStream().ReadAsync(new byte[1], Cancelled)).ShouldBe(1);
            }
        }
        finally
        {
            foreach (var client in open) client.Dispose();
        }
    }

    private static async Task<TcpClient> ConnectAsync(ApiServer api)
    {
        var client = new TcpClient();
        await client.ConnectAsync(api.Anonymous.BaseAddress!.Host, api.Anonymous.BaseAddress.Port, Cancelled);
        return client;
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], Cancelled) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // Each address of 127.0.0.0/8 is this machine's own.
    private static HttpClient From(ApiServer api, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = api.Anonymous.BaseAddress };
}
