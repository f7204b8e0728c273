using System.IO.Compression;
using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>The parts of a workbook, each read within bounds: nothing unpacks to more than it says, nothing from outside is followed.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const int MostParts = 2_000;
    private const long MostBytes = 1L << 30;
    private const long SmallPart = 1 << 20;

    // Sheets of ordinary text shrink to a tenth or a fortieth; what shrinks two hundred times is made to.
    private const int MostRatio = 200;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    private readonly ZipArchive _zip;

    private XlsxPackage(ZipArchive zip) => _zip = zip;

    /// <summary>Opens and checks the package.</summary>
    public static XlsxPackage Open(Stream file)
    {
        ZipArchive zip;
        try
        {
            zip = new ZipArchive(file, ZipArchiveMode.Read);
            _ = zip.Entries.Count;
        }
        catch (InvalidDataException)
        {
            throw XlsxTable.Refuse("it is no workbook, or damaged.", "tệp không phải bảng tính hoặc bị hỏng.");
        }
        var package = new XlsxPackage(zip);
        package.Check();
        return package;
    }

    /// <summary>A reader of a part; null when there is none of this name.</summary>
    public XmlReader? Read(string name)
    {
        var part = _zip.GetEntry(name) ?? _zip.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, name, StringComparison.OrdinalIgnoreCase));
        return part is null ? null : XmlReader.Create(new BoundedStream(part.Open(), part.Length), Xml);
    }

    public void Dispose() => _zip.Dispose();

    private void Check()
    {
        if (_zip.Entries.Count > MostParts) throw TooLarge();
        long total = 0;
        foreach (var part in _zip.Entries)
        {
            if (part.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
                throw XlsxTable.Refuse("it holds macros; save it as an ordinary workbook (.xlsx).", "tệp có macro; hãy lưu lại dạng bảng tính thường (.xlsx).");
            if (part.IsEncrypted) throw XlsxTable.Refuse("it is protected by a password.", "tệp đặt mật khẩu.");
            total += part.Length;
            if (total > MostBytes || (part.Length > SmallPart && part.Length / MostRatio > part.CompressedLength)) throw TooLarge();
        }
    }

    private static FileException TooLarge() => XlsxTable.Refuse("it unpacks to far more than a sheet of figures has.", "nội dung giải nén lớn bất thường.");

    /// <summary>Ends with an error where a part is longer than the package says.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            if ((_read += read) > most) throw TooLarge();
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
