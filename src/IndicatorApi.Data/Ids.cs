using System.Buffers.Binary;

namespace IndicatorApi.Data;

/// <summary>Ids of one instant that sort in the order in which they are made: UUID version 7 with a counter where others have chance.</summary>
/// <remarks>Lists are in order of id: without the counter the rows of one batch would come in no order at all.</remarks>
public sealed class Ids(DateTimeOffset now)
{
    /// <summary>How many bits beside the milliseconds count the ids; after 4,096 the next millisecond is borrowed.</summary>
    public const int CounterBits = 12;

    private const int PerMillisecond = 1 << CounterBits;
    private int _made;

    /// <summary>When an id was made: milliseconds since 1970 times 4,096, and which of the ids of its millisecond it is.</summary>
    public static long OrderOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var first = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ((first >>> 16) * PerMillisecond) + (first & (PerMillisecond - 1));
    }

    /// <summary>The next id.</summary>
    public Guid Next()
    {
        var id = Guid.CreateVersion7(now.AddMilliseconds(_made / PerMillisecond));
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (_made++ % PerMillisecond)));
        return new Guid(bytes, bigEndian: true);
    }
}
