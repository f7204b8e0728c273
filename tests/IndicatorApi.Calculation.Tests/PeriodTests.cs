using FsCheck;
using FsCheck.Fluent;
using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests;

public class PeriodTests
{
    [Theory]
    [InlineData("2022", "2022-01-01", "2022-12-31", PeriodKind.Year)]
    [InlineData("2022-S1", "2022-01-01", "2022-06-30", PeriodKind.HalfYear)]
    [InlineData("2022-S2", "2022-07-01", "2022-12-31", PeriodKind.HalfYear)]
    [InlineData("2022-Q1", "2022-01-01", "2022-03-31", PeriodKind.Quarter)]
    [InlineData("2022-Q3", "2022-07-01", "2022-09-30", PeriodKind.Quarter)]
    [InlineData("2022-Q4", "2022-10-01", "2022-12-31", PeriodKind.Quarter)]
    [InlineData("2022-05", "2022-05-01", "2022-05-31", PeriodKind.Month)]
    [InlineData("2024-02", "2024-02-01", "2024-02-29", PeriodKind.Month)]
    [InlineData("2020-2025", "2020-01-01", "2025-12-31", PeriodKind.Term)]
    [InlineData("2020-05-20--2022-12-31", "2020-05-20", "2022-12-31", PeriodKind.Range)]
    [InlineData("2022-05-20--2022-05-20", "2022-05-20", "2022-05-20", PeriodKind.Range)]
    [InlineData("1900", "1900-01-01", "1900-12-31", PeriodKind.Year)]
    [InlineData("2200-12", "2200-12-01", "2200-12-31", PeriodKind.Month)]
    public void TryParse_CanonicalText_GivesTheDaysAndTheTextBack(string text, string start, string end, PeriodKind kind)
    {
        Period.TryParse(text, out var period, out var problem).ShouldBeTrue();
        problem.ShouldBeNull();
        period.Start.ShouldBe(DateOnly.Parse(start, null));
        period.End.ShouldBe(DateOnly.Parse(end, null));
        period.Kind.ShouldBe(kind);
        period.Text.ShouldBe(text);
        period.ToString().ShouldBe(text);
        $"{period}".ShouldBe(text);
    }

    [Theory]
    [InlineData("2022-01-01--2022-12-31", "2022")]
    [InlineData("2022-01-01/2022-06-30", "2022-S1")]
    [InlineData("2022-07-01--2022-09-30", "2022-Q3")]
    [InlineData("2022-05-01/2022-05-31", "2022-05")]
    [InlineData("2020-05-20/2022-12-31", "2020-05-20--2022-12-31")]
    public void TryParse_RangeThatIsACalendarPeriod_IsThatPeriod(string range, string canonical)
    {
        var period = Period.Parse(range, null);
        period.ToString().ShouldBe(canonical);
        period.ShouldBe(Period.Parse(canonical, null));
    }

