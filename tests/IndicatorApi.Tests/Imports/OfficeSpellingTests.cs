using System.Globalization;
using IndicatorApi.Features.Imports;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Tests.Imports;

/// <summary>How programs spell numbers, formats, units, headers and periods: kinds rather than the cases that were met.</summary>
public sealed class OfficeSpellingTests
{
    [Theory]
    [InlineData("0.93000000000000005", "0.93")]
    [InlineData("0.28999999999999998", "0.29")]
    [InlineData("9.4000000000000004E-3", "0.0094")]
    [InlineData("6.9999999999999994e-05", "0.00007")]
    [InlineData("-0.57999999999999996", "-0.58")]
    [InlineData("72.299999999999997", "72.3")]
    [InlineData("1234567.8900000001", "1234567.89")]
    [InlineData("123456789.90000001", "123456789.9")]
    [InlineData("0.93000000000000004885", "0.93")]
    [InlineData("1E3", "1000")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("55.94", "55.94")]
    [InlineData("123456789012345.12345678", "123456789012345.12345678")]
    [InlineData("12345678.12345678", "12345678.12345678")]
    [InlineData("12345678901234.28125", "12345678901234.28125")]
    [InlineData("1234567890.0000001", "1234567890.0000001")]
    [InlineData("0", "0")]
    public void Number_IsTheShortestDecimalThatIsMeant(string spelled, string meant) =>
        WorkbookNumber.Read(spelled).ShouldBe(decimal.Parse(meant, CultureInfo.InvariantCulture));

