using System.IO.Compression;
using System.Text;

namespace IndicatorApi.Tests.Imports;

/// <summary>Workbooks made by hand, so that they may hold what no writer writes.</summary>
internal static class Books
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    /// <summary>A workbook of one sheet: the XML of its rows and what follows them; style 1 is a percent, style 2 a date.</summary>
    public static byte[] Of(string rows, string after = "", params (string Name, byte[] Content)[] parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string text) => AddBytes(name, Encoding.UTF8.GetBytes(text));
            void AddBytes(string name, byte[] content)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Add("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + $"<Relationship Id=\"r0\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml", $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                + "<sheet name=\"Ẩn\" sheetId=\"1\" state=\"hidden\" r:id=\"r0\"/>"
                + "<sheet name=\"Số liệu\" sheetId=\"2\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + "<Relationship Id=\"r0\" Target=\"worksheets/none.xml\"/>"
                + "<Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"r2\" Type=\"{Office}/styles\" Target=\"styles.xml\"/>"
                + $"<Relationship Id=\"r3\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            Add("xl/styles.xml", $"<styleSheet {Main}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
                + "<cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs>"
                + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet {Main}><sheetData>{rows}</sheetData>{after}</worksheet>");
            foreach (var (name, content) in parts) AddBytes(name, content);
        }
        return memory.ToArray();
    }

    /// <summary>A row of text cells.</summary>
    public static string Texts(int line, params string[] cells) =>
        $"<row r=\"{line}\">{string.Concat(cells.Select((text, i) => text.Length == 0 ? "" : Text((char)('A' + i), line, text)))}</row>";

    /// <summary>A cell of text.</summary>
    public static string Text(char column, int line, string text) =>
        $"<c r=\"{column}{line}\" t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape(text)}</t></is></c>";
}
