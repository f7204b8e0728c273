using IndicatorApi.Features.Imports;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;

namespace IndicatorApi.Tests.Imports;

/// <summary>Headers, periods, statuses and names as officers write them.</summary>
public sealed class WrittenWordsTests
{
    [Theory]
    [InlineData("2022", "2022")]
    [InlineData("2022-Q3", "2022-Q3")]
    [InlineData("Năm 2022", "2022")]
    [InlineData("Quý III/2022", "2022-Q3")]
    [InlineData("quý 3 năm 2022", "2022-Q3")]
    [InlineData("Tháng 5/2022", "2022-05")]
    [InlineData("6 tháng đầu năm 2022", "2022-S1")]
    [InlineData("6 tháng cuối năm 2022", "2022-S2")]
    [InlineData("9 tháng năm 2022", "2022-01-01--2022-09-30")]
    [InlineData("9 tháng đầu năm 2022", "2022-01-01--2022-09-30")]
    [InlineData("Nhiệm kỳ 2020 - 2025", "2020-2025")]
    [InlineData("2020–2025", "2020-2025")]
    public void Period_AsDocumentsNameIt_IsRead(string text, string period)
    {
        WrittenWords.TryPeriod(text, out var read).ShouldBeTrue();
        read.ToString().ShouldBe(period);
    }

    [Theory]
    [InlineData("quý 5/2022")]
    [InlineData("tháng 13/2022")]
    [InlineData("5/2022 6 tháng")]
    [InlineData("22")]
    public void Period_ThatIsNone_IsRefused(string text) => WrittenWords.TryPeriod(text, out _).ShouldBeFalse();

    [Fact]
    public void Header_InAnyOrderLanguageAndCase_BelowTitles_IsFound()
    {
        List<(int, int?, Error)> errors = [];
        var columns = ImportColumns.Find(
            [Row(1, "ỦY BAN NHÂN DÂN PHƯỜNG 4"), Row(2, "Báo cáo năm 2022"),
                Row(5, "TT", "KỲ BÁO CÁO", "Kết quả thực hiện (value)", "mã chỉ tiêu *", "Tên chỉ tiêu", "ĐVT", "Ma don vi", "Chỉ tiêu Nghị quyết")], false,
                false, errors);
        errors.ShouldBeEmpty();
        columns.ShouldNotBeNull().HeaderLine.ShouldBe(5);
        ((ImportColumn[])[ImportColumn.Period, ImportColumn.Value, ImportColumn.Indicator, ImportColumn.IndicatorName, ImportColumn.OrgUnit])
            .Select(column => columns.Place(column)).ShouldBe([1, 2, 3, 4, 6]);
    }

    [Fact]
    public void Header_WithUnknownRepeatedAndMissingColumns_SaysEach()
    {
        List<(int Line, int? Column, Error Error)> errors = [];
        ImportColumns.Find([Row(1, "orgUnit", "Mã đơn vị", "value", "Ý kiến")], false, false, errors).ShouldBeNull();
        errors.Select(error => (error.Column, error.Error.Code.Code)).ShouldBe(
            [(1, "repeated_column"), (3, "unknown_column"), (null, "missing_column"), (null, "missing_column")]);
    }

    [Fact]
    public void Header_ThatIsNowhere_IsMissing()
    {
        List<(int, int?, Error Error)> errors = [];
        ImportColumns.Find([Row(1, "a", "b"), Row(2, "1", "2")], false, false, errors).ShouldBeNull();
        errors.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCodes.HeaderMissing);
    }

    [Fact]
    public void Header_EveryKnownNameMeansOneThing() =>
        HeaderWords.Known.SelectMany(known => known.Names).Concat(HeaderWords.Informative).ShouldBeUnique();

    [Fact]
    public void Names_OneMatchIsTaken_SeveralOrSimilarAreAskedBack()
    {
        var units = new NameIndex<(string Code,
            string Name)[]>([[("w-1", "Phường 1")], [("w-4", "Phường 4")], [("x-4", "Phường 4")], [("tan-an", "Xã Tân An")]], unit =>
            unit[0].Code, unit => unit[0].Name, Noun.OrganisationUnit);
        units.Find("w-4").Found![0].Name.ShouldBe("Phường 4");
        units.Find("  phuong   1").Found![0].Code.ShouldBe("w-1");
        var (found, several) = units.Find("PHƯỜNG 4");
        found.ShouldBeNull();
        several!.Message(Language.English).ShouldContain("w-4 (Phường 4); x-4 (Phường 4)");
        units.Find("Tân An").Error!.Message(Language.Vietnamese).ShouldContain("tan-an (Xã Tân An)");
        units.Find("Hà Nội").Error!.Code.ShouldBe(ErrorCodes.UnknownReference);
    }

    private static TableRow Row(int line, params string[] cells) => new(line, [.. cells.Select(TableCell.Of)]);
}
