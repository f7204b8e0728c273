using System.IO.Compression;
using System.Xml;

namespace IndicatorApi.Files.Reading;

/// <summary>A relationship of a part to another part of its package.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">What the other part is to it: an address that ends in a word.</param>
/// <param name="Target">The name of the other part.</param>
internal sealed record XlsxRelation(string Id, string Type, string Target)
{
    /// <summary>Whether it is of this kind; transitional and strict workbooks have different addresses that end alike.</summary>
    public bool Is(string kind) => Type.EndsWith($"/{kind}", StringComparison.Ordinal);
}

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

    /// <summary>Whether there is a part of this name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A reader of a part; null when there is none of this name.</summary>
    public XmlReader? Read(string name) => Find(name) is { } part ? XmlReader.Create(new BoundedStream(part.Open(), part.Length), Xml) : null;

    /// <summary>The relationships of a part, those of the package itself for the empty name; to what lies outside none.</summary>
    public IReadOnlyList<XlsxRelation> Relations(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var folder = part[..slash];
        using var reader = Read($"{folder}_rels/{part[slash..]}.rels") ?? throw XlsxTable.Damaged();
        List<XlsxRelation> relations = [];
        while (XlsxTable.Advance(reader))
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "Relationship" || reader.GetAttribute("TargetMode") == "External") continue;
            var target = Resolve(folder, reader.GetAttribute("Target") ?? "");
            relations.Add(new XlsxRelation(reader.GetAttribute("Id") ?? "", reader.GetAttribute("Type") ?? "", target));
        }
        return relations;
    }

    // Some programs write the parts of their names with backslashes, and names with other capitals than where they refer to them.
    private ZipArchiveEntry? Find(string name) => _zip.GetEntry(name)
        ?? _zip.Entries.FirstOrDefault(entry => string.Equals(entry.FullName.Replace('\\', '/').TrimStart('/'), name, StringComparison.OrdinalIgnoreCase));

    private static string Resolve(string folder, string target)
    {
        var whole = Uri.UnescapeDataString(target.Replace('\\', '/'));
        List<string> steps = [];
        foreach (var step in (whole.StartsWith('/') ? whole : folder + whole).Split('/'))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step.Length > 0 && step is not ("." or "..")) steps.Add(step);
        }
        return string.Join('/', steps);
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
