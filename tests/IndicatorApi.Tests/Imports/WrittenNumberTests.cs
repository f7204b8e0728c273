using System.Globalization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Imports;
using IndicatorApi.Files.Reading;

namespace IndicatorApi.Tests.Imports;

/// <summary>Numbers as officers write them: each reads in one way, keeps both ways, or is refused.</summary>
public sealed class WrittenNumberTests
{
    [Theory]
    // Only Vietnamese.
    [InlineData("55,94", "55.94", null)]
    [InlineData("0,71", "0.71", null)]
    [InlineData("10.001,26", "10001.26", null)]
    [InlineData("1.234.567", "1234567", null)]
    [InlineData("0,862", "0.862", null)]
    [InlineData("1234,567", "1234.567", null)]
    // Only English.
    [InlineData("55.94", null, "55.94")]
    [InlineData("10,001.26", null, "10001.26")]
    [InlineData("1,234,567", null, "1234567")]
    [InlineData("0.862", null, "0.862")]
    [InlineData("1.5", null, "1.5")]
    // The same in both.
    [InlineData("25", "25", "25")]
    [InlineData("03", "3", "3")]
    [InlineData("0", "0", "0")]
    [InlineData("-7", "-7", "-7")]
    [InlineData("−7", "-7", "-7")]
    [InlineData("+7", "7", "7")]
    [InlineData("1 862", "1862", "1862")]
    [InlineData("1\u00A0862\u2009000", "1862000", "1862000")]
    // Two numbers: kept apart.
    [InlineData("1.862", "1862", "1.862")]
    [InlineData("1,862", "1.862", "1862")]
    [InlineData("36,602", "36.602", "36602")]
    public void Read_KeepsEachWayThatFits(string text, string? vietnamese, string? english)
    {
        var number = WrittenNumber.Read(text).ShouldNotBeNull();
        number.Vietnamese.ShouldBe(Exact(vietnamese));
        number.English.ShouldBe(Exact(english));
        number.Bound.ShouldBeNull();
        number.Factor.ShouldBe(1);
        number.Measure.ShouldBe("");
    }

    [Theory]
    [InlineData("trên 276", Bound.AtLeast)]
    [InlineData("TRÊN 276", Bound.AtLeast)]
    [InlineData("hơn 276", Bound.AtLeast)]
    [InlineData("ít nhất 276", Bound.AtLeast)]
    [InlineData("không dưới 276", Bound.AtLeast)]
    [InlineData("276 trở lên", Bound.AtLeast)]
    [InlineData(">= 276", Bound.AtLeast)]
    [InlineData(">276", Bound.AtLeast)]
    [InlineData("gần 276", Bound.AtMost)]
    [InlineData("dưới 276", Bound.AtMost)]
    [InlineData("không quá 276", Bound.AtMost)]
    [InlineData("thấp hơn 276", Bound.AtMost)]
    [InlineData("ít hơn 276", Bound.AtMost)]
    [InlineData("nhỏ hơn 276", Bound.AtMost)]
    [InlineData("không cao hơn 276", Bound.AtMost)]
    [InlineData("≤ 276", Bound.AtMost)]
    [InlineData("khoảng 276", Bound.About)]
    [InlineData("ước đạt 276", Bound.About)]
    [InlineData("~276", Bound.About)]
    public void Read_WordsBesideTheNumber_AreItsBound(string text, Bound bound)
    {
        var number = WrittenNumber.Read(text).ShouldNotBeNull();
        number.Bound.ShouldBe(bound);
        number.Vietnamese.ShouldBe(276);
    }

    [Theory]
    [InlineData("93%", 100, "")]
    [InlineData("93 %", 100, "")]
    [InlineData("93‰", 1000, "")]
    [InlineData("93 hộ", 1, "ho")]
    [InlineData("93 tỷ", 1, "ty")]
    [InlineData("93% trở lên", 100, "")]
    public void Read_SignsAndUnits_StandBesideTheNumber(string text, int factor, string measure)
    {
        var number = WrittenNumber.Read(text).ShouldNotBeNull();
        (number.Vietnamese, number.Factor, number.Measure).ShouldBe((93, factor, measure));
    }

