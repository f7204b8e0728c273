using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IndicatorApi.Data;

/// <summary>Bytes that stand for one content only: each member with its length before it, so that nothing can move from one into the next.</summary>
internal sealed class CanonicalBytes
{
    private const int Absent = -1;
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    /// <summary>Begins with what the bytes are about.</summary>
    public CanonicalBytes(string format) => Add(format);

    /// <summary>Adds a text; null differs from empty.</summary>
    public void Add(string? text)
    {
        if (text is null)
        {
            AddLength(Absent);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        AddLength(length);
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length)));
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        AddLength(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
    }

    /// <summary>Adds an instant, in the microseconds that the database keeps.</summary>
    public void Add(DateTimeOffset instant) => Add(Microseconds(instant));

    /// <summary>Adds an id.</summary>
    public void Add(Guid id) => Add(id.ToByteArray(bigEndian: true));

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>The SHA-256 of all that was added.</summary>
    public byte[] Hash() => SHA256.HashData(_bytes.WrittenSpan);

    /// <summary>Microseconds since 1970: the database keeps no more.</summary>
    public static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private void AddLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), length);
        _bytes.Advance(sizeof(int));
    }
}
