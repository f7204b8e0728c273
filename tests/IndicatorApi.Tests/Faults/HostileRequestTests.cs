using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Faults;

/// <summary>F7, F8 and traps 7 and 11: requests that want to cost more than they are worth.</summary>
public sealed class HostileRequestTests(ServerFixture server, PostgresFixture postgres) : IClassFixture<ServerFixture>
{
    private ApiServer Api => server.Api;

    [Fact]
    public async Task Body_OfSeventyMegabytes_Is413AndNotKept()
    {
        GC.Collect();
        var before = GC.GetTotalMemory(true);
        foreach (var isSaid in (bool[])[true, false])
        {
            using var content = new StreamContent(new Blanks(70_000_000));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (isSaid) content.Headers.ContentLength = 70_000_000;
            var answer = await SendAsync(content, isSaid);
            if (answer is not null) answer.Problem(413, "too_large").Headers.RetryAfter.ShouldBeNull();
        }
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(64_000_000);
        (await Api.ReadAsync("/healthz")).With(200);
    }

    [Fact]
    public async Task Body_ThatIsTooLargeUnderAnIdempotencyKey_Is413()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: new LimitSettings { MaximumBodyBytes = 2048 });
        (await api.Client.PostAsync("/api/v1/actuals", $"{{{new string(' ', 4000)}}}", ("Idempotency-Key", "large"))).Problem(413, "too_large");
        (await api.Client.PostAsync("/api/v1/actuals", $"{{{new string(' ', 4000)}}}")).Problem(413, "too_large");
    }

    [Theory]
    [InlineData(9_000, 414)]
    [InlineData(8_000, 404)]
    public async Task Address_ThatIsTooLong_Is414(int letters, int status) =>
        (await Api.ReadAsync($"/api/v1/indicators/{new string('a', letters)}")).Problem(status);

    [Fact]
    public async Task Address_LongerThanAnyLine_IsRefusedAndTheServerLives()
    {
        (await Api.ReadAsync($"/api/v1/indicators?q={new string('a', 100_000)}")).Status.ShouldBe(414);
        (await Api.ReadAsync("/healthz")).With(200);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"items\":[", "]}")]
    [InlineData("{\"a\":", "}")]
    public async Task Body_NestedTenThousandDeep_Is400(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
        (await Api.PostJsonAsync("/api/v1/actuals", text)).Problem(400);
        (await Api.PostJsonAsync("/api/v1/actuals/batch", text)).Problem(400);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task Body_ThatIsPacked_Is415(string encoding)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(new byte[10_000_000], TestContext.Current.CancellationToken);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        (await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/actuals", content)).Problem(415, "packed_body");
    }

    [Fact]
    public async Task Body_ThatDrips_IsGivenUpAndOthersAreServed()
    {
        using var socket = new TcpClient();
        var address = Api.Client.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        var begun = $"POST /api/v1/actuals HTTP/1.1\r\nHost: {address.Authority}\r\nX-Api-Key: {ApiServer.AdministratorKey}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begun), TestContext.Current.CancellationToken);
        (await Api.ReadAsync("/healthz")).With(200);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain("too_slow");
    }

    [Fact]
    public async Task Connections_MoreThanAllowed_AreClosed()
    {
        await using var api = await ApiServer.StartAsync(postgres, limits: new LimitSettings { Connections = 3 });
        List<TcpClient> open = [];
        try
        {
            var closed = 0;
            for (var i = 0; i < 6; i++)
            {
                var client = new TcpClient();
                open.Add(client);
                await client.ConnectAsync(api.Anonymous.BaseAddress!.Host, api.Anonymous.BaseAddress.Port, TestContext.Current.CancellationToken);
            }
            foreach (var client in open)
            {
                try
                {
                    await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
                    if (await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0) closed++;
                }
                catch (IOException)
                {
                    closed++;
                }
            }
            closed.ShouldBeGreaterThanOrEqualTo(3);
            closed.ShouldBeLessThan(6);
        }
        finally
        {
            foreach (var client in open) client.Dispose();
        }
    }

    // A server that closes while the body is still being sent may be seen as a broken pipe: that too is a refusal.
    private async Task<Answer?> SendAsync(HttpContent content, bool isSaid)
    {
        try
        {
            return await Api.Client.CallAsync(HttpMethod.Post, "/api/v1/actuals", content, isSaid ? [] : [("Transfer-Encoding", "chunked")]);
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>Blanks without end, that take no room.</summary>
    private sealed class Blanks(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