    [Fact]
    public void Read_OneNumberOverAnother_IsAFraction()
    {
        var number = WrittenNumber.Read("2.007/3.577").ShouldNotBeNull();
        (number.Vietnamese, number.Denominator!.Vietnamese).ShouldBe((2007, 3577));
        WrittenNumber.Read("72,3 triệu/người").ShouldNotBeNull().Denominator.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData("x")]
    [InlineData("không có")]
    [InlineData("1.86.2")]
    [InlineData("1,2,3")]
    [InlineData("12.34,5.6")]
    [InlineData("1 86")]
    [InlineData("1.862 000")]
    [InlineData(",5")]
    [InlineData("5,")]
    [InlineData("trên 5 trở xuống")]
    [InlineData("١٢")]
    [InlineData("5%/10")]
    public void Read_WhatIsNoNumber_IsNone(string text) => WrittenNumber.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("4 - 6")]
    [InlineData("1e5")]
    [InlineData("1/2/3")]
    [InlineData("12 34 hộ x")]
    public void Read_WhatFollowsTheNumber_IsKeptForARefusal(string text) => (WrittenNumber.Read(text)?.Measure ?? "none").ShouldNotBe("");

    [Theory]
    [InlineData("1234567890123456789012345678901")]
    [InlineData("0,00000000000000000000000000001")]
    public void Read_MoreDigitsThanADecimalHas_IsNeverRounded(string text) => WrittenNumber.Read(text).ShouldNotBeNull().Vietnamese.ShouldBe(decimal.MaxValue);

    [Theory]
    [InlineData("03/04/2024", true)]
    [InlineData("2024-05-01", true)]
    [InlineData("3-Apr", true)]
    [InlineData("03-Thg4", true)]
    [InlineData("May-22", true)]
    [InlineData("3/4", false)]
    [InlineData("1.862.000", false)]
    [InlineData("55,94", false)]
    public void IsDate_TellsWhatASpreadsheetMadeOfAFraction(string text, bool isDate) => WrittenNumber.IsDate(text).ShouldBe(isDate);

    [Fact]
    public void Evidence_OneNumberThatIsOnlyOfOneWay_SettlesItsIndicatorInItsColumn_ElseItsIndicator_AndNoOther()
    {
        var (one, other) = (Indicator("one"), Indicator("other"));
        var evidence = new LocaleEvidence(null);
        foreach (var text in (string[])["1.862", "25", "55,94"]) evidence.Note(ImportColumn.Value, one, WrittenNumber.Read(text));
        evidence.Of(ImportColumn.Value, one).ShouldBe(NumberLocale.Vietnamese);
        evidence.Of(ImportColumn.Numerator, one).ShouldBe(NumberLocale.Vietnamese);
        evidence.Of(ImportColumn.Value, other).ShouldBeNull();
        evidence.Note(ImportColumn.Numerator, one, WrittenNumber.Read("10,001.26"));
        evidence.Of(ImportColumn.Numerator, one).ShouldBe(NumberLocale.English);
        evidence.Of(ImportColumn.Denominator, one).ShouldBeNull();
        evidence.Note(ImportColumn.Value, one, WrittenNumber.Read("1.5"));
        evidence.Of(ImportColumn.Value, one).ShouldBeNull();
        new LocaleEvidence(NumberLocale.English).Of(ImportColumn.Value, one).ShouldBe(NumberLocale.English);
    }

    private static Indicator Indicator(string code) =>
        new() { Id = Guid.CreateVersion7(), Code = code, Name = code, SearchName = code, Measure = "người" };

    [Fact]
    public void In_AnAmbiguousNumber_IsNoneUntilTheWayIsKnown()
    {
        var number = WrittenNumber.Read("1.862").ShouldNotBeNull();
        number.In(null).ShouldBeNull();
        number.In(NumberLocale.Vietnamese).ShouldBe(1862);
        number.In(NumberLocale.English).ShouldBe(1.862m);
        WrittenNumber.Read("55,94")!.In(null).ShouldBe(55.94m);
        WrittenNumber.Read("55,94")!.In(NumberLocale.English).ShouldBeNull();
    }

    private static decimal? Exact(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
