using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>Writes rows as JSON straight to UTF-8, with the same bytes as the serializer and without an object for each value.</summary>
/// <remarks>What is the same in many rows is given as bytes that were made once. It checks nothing: whoever writes keeps to the grammar.</remarks>
/// <param name="output">Where the bytes go.</param>
public sealed class RowJson(PipeWriter output) : IDisposable
{
    private const int Portion = 32 * 1024;
    private const int Short = 256;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * Portion);
    private int _length;
    private bool _isAfterAnother;

    /// <summary>A name as it stands before its value.</summary>
    public static byte[] NameOf(string name) => [.. JsonSerializer.SerializeToUtf8Bytes(name, WireJson.Options), (byte)':'];

    /// <summary>A text as it stands in JSON.</summary>
    public static byte[] Encode(string text) => [(byte)'"', .. JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes, (byte)'"'];

    /// <summary>Begins an object or an array, as a value or as the next of an array.</summary>
    public void Open(char bracket)
    {
        var room = Room(2);
        if (_isAfterAnother) room[_length++] = (byte)',';
        room[_length++] = (byte)bracket;
        _isAfterAnother = false;
    }

    /// <summary>Ends it.</summary>
    public void Close(char bracket)
    {
        Room(1)[_length++] = (byte)bracket;
        _isAfterAnother = true;
    }

    /// <summary>A member's name, as <see cref="NameOf"/> made it; its value follows.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        var room = Room(name.Length + 1);
        if (_isAfterAnother) room[_length++] = (byte)',';
        name.CopyTo(room.AsSpan(_length));
        _length += name.Length;
        _isAfterAnother = false;
    }

    /// <summary>A value that is JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length).AsSpan(_length));
        _length += json.Length;
        _isAfterAnother = true;
    }

    /// <summary>A text.</summary>
    public void Text(string? text)
    {
        if (text is null) Null();
        else Text(text.AsSpan());
    }

    /// <inheritdoc cref="Text(string?)"/>
    public void Text(ReadOnlySpan<char> text)
    {
        Span<char> escaped = stackalloc char[Short];
        // What is long, or long when it is escaped, is rare.
        if (Encoder.Encode(text, escaped, out _, out var length) != OperationStatus.Done)
        {
            Raw(Encode(text.ToString()));
            return;
        }
        var room = Room((3 * length) + 2);
        room[_length++] = (byte)'"';
        _length += Encoding.UTF8.GetBytes(escaped[..length], room.AsSpan(_length));
        room[_length++] = (byte)'"';
        _isAfterAnother = true;
    }

    /// <summary>A number in its shortest form.</summary>
    public void Number(decimal? number)
    {
        if (number is not { } value)
        {
            Null();
            return;
        }
        var room = Room(Numbers.LongestText);
        _length += Numbers.Write(value, room.AsSpan(_length));
        _isAfterAnother = true;
    }

    /// <summary>A word of a closed list.</summary>
    public void Word<T>(T? word) where T : struct, Enum
    {
        if (word is { } value) Raw(Words<T>.Of(value));
        else Null();
    }

    /// <summary>A day.</summary>
    public void Day(DateOnly day)
    {
        var room = Room(12);
        room[_length++] = (byte)'"';
        day.TryFormat(room.AsSpan(_length), out var written, "O", CultureInfo.InvariantCulture);
        _length += written;
        room[_length++] = (byte)'"';
        _isAfterAnother = true;
    }

    /// <summary>An id.</summary>
    public void Id(Guid id)
    {
        var room = Room(38);
        room[_length++] = (byte)'"';
        id.TryFormat(room.AsSpan(_length), out var written);
        _length += written;
        room[_length++] = (byte)'"';
        _isAfterAnother = true;
    }

    /// <summary>A period by its text.</summary>
    public void Period(Period? period)
    {
        Span<char> text = stackalloc char[32];
        if (period is { } days && days.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture)) Text(text[..length]);
        else Null();
    }

    /// <summary>True or false.</summary>
    public void Flag(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Nothing.</summary>
    public void Null() => Raw("null"u8);

    /// <summary>Whatever is rare enough for the serializer.</summary>
    public void Value<T>(T value) => Raw(JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Options));

    /// <inheritdoc cref="Value{T}(T)"/>
    public void Value(object? value, Type type) => Raw(JsonSerializer.SerializeToUtf8Bytes(value, type, WireJson.Options));

    /// <summary>Ends a line, where each value is a line.</summary>
    public void EndLine()
    {
        Room(1)[_length++] = (byte)'\n';
        _isAfterAnother = false;
    }

    /// <summary>Hands on what was written when it is enough for a portion.</summary>
    public ValueTask<FlushResult> SendAsync(CancellationToken cancellationToken)
    {
        if (_length < Portion) return default;
        End();
        return output.FlushAsync(cancellationToken);
    }

    /// <summary>Hands on the rest.</summary>
    public void End()
    {
        output.Write(_buffer.AsSpan(0, _length));
        _length = 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private byte[] Room(int bytes)
    {
        if (_buffer.Length - _length >= bytes) return _buffer;
        End();
        if (_buffer.Length >= bytes) return _buffer;
        ArrayPool<byte>.Shared.Return(_buffer);
        return _buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    // The words of a list as they stand in JSON, made once.
    private static class Words<T> where T : struct, Enum
    {
        private static readonly Dictionary<T, byte[]> Encoded = Enum.GetValues<T>().ToDictionary(word => word, word => Encode(WireNames<T>.Of(word)));

        public static byte[] Of(T word) => Encoded[word];
    }
}
