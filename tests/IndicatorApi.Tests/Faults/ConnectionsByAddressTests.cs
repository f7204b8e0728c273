using System.Net;
using System.Net.Sockets;
using System.Text;
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
            // Until half of the places are free.
            var closed = open.Select(IsClosedAsync).ToList();
            await Eventually.SeenAsync(Patience, () => closed.Count(one => one.IsCompleted), count => count >= 25);
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

    /// <summary>A client's pool that opened more than it needed finds them open as long as there is room, and only so long.</summary>
    [Fact]
    public async Task Connections_ThatSayNothing_AreKept_WhileThereIsRoom()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: Few with { SilentSeconds = 1 });
        List<TcpClient> open = [];
        try
        {
            for (var i = 0; i < 20; i++) open.Add(await ConnectAsync(api));
            await Task.Delay(TimeSpan.FromSeconds(3), Cancelled);
            foreach (var client in open.Take(10)) await SpeakAsync(client);

            // The others lose their places as soon as places become few; who has spoken keeps them.
            for (var i = 0; i < 30; i++) open.Add(await ConnectAsync(api));
            var silent = open.Skip(10).Select(IsClosedAsync).ToList();
            await Eventually.SeenAsync(Patience, () => silent.Count(one => one.IsCompleted), count => count >= 25);
            foreach (var client in open.Take(10)) await SpeakAsync(client);
        }
        finally
        {
            foreach (var client in open) client.Dispose();
        }
    }

    /// <summary>Requests of a pool that are sent around the end of the silence are all answered.</summary>
    [Fact]
    public async Task Requests_OnConnectionsThatWereOpenedAhead_AreAnswered()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: Few with { SilentSeconds = 1 });
        for (var step = 0; step < 20; step++)
        {
            using var client = await ConnectAsync(api);
            await Task.Delay(TimeSpan.FromMilliseconds(990 + step), Cancelled);
            await SpeakAsync(client);
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
            foreach (var client in open) await SpeakAsync(client);
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

    private static async Task SpeakAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Cancelled);
        var answer = new byte[4_096];
        var length = await client.GetStream().ReadAsync(answer, Cancelled);
        Encoding.ASCII.GetString(answer, 0, length).ShouldStartWith("HTTP/1.1 200");
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
