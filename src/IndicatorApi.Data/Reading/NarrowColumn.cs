using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IndicatorApi.Data;

/// <summary>Whole numbers in as few bytes each as their range needs: none at all where they are all the same.</summary>
internal readonly struct NarrowColumn
{
    private readonly long _least;
    private readonly int _width;
    private readonly byte[] _bytes;

    public NarrowColumn(ReadOnlySpan<long> values)
    {
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        (_least, _width, _bytes) = (least, values.IsEmpty ? 0 : WidthOf(Above(most, least)), []);
        if (_width == 0) return;
        _bytes = new byte[values.Length * _width];
        for (var i = 0; i < values.Length; i++)
        {
            var above = Above(values[i], least);
            // The first bytes of a number are its lowest on every machine that .NET runs on.
            MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in above))[.._width].CopyTo(_bytes.AsSpan(i * _width));
        }
    }

    /// <summary>How many bytes they take.</summary>
    public int Bytes => _bytes.Length;

    public long this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _width switch
        {
            0 => _least,
            1 => unchecked(_least + _bytes[place]),
            _ => Wide(place),
        };
    }

    // By itself, so that the reading of a figure, which asks nine columns, stays small enough to be compiled as one.
    private long Wide(int place) => unchecked(_least + (long)(_width switch
    {
        2 => MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan())[place],
        4 => MemoryMarshal.Cast<byte, uint>(_bytes.AsSpan())[place],
        _ => MemoryMarshal.Cast<byte, ulong>(_bytes.AsSpan())[place],
    }));

    private static ulong Above(long value, long least) => unchecked((ulong)value - (ulong)least);

    private static int WidthOf(ulong most) => most switch { 0 => 0, <= byte.MaxValue => 1, <= ushort.MaxValue => 2, <= uint.MaxValue => 4, _ => 8 };
}
