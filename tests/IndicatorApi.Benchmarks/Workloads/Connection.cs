using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>One kept connection that asks the same again and again, with as little work of its own as can be.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly byte[] _request;
    private int _start;
    private int _end;

    public Connection(Uri address, params (string Name, string Value)[] headers)
    {
        _socket.Connect(address.Host, address.Port);
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        _request = Encoding.ASCII.GetBytes($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{lines}\r\n");
    }

    /// <summary>Asks once; the status and the size of the body as it came.</summary>
    public (int Status, long Bytes) Ask()
    {
        _socket.Send(_request);
        var head = ReadUntil("\r\n\r\n"u8);
        var status = ((head[9] - '0') * 100) + ((head[10] - '0') * 10) + head[11] - '0';
        var length = Header(head, "\r\ncontent-length: "u8);
        var isChunked = head.IndexOf("chunked"u8) >= 0;
        if (status is 304 or 204) return (status, 0);
        if (!isChunked)
        {
            Skip(length);
            return (status, length);
        }
        var bytes = 0L;
        while (true)
        {
            var line = ReadUntil("\r\n"u8);
            if (!Utf8Parser.TryParse(line, out long size, out _, 'X')) throw new IOException("A part of the answer has no length.");
            Skip(size + 2);
            if (size == 0) return (status, bytes);
            bytes += size;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static long Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i + name.Length < head.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(head.Slice(i, name.Length), name))
                return Utf8Parser.TryParse(head[(i + name.Length)..], out long value, out _) ? value : 0;
        }
        return 0;
    }

    private ReadOnlySpan<byte> ReadUntil(ReadOnlySpan<byte> mark)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf(mark);
            if (found >= 0)
            {
                var read = _buffer.AsSpan(_start, found + mark.Length);
                _start += read.Length;
                return read;
            }
            Receive();
        }
    }

    private void Skip(long bytes)
    {
        while (true)
        {
            var here = (int)Math.Min(bytes, _end - _start);
            _start += here;
            bytes -= here;
            if (bytes == 0) return;
            Receive();
        }
    }

    private void Receive()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var received = _socket.Receive(_buffer.AsSpan(_end));
        if (received == 0) throw new IOException("The server has closed the connection.");
        _end += received;
    }
}
