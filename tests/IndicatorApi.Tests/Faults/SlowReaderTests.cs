using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>F7: who reads nothing, or little at a time, holds nothing that others need.</summary>
/// <remarks>When rows were sent as they were read, fifty such readers took every connection: writes, scorecards and readiness were 503 for minutes.</remarks>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class SlowReaderTests(PostgresFixture postgres)
{
    private const int Readers = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_ThatReadNothing_LeaveWritesScorecardsAndReadinessUntouched_AndAreClosed()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 9, Timeout = 2 }.ConnectionString;
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database, publicRead: true, faults: true,
            change: settings => settings with { Limits = settings.Limits with { ReaderSeconds = 4, SpoolMegabytes = 256 } });
        var world = await api.WorldAsync();
        await FillAsync(database, world);
        string[] addresses =
        [
            $"/api/v1/actuals?under={world.Ward}&format=csv", $"/api/v1/actuals?under={world.Ward}&format=ndjson", "/api/v1/actuals?limit=1000",
            $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025&format=csv", $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025&limit=1000",
            $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025&format=json-stat", $"/api/v1/actuals?under={world.Ward}&format=xlsx",
        ];
        List<Answer> wholes = [];
        // The server follows what was written behind its back.
        await Eventually.SeenAsync(Patience, async () => (await api.ReadAsync(addresses[3])).Text.Length, length => length > 100_000);
        foreach (var address in addresses)
        {
            wholes.Add((await api.ReadAsync(address)).With(200));
            wholes[^1].Text.Length.ShouldBeGreaterThan(100_000, address);
        }

        var port = api.Client.BaseAddress!.Port;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Readers).Select(i => AskAsync(port, addresses[i % addresses.Length])));
        try
        {
            for (var round = 0; round < 12; round++)
            {
                (await api.ReadAsync("/readyz")).With(200);
                (await api.ReadAsync("/healthz")).With(200);
                var period = $"{2000 + round}";
                (await api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period, value = round })).With(201);
                (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{2000 + round}")).With(200);
                (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025&limit=5")).With(200);
                await Task.Delay(200, Cancelled);
            }
            // A new key is looked up on connections of its own.
            (await api.PostJsonAsync("/api/v1/keys", new { name = "later", role = "reader", expiresAt = (string?)null })).With(201);
            // What still lies in the buffers of the system is the system's; the server holds none of them any more.
            await Eventually.SeenAsync(Patience, () => ConnectionsAsync(api), connections => connections < 20);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
        for (var i = 0; i < addresses.Length; i++)
            (await api.ReadAsync(addresses[i])).With(200).Text.Length.ShouldBeGreaterThan(wholes[i].Text.Length - 1_000, addresses[i]);
    }

    [Fact]
    public async Task Reader_ThatIsSlowButReads_GetsTheWholeAnswer_FromMemoryAndFile()
    {
        await using var api = await ApiServer.StartAsync(postgres, publicRead: true);
        var world = await api.WorldAsync();
        await FillAsync(api.ConnectionString, world);
        var whole = (await api.ReadAsync($"/api/v1/actuals?under={world.Ward}&format=csv")).With(200).Text;
        whole.Length.ShouldBeGreaterThan(2_000_000);

        using var socket = await AskAsync(api.Client.BaseAddress!.Port, $"/api/v1/actuals?under={world.Ward}&format=csv");
        await using var stream = new NetworkStream(socket);
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        await Task.Delay(500, Cancelled);
        for (int count; (count = await stream.ReadAsync(buffer, Cancelled)) > 0;)
        {
            read.Write(buffer, 0, count);
            if (read.Length < 300_000) await Task.Delay(20, Cancelled);
        }
        var text = Encoding.UTF8.GetString(read.ToArray());
        Unchunked(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).ShouldBe(whole);
    }

    [Fact]
    public async Task Answers_ThatNobodyReads_TakeNoMoreDiskThanTheyMay()
    {
        await using var api = await ApiServer.StartAsync(postgres, publicRead: true, faults: true,
            change: settings => settings with { Limits = settings.Limits with { ReaderSeconds = 60, SpoolMegabytes = 8 } });
        var world = await api.WorldAsync();
        await FillAsync(api.ConnectionString, world);
        var sockets = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(_ => AskAsync(api.Client.BaseAddress!.Port, $"/api/v1/actuals?under={world.Ward}&format=csv")));
        try
        {
            // One address may have half of the room: some wait there, the others are broken off and not kept.
            await Eventually.SeenAsync(Patience, () => sockets.Count(IsClosed), closed => closed is > 6 and < 12);
            (await api.ReadAsync($"/api/v1/actuals?under={world.Ward}&limit=5")).With(200);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
        await Eventually.SeenAsync(Patience, async () => (await api.ReadAsync($"/api/v1/actuals?under={world.Ward}&format=csv")).Status,
            status => status == 200);
    }

    private static async Task<double> ConnectionsAsync(ApiServer api)
    {
        var lines = (await api.ReadAsync("/metrics")).With(200).Text.Split('\n');
        return lines.Where(line => line.StartsWith("kestrel_active_connections{", StringComparison.Ordinal) && line.Contains(
            $"server_port=\"{api.Client.BaseAddress!.Port}\"", StringComparison.Ordinal))
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).Single();
    }

    private static async Task FillAsync(string database, World world)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"""
            INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, status, row_version, revision)
            SELECT u.id, i.id, '', d || '--2019-12-31', d, '2019-12-31', n / 7.0, 'final', 1, u.id
            FROM organisation_unit u, indicator i, generate_series(1, 30000) n, LATERAL (SELECT '1900-01-01'::date + n AS d) day
            WHERE u.code = '{world.Ward}' AND i.code = '{world.Indicator}';
            INSERT INTO target (organisation_unit_id, id, resolution_id, indicator_id, group_code, period, scope_start, scope_end, recurrence, rule_kind, rule,
                                path_model, applicable, position, row_version)
            SELECT t.organisation_unit_id, gen_random_uuid(), t.resolution_id, t.indicator_id, 'g' || n, t.period, t.scope_start, t.scope_end, t.recurrence,
                   t.rule_kind, t.rule, t.path_model, t.applicable, n + 100, 1
            FROM target t, generate_series(1, 1500) n WHERE t.id = '{world.Target}';
            UPDATE unit_version SET version = version + 1, written_by = pg_current_xact_id();
            """);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task<Socket> AskAsync(int port, string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Cancelled);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), Cancelled);
        return socket;
    }

    // Without reading: an error or an end that the other side brought about.
    private static bool IsClosed(Socket socket)
    {
        try
        {
            if ((int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0) return true;
            return !IsEstablished(socket);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // 1 is "established": what the other side ended is in another state, whatever still lies unread.
    private static bool IsEstablished(Socket socket)
    {
        Span<byte> information = stackalloc byte[8];
        socket.GetRawSocketOption(6, 11, information);
        return information[0] == 1;
    }

    private static string Unchunked(string body)
    {
        var whole = new StringBuilder();
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var at = 0; ;)
        {
            var end = Array.IndexOf(bytes, (byte)'\r', at);
            var length = Convert.ToInt32(Encoding.ASCII.GetString(bytes, at, end - at), 16);
            if (length == 0) return whole.ToString();
            whole.Append(Encoding.UTF8.GetString(bytes, end + 2, length));
            at = end + 2 + length + 2;
        }
    }
}
