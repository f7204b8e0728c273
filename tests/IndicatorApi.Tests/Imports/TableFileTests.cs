using System.Text;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Tests.Imports;

/// <summary>Files become rows of cells, each with the line that a person sees.</summary>
public sealed class TableFileTests
{
    [Theory]
    [InlineData("a;b\n1;\"x;\"\"y\"\"\nz\"\n\n2;3\n", ';')]
    [InlineData("a,b\r\n1,\"x;\"\"y\"\"\nz\"\r\n\r\n2,3", ',')]
    [InlineData("sep=\t\na\tb\n1\t\"x;\"\"y\"\"\nz\"\n\n2\t3", '\t')]
    public void Csv_QuotesSeparatorsAndLineEnds_AreRead_AndLinesCountAsInTheFile(string text, char separator)
    {
        var first = separator == '\t' ? 2 : 1;
        var rows = Rows(Encoding.UTF8.GetBytes(text));
        rows.Select(row => row.Line).ShouldBe([first, first + 1, first + 3, first + 4]);
        rows[1][1].Text.ShouldBe("x;\"y\"\nz");
        rows[2].IsBlank.ShouldBeTrue();
        (rows[3][0].Text, rows[3][1].Text, rows[3][9].IsBlank).ShouldBe(("2", "3", true));
    }

    [Fact]
    public void Csv_WithDecimalCommas_IsCutAtTheSemicolons() =>
        Rows(Encoding.UTF8.GetBytes("a;b;c\n1,5;2,5;3,5\n1,5;2;3\n"))[1].Cells.Select(cell => cell.Text).ShouldBe(["1,5", "2,5", "3,5"]);

    [Fact]
    public void Csv_InEveryDeclaredEncoding_IsTheSameText()
    {
        const string Text = "Đơn vị;Kỳ\nPhường 4;2022\n";
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
            Rows([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)])[1][0].Text.ShouldBe("Phường 4", encoding.WebName);
    }

    [Fact]
    public void Csv_ThatIsNotUtf8_IsRefusedWithTheLine()
    {
        var refused = Should.Throw<FileException>(() => Rows([.. "a;b\nc;d\n"u8, 0xD0, (byte)'x', (byte)'\n']));
        (refused.Line, refused.Error.Code).ShouldBe((3, ErrorCodes.NotUtf8));
    }

    [Theory]
    [InlineData("a;b\n\"c;d\n", 2)]
    [InlineData("a;b\n\"c\"x;d\n", 2)]
    public void Csv_WithAQuoteOutOfPlace_IsRefusedWhereItBegins(string text, int line) =>
        Should.Throw<FileException>(() => Rows(Encoding.UTF8.GetBytes(text))).Line.ShouldBe(line);

    [Fact]
    public void Csv_AQuoteThatIsNeverClosed_StopsAtTheLongestCell() =>
        Should.Throw<FileException>(() => Rows(Encoding.UTF8.GetBytes("a;b\n\"" + new string('x', 100_000)))).Error.Code.ShouldBe(ErrorCodes.FileUnreadable);

    [Fact]
    public void Xlsx_EveryKindOfCell_IsToldApart()
    {
        var row = Book("""
            <row r="3"><c r="A3" t="inlineStr"><is><t>Phường 4</t></is></c><c r="B3"><v>55.939999999999998</v></c><c r="C3" s="1"><v>0.93</v></c>
            <c r="D3" s="2"><v>45000</v></c>
            <c r="E3" t="e"><v>#REF!</v></c><c r="F3"><f>A1+1</f></c><c r="G3"><f>A1+1</f><v>7</v></c><c r="I3" t="str"><f>B1</f><v>x_x000D_y</v></c></row>
            """).Single();
        row.Line.ShouldBe(3);
        row.Cells.Select(cell => cell.Kind).ShouldBe(
            [TableCellKind.Text, TableCellKind.Number, TableCellKind.Percent, TableCellKind.Date, TableCellKind.Error, TableCellKind.FormulaWithoutValue,
                TableCellKind.Number, TableCellKind.Blank, TableCellKind.Text]);
        (row[1].Number, row[2].Number, row[6].Number, row[8].Text).ShouldBe((55.94m, 0.93m, 7m, "x\ry"));
    }

    [Fact]
    public void Xlsx_MergedCells_CountForEveryRow_InTheirFirstColumnOnly()
    {
        var rows = Book(
            """<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="C1"><v>1</v></c></row><row r="2"><c r="A2"/><c r="C2"><v>2</v></c></row>"""
            + """<row r="4"><c r="C4"><v>3</v></c></row>""",
            """<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>""");
        rows.Select(row => (row.Line, row[0].Text, row[0].IsMerged, row[1].IsBlank))
            .ShouldBe([(1, "x", true, true), (2, "x", true, true), (4, "", false, true)]);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]>")]
    [InlineData("<row")]
    public void Xlsx_WithADocumentTypeOrBrokenXml_IsRefused(string rows) =>
        Should.Throw<FileException>(() => Book(rows)).Error.Code.ShouldBe(ErrorCodes.FileUnreadable);

    [Fact]
    public void Xlsx_WithMacros_IsRefused() =>
        Should.Throw<FileException>(() => Rows(Books.Of("", "", ("xl/vbaProject.bin", [1, 2, 3])), isBook: true)).Error.Message(Language.English)
            .ShouldContain("macros");

    [Fact]
    public void Xlsx_ThatUnpacksToFarMoreThanItIs_IsRefusedBeforeItIsUnpacked()
    {
        var book = Books.Of("", "", ("xl/sharedStrings.xml", new byte[50_000_000]));
        book.Length.ShouldBeLessThan(100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<FileException>(() => Rows(book, isBook: true)).Error.Code.ShouldBe(ErrorCodes.FileUnreadable);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(5_000_000);
    }

    [Fact]
    public void Xlsx_ThatSaysLessThanItUnpacksTo_IsRefused()
    {
        var book = Books.Of("", "", ("xl/sharedStrings.xml", [.. "<sst>"u8, .. new byte[20_000_000].Select(_ => (byte)' '), .. "</sst>"u8]));
        // The directory at the end, and the entry itself, say four kilobytes.
        var true32 = BitConverter.GetBytes(20_000_011);
        for (var at = book.AsSpan().IndexOf(true32); at >= 0; at = book.AsSpan().IndexOf(true32)) BitConverter.GetBytes(4_000).CopyTo(book, at);
        Should.Throw<FileException>(() => Rows(book, isBook: true)).Error.Code.ShouldBe(ErrorCodes.FileUnreadable);
    }

    [Fact]
    public void Xlsx_AMillionEmptyRows_AreNoRows() =>
        Book(string.Concat(Enumerable.Range(1, 1_000_000).Select(line => $"<row r=\"{line}\"/>"))).ShouldBeEmpty();

    private static List<TableRow> Book(string rows, string after = "") => Rows(Books.Of(rows, after), isBook: true);

    private static List<TableRow> Rows(byte[] file, bool isBook = false)
    {
        using var table = isBook ? TableFile.Xlsx(new MemoryStream(file), null) : TableFile.Csv(new MemoryStream(file), null);
        table.Rows().Count().ShouldBe(table.Rows().Count());
        return [.. table.Rows()];
    }
}
