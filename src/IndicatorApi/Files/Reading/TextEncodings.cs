using System.Text;
using IndicatorApi.Http;

namespace IndicatorApi.Files.Reading;

/// <summary>Opens text files: UTF-8, or UTF-16 where the file says so. Older Vietnamese encodings look like any other bytes and are never guessed.</summary>
public static class TextEncodings
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A reader from the beginning of the file on, which throws <see cref="DecoderFallbackException"/> on bytes that are no text.</summary>
    public static StreamReader Open(Stream file)
    {
        file.Position = 0;
        Span<byte> mark = stackalloc byte[3];
        var read = file.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        (var length, var encoding) = mark[..read] switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (3, Utf8),
            [0xFF, 0xFE, ..] => (2, new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
            [0xFE, 0xFF, ..] => (2, new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
            _ => (0, (Encoding)Utf8),
        };
        file.Position = length;
        return new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
    }

    /// <summary>The error of a file that is not UTF-8, with the line of the first wrong byte.</summary>
    public static FileException Refuse(Stream file)
    {
        file.Position = 0;
        var line = 1;
        var buffer = new byte[64 * 1024];
        var kept = 0;
        while (true)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            var rest = buffer.AsSpan(0, kept + read);
            while (rest.Length > 0)
            {
                var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
                if (status == System.Buffers.OperationStatus.NeedMoreData && read > 0) break;
                if (status != System.Buffers.OperationStatus.Done) return new FileException(line, ErrorCodes.NotUtf8, line);
                if (rune.Value == '\n') line++;
                rest = rest[length..];
            }
            if (read == 0) return new FileException(line, ErrorCodes.NotUtf8, line);
            rest.CopyTo(buffer);
            kept = rest.Length;
        }
    }
}