    [Theory]
    [InlineData("2020-01-01--2025-12-31")]
    [InlineData("2020-01-01--2021-12-31")]
    public void TryParse_RangeOfSeveralYears_IsNotATerm(string range)
    {
        var period = Period.Parse(range, null);
        period.Kind.ShouldBe(PeriodKind.Range);
        period.IsTerm.ShouldBeFalse();
        period.ToString().ShouldBe(range);
        period.ShouldNotBe(Period.Term(period.Start.Year, period.End.Year));
        period.HasSameDaysAs(Period.Term(period.Start.Year, period.End.Year)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("2022-02-01--2022-04-30")]
    [InlineData("2022-04-01--2022-09-30")]
    [InlineData("2022-04-01--2023-03-31")]
    [InlineData("2022-01-01--2022-09-30")]
    [InlineData("2022-01-02--2022-01-31")]
    public void Kind_StretchThatFitsNoCalendarPeriod_IsARange(string range) => Period.Parse(range, null).Kind.ShouldBe(PeriodKind.Range);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("22")]
    [InlineData(" 2022")]
    [InlineData("2022 ")]
    [InlineData("2022-s1")]
    [InlineData("2022-q3")]
    [InlineData("2022-S3")]
    [InlineData("2022-S0")]
    [InlineData("2022-Q0")]
    [InlineData("2022-Q5")]
    [InlineData("2022-H1")]
    [InlineData("2022/Q1")]
    [InlineData("2022-1")]
    [InlineData("2022-13")]
    [InlineData("2022-00")]
    [InlineData("2022-Q1-")]
    [InlineData("-022")]
    [InlineData("+022")]
    [InlineData("２０２２")]
    [InlineData("1899")]
    [InlineData("2201")]
    [InlineData("1899-12")]
    [InlineData("2025-2020")]
    [InlineData("2020-2020")]
    [InlineData("1899-2025")]
    [InlineData("2020/2025")]
    [InlineData("2020-05-20")]
    [InlineData("2020-05-20-2022-12-31")]
    [InlineData("2020-05-20---2022-12-31")]
    [InlineData("2020-05-20//2022-12-31")]
    [InlineData("2020-02-30--2020-03-31")]
    [InlineData("2021-02-29--2021-03-31")]
    [InlineData("2020-13-01--2021-03-31")]
    [InlineData("2020-05-00--2021-03-31")]
    [InlineData("2020-05-20--2020-05-19")]
    [InlineData("2020-05-20--2201-01-01")]
    [InlineData("0000-05-20--2020-01-01")]
    [InlineData("2020x05x20--2020-06-30")]
    public void TryParse_AnythingElse_IsRefusedWithAReasonInBothLanguages(string? text)
    {
        Period.TryParse(text, out var period, out var problem).ShouldBeFalse();
        period.ShouldBe(default);
        problem.ShouldNotBeNull();
        problem.Vi.ShouldNotBeNullOrWhiteSpace();
        problem.En.ShouldNotBeNullOrWhiteSpace();
        Period.TryParse(text, null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Parse_Refused_ThrowsFormatException() => Should.Throw<FormatException>(() => Period.Parse("2022-13", null));

    [Fact]
    public void TryParse_AnyString_NeverThrowsAndPrintsBackWhatItRead() =>
        Prop.ForAll<string>(text => !Period.TryParse(text, out var period, out _) || Period.Parse(period.Text, null) == period)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void ToString_AnyPeriod_ReadsBackAsAnEqualOne() =>
        Prop.ForAll(Generate.Periods.ToArbitrary(), period => Period.Parse(period.ToString(), null) == period).QuickCheckThrowOnFailure();

    [Fact]
    public void TryFormat_BufferTooShort_WritesNothing()
    {
        Period.Year(2022).TryFormat(new char[3], out var written, [], null).ShouldBeFalse();
        written.ShouldBe(0);
    }

    [Fact]
    public void WithDates_Term_KeepsItsNameAndTakesTheResolutionsDays()
    {
        var term = Period.Term(2020, 2025).WithDates(new(2020, 5, 20), new(2025, 6, 30));
        term.ToString().ShouldBe("2020-2025");
        term.Kind.ShouldBe(PeriodKind.Term);
        term.Start.ShouldBe(new DateOnly(2020, 5, 20));
        term.Days.ShouldBe(1868);
        term.ShouldNotBe(Period.Term(2020, 2025));
        term.ShouldBe(Period.Term(2020, 2025).WithDates(new(2020, 5, 20), new(2025, 6, 30)));
    }

    [Fact]
    public void WithDates_NotATerm_Throws() =>
        Should.Throw<InvalidOperationException>(() => Period.Year(2022).WithDates(new(2022, 1, 1), new(2022, 1, 2)));

    [Fact]
    public void New_EndBeforeStart_Throws() => Should.Throw<ArgumentException>(() => new Period(new(2022, 1, 2), new(2022, 1, 1)));

    [Fact]
    public void Term_EndingInTheYearItBegins_Throws() => Should.Throw<ArgumentException>(() => Period.Term(2020, 2020));

    [Fact]
    public void Days_Term_CountsBothEnds() => Period.Term(2020, 2025).Days.ShouldBe(2192);

    [Theory]
    [InlineData("2022", "2022-05", true)]
    [InlineData("2022", "2022", true)]
    [InlineData("2022", "2021-12-31--2022-01-01", false)]
    [InlineData("2022-05", "2022", false)]
    public void Contains_AnotherPeriod_NeedsEveryDay(string outer, string inner, bool expected) =>
        Period.Parse(outer, null).Contains(Period.Parse(inner, null)).ShouldBe(expected);

    [Theory]
    [InlineData("2022", "2022-12-31--2023-05-01", true)]
    [InlineData("2022", "2023", false)]
    [InlineData("2022-Q1", "2022-03", true)]
    public void Overlaps_AnotherPeriod_NeedsOneDay(string left, string right, bool expected)
    {
        Period.Parse(left, null).Overlaps(Period.Parse(right, null)).ShouldBe(expected);
        Period.Parse(right, null).Overlaps(Period.Parse(left, null)).ShouldBe(expected);
    }

    [Fact]
    public void Contains_Day_CountsBothEnds()
    {
        var year = Period.Year(2022);
        year.Contains(new DateOnly(2022, 1, 1)).ShouldBeTrue();
        year.Contains(new DateOnly(2022, 12, 31)).ShouldBeTrue();
        year.Contains(new DateOnly(2023, 1, 1)).ShouldBeFalse();
    }

    [Fact]
    public void LiesMostlyIn_ExactlyHalf_IsFalse()
    {
        var thirty = Period.Parse("2022-01-01--2022-01-30", null);
        thirty.LiesMostlyIn(Period.Parse("2022-01-01--2022-01-15", null)).ShouldBeFalse();
        thirty.LiesMostlyIn(Period.Parse("2022-01-01--2022-01-16", null)).ShouldBeTrue();
    }

    [Fact]
    public void CompareTo_SomePeriods_OrdersByStartThenEnd()
    {
        string[] texts = ["2022-05", "2021", "2022", "2022-Q1", "2020-2025", "2022-S1"];
        texts.Select(text => Period.Parse(text, null)).Order().Select(period => period.Text)
            .ShouldBe(["2020-2025", "2021", "2022-Q1", "2022-S1", "2022", "2022-05"]);
        (Period.Year(2021) < Period.Year(2022)).ShouldBeTrue();
        (Period.Year(2021) <= Period.Year(2021)).ShouldBeTrue();
        (Period.Year(2021) > Period.Year(2022)).ShouldBeFalse();
        (Period.Year(2021) >= Period.Year(2022)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2022", Frequency.Quarter, "2022-Q1 2022-Q2 2022-Q3 2022-Q4")]
    [InlineData("2022", Frequency.HalfYear, "2022-S1 2022-S2")]
    [InlineData("2020-05-20--2022-12-31", Frequency.Year, "2021 2022")]
    [InlineData("2022-02-02--2022-05-30", Frequency.Month, "2022-03 2022-04")]
    [InlineData("2022-02", Frequency.Quarter, "")]
    [InlineData("2022", Frequency.Irregular, "")]
    public void Split_ByARhythm_GivesTheWholePeriodsInside(string text, Frequency frequency, string parts) =>
        string.Join(' ', Period.Parse(text, null).Split(frequency)).ShouldBe(parts);

    [Theory]
    [InlineData(Frequency.Month, "2022-05")]
    [InlineData(Frequency.Quarter, "2022-Q2")]
    [InlineData(Frequency.HalfYear, "2022-S1")]
    [InlineData(Frequency.Year, "2022")]
    public void Containing_Day_GivesThePeriodOfTheRhythm(Frequency frequency, string text) =>
        Period.Containing(new(2022, 5, 20), frequency).ToString().ShouldBe(text);

    [Fact]
    public void Containing_IrregularRhythm_Throws() =>
        Should.Throw<ArgumentException>(() => Period.Containing(new(2022, 5, 20), Frequency.Irregular));
}
