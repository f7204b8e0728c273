using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace IndicatorApi.Files;

/// <summary>Writes an XLSX file sheet by sheet and row by row: no more than a row is ever held, so that a sheet may have as many as Excel takes.</summary>
/// <remarks>
/// Writing is synchronous: give it a file or memory, not a response. Text is written into the cells themselves, and never begins a formula.
/// <c>docs/decisions/0019</c> says why this is not a library.
/// </remarks>
public sealed class WorkbookWriter : IDisposable
{
    /// <summary>The media type of XLSX.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Most rows that a sheet can have, the header among them.</summary>
    public const int MostRows = 1_048_576;

    private readonly ZipArchive _archive;
    private readonly WorkbookStyles _styles;
    private readonly List<SheetWriter> _sheets = [];

    /// <summary>A workbook that goes into this stream, which stays open.</summary>
    /// <param name="output">Where to; need not be able to seek.</param>
    /// <param name="font">The font of every cell.</param>
    /// <param name="size">Its size in points.</param>
    public WorkbookWriter(Stream output, string font = "Calibri", double size = 11)
    {
        _archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        _styles = new WorkbookStyles(font, size);
    }

    /// <summary>Begins a sheet; the one before must be disposed of.</summary>
    public SheetWriter AddSheet(string name, SheetLayout? layout = null)
    {
        var sheet = new SheetWriter(Open($"xl/worksheets/sheet{_sheets.Count + 1}.xml"), name, layout ?? new SheetLayout(), _styles);
        _sheets.Add(sheet);
        return sheet;
    }

    /// <summary>Writes what comes after the sheets, and ends the file.</summary>
    public void Dispose()
    {
        Part("xl/styles.xml", _styles.ToXml());
        Part("xl/workbook.xml", Workbook());
        Part("xl/_rels/workbook.xml.rels", Relations(
            [.. _sheets.Select((_, i) => ("worksheet", $"worksheets/sheet{i + 1}.xml")), ("styles", "styles.xml")]));
        Part("_rels/.rels", Relations([("officeDocument", "xl/workbook.xml")]));
        Part("[Content_Types].xml", ContentTypes());
        _archive.Dispose();
    }

    private string Workbook()
    {
        var xml = new StringBuilder(XmlText.Head)
            .Append("<workbook xmlns=\"").Append(XmlText.Main).Append("\" xmlns:r=\"").Append(XmlText.Relations).Append("\"><sheets>");
        for (var i = 0; i < _sheets.Count; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{XmlText.Escape(_sheets[i].Name)}\" sheetId=\"{i + 1}\"")
                .Append(_sheets[i].Layout.Hidden ? " state=\"hidden\"" : "").Append(CultureInfo.InvariantCulture, $" r:id=\"rId{i + 1}\"/>");
        }
        xml.Append("</sheets>");
        var names = new StringBuilder();
        for (var i = 0; i < _sheets.Count; i++)
        {
            var sheet = _sheets[i];
            var quoted = XmlText.Escape($"'{sheet.Name.Replace("'", "''", StringComparison.Ordinal)}'");
            if (sheet.FilterRange is { } filter) names.Append(
                CultureInfo.InvariantCulture, $"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{i}\" hidden=\"1\">{quoted}!{filter}</definedName>");
            if (sheet.Layout.RepeatedRows is { } rows)
                names.Append(CultureInfo.InvariantCulture,
                    $"<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{i}\">{quoted}!${rows.First}:${rows.Last}</definedName>");
        }
        if (names.Length > 0) xml.Append("<definedNames>").Append(names).Append("</definedNames>");
        return xml.Append("</workbook>").ToString();
    }

    private string ContentTypes()
    {
        const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var xml = new StringBuilder(XmlText.Head)
            .Append("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">")
            .Append("<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>")
            .Append("<Override PartName=\"/xl/workbook.xml\" ContentType=\"").Append(Kind).Append(".sheet.main+xml\"/>")
            .Append("<Override PartName=\"/xl/styles.xml\" ContentType=\"").Append(Kind).Append(".styles+xml\"/>");
        for (var i = 1; i <= _sheets.Count; i++)
            xml.Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"").Append(Kind)
                .Append(".worksheet+xml\"/>");
        return xml.Append("</Types>").ToString();
    }

    private static string Relations(IReadOnlyList<(string Type, string Target)> relations)
    {
        var xml = new StringBuilder(XmlText.Head).Append("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (var i = 0; i < relations.Count; i++)
            xml.Append(CultureInfo.InvariantCulture,
                $"<Relationship Id=\"rId{i + 1}\" Type=\"{XmlText.Relations}/{relations[i].Type}\" Target=\"{relations[i].Target}\"/>");
        return xml.Append("</Relationships>").ToString();
    }

    private void Part(string name, string xml)
    {
        using var part = Open(name);
        part.Write(Encoding.UTF8.GetBytes(xml));
    }

    // A fixed date of the entries: the same content is the same file.
    private Stream Open(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry.Open();
    }
}
