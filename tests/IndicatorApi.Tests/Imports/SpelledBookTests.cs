using System.IO.Compression;
using System.Text;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Imports;

/// <summary>One small sheet as SheetJS, WPS, the Open XML SDK and others spell it, by hand: what comes of each, over the import.</summary>
public sealed class SpelledBookTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private ApiServer Api => server.Api;

    /// <summary>The cells of a row that holds the code of an indicator and its figure, and what is stored of it, or why nothing is.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "SheetJS: texts as results, a number said to be one", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='n'><v>31.5</v></c>"), "31.5" },
        { "SheetJS: a number as text", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='str'><v>31.5</v></c>"), "31.5" },
        { "a number as text that reads two ways", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='str'><v>1.862</v></c>"), "ambiguous_number" },
        { "SheetJS: a day by ISO 8601", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='d'><v>2023-04-03T00:00:00.000Z</v></c>"), "number_is_date" },
        { "no places at all", "<row><c t='inlineStr'><is><t>{0}</t></is></c><c><v>31.5</v></c></row>", "31.5" },
        { "places on the second cell only", "<row><c t='inlineStr'><is><t>{0}</t></is></c><c r='B2'><v>31.5</v></c></row>", "31.5" },
        { "WPS: a text of several runs, with readings", Row("<c r='A2' t='inlineStr'><is><r><rPr><b/></rPr><t xml:space='preserve'>{0}</t></r>"
            + "<rPh sb='0' eb='1'><t>x</t></rPh></is></c><c r='B2'><v>31.5</v></c>"), "31.5" },
        { "a text in the cell that stands where a number does", Row("<c r='A2' t='inlineStr'><v>{0}</v></c><c r='B2' t='inlineStr'><v>31.5</v></c>"), "31.5" },
        { "blanks and line ends around a number", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2'><v>\n 31.5\n </v></c>"), "31.5" },
        { "WPS: a formula with its value", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2'><f ca='1'>63/2</f><v>31.5</v></c>"), "31.5" },
        { "a formula whose value is a text", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='str'><f>TEXT(31.5;0)</f><v>31,5</v></c>"), "31.5" },
        { "a formula that made an error", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>"), "cell_error" },
        { "yes or no", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' t='b'><v>1</v></c>"), "not_a_number" },
        { "a shared text of a workbook without any", Row("<c r='A2' t='s'><v>0</v></c><c r='B2'><v>31.5</v></c>"), "file_unreadable" },
        { "parts of another vendor beside the value", Row("<c r='A2' t='str'><v>{0}</v></c><c r='B2' cm='1'><v>31.5</v>"
            + "<extLst><ext uri='x'><etc:v xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'>7</etc:v></ext></extLst></c>"), "31.5" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Sheet_HoweverItsCellsAreSpelled_IsReadOrRefusedAtItsPlace(string spelling, string row, string comes) =>
        await CheckAsync(spelling, indicator => Book(Sheet(row.Replace("{0}", indicator, StringComparison.Ordinal))), comes);

    [Theory]
    [InlineData("x:", "xl/worksheets/sheet1.xml", "worksheets/sheet1.xml")]
    [InlineData("", "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml")]
    [InlineData("ns0:", "xl/worksheets/Sheet1.xml", "/xl/worksheets/sheet1.xml")]
    [InlineData("", "xl\\worksheets\\sheet1.xml", "worksheets\\sheet1.xml")]
    [InlineData("main:", "sheets/one.xml", "../sheets/one.xml")]
    [InlineData("", "xl/worksheets/sheet 1.xml", "worksheets/sheet%201.xml")]
    public async Task Sheet_WhateverItsPrefixAndWhereverItsPart_IsRead(string prefix, string part, string target) => await CheckAsync(
        $"{prefix}{part}", indicator => Book(Sheet(
            Row($"<c r='A2' t='inlineStr'><is><t>{indicator}</t></is></c><c r='B2'><v>31.5</v></c>"), prefix), part, target, prefix), "31.5");

    private async Task CheckAsync(string spelling, Func<string, byte[]> book, string comes)
    {
        var (ward, indicator) = (await Api.WardAsync(), await Api.IndicatorAsync());
        using var body = new ByteArrayContent(book(indicator))
        {
            Headers = { ContentType = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") },
        };
        var job = (await Api.Client.CallAsync(HttpMethod.Post, $"/api/v1/imports?orgUnit={ward}&period=2023", body, ("Prefer", "wait=60"))).With(202);
        var errors = (await Api.WalkAsync($"/api/v1/imports/{job["id"].GetString()}/errors")).ConvertAll(error => error.GetProperty("code").GetString());
        var stored = (await Api.WalkAsync($"/api/v1/actuals?orgUnit={ward}")).ConvertAll(row => row.GetProperty("value").GetRawText());
        (string.Join(' ', stored) + string.Join(' ', errors)).ShouldBe(comes, spelling);
    }

    private static string Row(string cells) => $"<row r='2'>{cells}</row>";

    private static string Sheet(string row, string prefix = "")
    {
        const string Header = "<row r='1'><c r='A1' t='inlineStr'><is><t>indicator</t></is></c><c r='B1' t='inlineStr'><is><t>value</t></is></c></row>";
        return Prefixed($"<worksheet><sheetData>{Header}{row}</sheetData></worksheet>", prefix, "");
    }

    // Every element under a prefix of its own namespace, as serialisers of other platforms write it.
    private static string Prefixed(string xml, string prefix, string others)
    {
        var names = xml.Replace("</", "</" + prefix, StringComparison.Ordinal);
        names = System.Text.RegularExpressions.Regex.Replace(names, "<([A-Za-z])", $"<{prefix}$1").Replace($"<{prefix}etc:", "<etc:", StringComparison.Ordinal)
            .Replace($"</{prefix}etc:", "</etc:", StringComparison.Ordinal);
        var end = names.IndexOf('>', StringComparison.Ordinal);
        var declared = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix.TrimEnd(':')}";
        return $"<?xml version='1.0' encoding='UTF-8'?>{names[..end]} {declared}='{Main}'{others}{names[end..]}";
    }

    private static byte[] Book(string sheet, string part = "xl/worksheets/sheet1.xml", string target = "worksheets/sheet1.xml", string prefix = "")
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string text)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
            Add("[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>");
            Add("_rels/.rels", $"<p:Relationships xmlns:p='{Package}'>"
                + $"<p:Relationship Id='a' Type='{Office}/officeDocument' Target='/xl/workbook.xml'/></p:Relationships>");
            const string Sheets = "<workbook><sheets><sheet name='Bảng' sheetId='7' rel:id='b'/></sheets></workbook>";
            Add("xl/workbook.xml", Prefixed(Sheets, prefix, $" xmlns:rel='{Office}'"));
            Add("xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns='{Package}'><Relationship Id='b' Type='{Office}/worksheet' Target='{target}'/></Relationships>");
            Add(part, sheet);
        }
        return memory.ToArray();
    }
}
