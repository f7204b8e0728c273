using IndicatorApi.Calculation;
using IndicatorApi.Features.Dhis2;

namespace IndicatorApi.Tests.Dhis2;

/// <summary>DHIS2's periods and ours.</summary>
public sealed class Dhis2PeriodTests
{
    [Theory]
    [InlineData("2022", "2022")]
    [InlineData("2022S1", "2022-S1")]
    [InlineData("2022S2", "2022-S2")]
    [InlineData("2022Q1", "2022-Q1")]
    [InlineData("2022Q4", "2022-Q4")]
    [InlineData("202201", "2022-01")]
    [InlineData("202212", "2022-12")]
    public void Period_ThatBothHave_IsReadAndWritten(string theirs, string ours)
    {
        Dhis2Period.TryRead(theirs, out var period).ShouldBeTrue();
        period.ToString().ShouldBe(ours);
        Dhis2Period.Write(period).ShouldBe(theirs);
        // What is left out in the database is what has no form here.
        ours.Length.ShouldBeLessThanOrEqualTo(Dhis2Period.LongestOfOurs);
    }

    // Days, weeks, two months, six months from April, financial years, ours, and what is no period at all.
    [Theory]
    [InlineData("20220105")]
    [InlineData("2022W1")]
    [InlineData("2022W12")]
    [InlineData("202201B")]
    [InlineData("2022AprilS1")]
    [InlineData("2022April")]
    [InlineData("2022Oct")]
    [InlineData("2022-S1")]
    [InlineData("2022-05")]
    [InlineData("2020-2025")]
    [InlineData("202213")]
    [InlineData("202200")]
    [InlineData("2022S3")]
    [InlineData("2022Q5")]
    [InlineData("2022q1")]
    [InlineData("9999")]
    [InlineData("")]
    [InlineData(null)]
    public void Period_ThatBothDoNotHave_IsRefused(string? theirs) => Dhis2Period.TryRead(theirs, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2020-2025")]
    [InlineData("2020-05-20--2022-12-31")]
    [InlineData("2022-05-05--2022-05-05")]
    public void Period_WithoutAFormInDhis2_HasNone(string ours)
    {
        Dhis2Period.Write(Period.Parse(ours, null)).ShouldBeNull();
        ours.Length.ShouldBeGreaterThan(Dhis2Period.LongestOfOurs);
    }
}