    [Fact]
    public void Number_OfEveryMagnitude_SpelledAsExcelDoes_ComesBack()
    {
        var random = new Random(20261128);
        for (var i = 0; i < 20_000; i++)
        {
            var number = new decimal(random.Next(1, 1_000_000), 0, 0, random.Next(2) == 0, (byte)random.Next(0, 9));
            var spelled = ((double)number).ToString("G17", CultureInfo.InvariantCulture);
            WorkbookNumber.Read(spelled).ShouldBe(number, spelled);
        }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-1E400")]
    [InlineData("x")]
    public void Number_ThatIsNone_IsNotRead(string spelled) => WorkbookNumber.Read(spelled).ShouldBeNull();

    [Theory]
    [InlineData("0%", 0.93, TableCellKind.Percent, "", 1)]
    [InlineData("#,##0\" triệu đồng\"", 5, TableCellKind.Number, "triệu đồng", 1)]
    [InlineData("#,##0.00,,\"tr\"", 5, TableCellKind.Number, "tr", 1000000)]
    [InlineData("0.0,", 5, TableCellKind.Number, "", 1000)]
    [InlineData("#,##0\" %\"", 5, TableCellKind.Number, "%", 1)]
    [InlineData("#,##0.00\\ \"₫\"", 5, TableCellKind.Number, "₫", 1)]
    [InlineData("#,##0\\ [$₫-42A]", 5, TableCellKind.Number, "₫", 1)]
    [InlineData("_-* #,##0.00\\ _₫_-;\\-* #,##0.00\\ _₫_-;_-* \"-\"??\\ _₫_-;_-@_-", 5, TableCellKind.Number, "", 1)]
    [InlineData("[Red][<1000]0;[>=1000]0.0,\"k\"", 5000, TableCellKind.Number, "k", 1000)]
    [InlineData("[Red][<1000]0;[>=1000]0.0,\"k\"", 5, TableCellKind.Number, "", 1)]
    [InlineData("0;-0\" âm\"", -5, TableCellKind.Number, "âm", 1)]
    [InlineData("0.00E+00", 5, TableCellKind.Number, "", 1)]
    [InlineData("General", 5, TableCellKind.Number, "", 1)]
    [InlineData("[h]", 5, TableCellKind.Date, "", 1)]
    [InlineData("[mm]:ss", 5, TableCellKind.Date, "", 1)]
    [InlineData("dd/mm/yyyy", 5, TableCellKind.Date, null, 1)]
    [InlineData("[$-42A]d mmmm yyyy", 5, TableCellKind.Date, null, 1)]
    public void Format_SaysWhatTheCellShows(string code, double number, TableCellKind kind, string? words, int divisor)
    {
        var format = NumberFormat.Parse(code).For((decimal)number);
        (format.Kind, format.Divisor).ShouldBe((kind, divisor));
        if (words is not null) format.Words.ShouldBe(words);
    }

    [Theory]
    [InlineData("tỷ", "tỷ đồng", true)]
    [InlineData("tỉ đồng", "tỷ đồng", true)]
    [InlineData("Tr.đ", "triệu đồng", true)]
    [InlineData("trđ/người", "triệu đồng/người/năm", true)]
    [InlineData("triệu", "triệu đồng/người/năm", true)]
    [InlineData("%", "%/năm", true)]
    [InlineData("Hộ", "hộ", true)]
    [InlineData("triệu đồng", "tỷ đồng", false)]
    [InlineData("đồng", "tỷ đồng", false)]
    [InlineData("nghìn", "nghìn tỷ đồng", false)]
    [InlineData("nghìn người", "người", false)]
    [InlineData("1000 người", "người", false)]
    [InlineData("tỷ đồng/năm", "tỷ đồng", false)]
    [InlineData("%", "hộ", false)]
    public void Unit_IsTheIndicatorsOwn_OrItsHead_OrNot(string stated, string own, bool isOwn) => WrittenUnit.IsOwn(stated, own).ShouldBe(isOwn);

    [Theory]
    [InlineData("Kế hoạch năm 2024")]
    [InlineData("KH giao")]
    [InlineData("Chỉ tiêu NQ đại hội")]
    [InlineData("TH/KH (%)")]
    [InlineData("% thực hiện so với KH")]
    [InlineData("Tỷ lệ đạt (%)")]
    [InlineData("So với cùng kỳ (%)")]
    [InlineData("Tăng, giảm so với năm trước")]
    [InlineData("Cơ quan chủ trì")]
    [InlineData("Đơn vị chủ trì, phối hợp")]
    [InlineData("Số TT")]
    public void Header_BesideTheFigures_IsPassedOverByName(string header) => HeaderWords.Of(header, HeaderContext.None).IsPassed.ShouldBeTrue();

    [Theory]
    [InlineData("Số hộ nghèo")]
    [InlineData("Số liệu khác")]
    [InlineData("Ý kiến")]
    [InlineData("Tỷ lệ hộ nghèo")]
    [InlineData("Đơn vị quản lý")]
    public void Header_ThatIsNotKnown_IsNeverPassedOver(string header) => HeaderWords.Of(header, HeaderContext.None).IsKnown.ShouldBeFalse();

    [Theory]
    [InlineData("Thực hiện năm 2024")]
    [InlineData("TH 6 tháng đầu năm 2024")]
    [InlineData("Kết quả thực hiện quý III/2023")]
    [InlineData("Ước thực hiện")]
    [InlineData("Ước TH năm 2024")]
    public void Header_OfAResultWithATime_IsAskedAbout(string header) =>
        HeaderWords.Of(header, HeaderContext.None).MayBe.ShouldNotBeNull().Column.ShouldBe(ImportColumn.Value);

    [Theory]
    [InlineData("Q1/2023", "2023-Q1")]
    [InlineData("Q.IV-2023", "2023-Q4")]
    [InlineData("II/2023", "2023-Q2")]
    [InlineData("6 tháng 2023", "2023-S1")]
    [InlineData("6 tháng cuối năm 2023", "2023-S2")]
    [InlineData("3 tháng đầu năm 2023", "2023-Q1")]
    [InlineData("11 tháng năm 2023", "2023-01-01--2023-11-30")]
    [InlineData("12 tháng 2023", "2023")]
    [InlineData("05/2023", "2023-05")]
    [InlineData("T5/2023", "2023-05")]
    [InlineData("Cả năm 2023", "2023")]
    [InlineData("giai đoạn 2021-2025", "2021-2025")]
    [InlineData("từ năm 2021 đến năm 2025", "2021-2025")]
    public void Period_InWords_IsRead(string text, string period)
    {
        WrittenWords.TryPeriod(text, out var read).ShouldBeTrue();
        read.ToString().ShouldBe(period);
    }

    [Theory]
    [InlineData("1. Số hộ nghèo", "Số hộ nghèo")]
    [InlineData("1.2.3 Số hộ nghèo", "Số hộ nghèo")]
    [InlineData("- Trong đó: Số hộ nghèo", "Số hộ nghèo")]
    [InlineData("a) Số hộ nghèo;", "Số hộ nghèo")]
    [InlineData("+ Số hộ nghèo (*)", "Số hộ nghèo")]
    [InlineData("IV. Số hộ nghèo:", "Số hộ nghèo")]
    public void Name_WithoutNumbersAndBullets_IsWhatIsLeft(string text, string name) => WrittenName.Bare(text).ShouldBe(name);

    [Theory]
    [InlineData("Chæ tieâu", "VNI")]
    [InlineData("Thöïc hieän", "VNI")]
    [InlineData("ChØ tiªu", "TCVN3 (.VnTime)")]
    [InlineData("Chỉ tiêu", null)]
    public void Text_OfAnOldFont_IsTold(string text, string? font) =>
        OldFont.Of(text, converted => HeaderWords.Of(converted, HeaderContext.None).IsKnown).ShouldBe(font);

    [Fact]
    public void Cell_InAPlaceThatCannotBeRead_IsRefused_AndSmallLettersArePlaces()
    {
        Read("<row r=\"1\"><c r=\"a1\"><v>1</v></c><c r=\"$C$1\"><v>2</v></c></row>")[0].Cells.Select(cell => cell.IsBlank).ShouldBe([false, true, false]);
        foreach (var place in (string[])["1A", "A2", "R1C1", "", "A-1"])
            Should.Throw<FileException>(() => Read($"<row r=\"1\"><c r=\"{place}\"><v>1</v></c></row>"), place).Error.Code.ShouldBe(ErrorCodes.FileUnreadable);
    }

    private static List<TableRow> Read(string rows)
    {
        using var table = TableFile.Xlsx(new MemoryStream(Books.Of(rows)), null);
        return [.. table.Rows()];
    }
}
