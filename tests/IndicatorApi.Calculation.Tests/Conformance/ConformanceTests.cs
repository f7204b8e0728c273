namespace IndicatorApi.Calculation.Tests.Conformance;

public class ConformanceTests
{
    private static readonly Dictionary<string, ConformanceCase> Cases = ConformanceCase.All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Calculate_ConformanceCase_AnswersWhatIsExpected(string name) => ConformanceExpectation.Check(Cases[name]);

    [Fact]
    public void Cases_InAllFiles_AreAtLeastAHundredAndFifty() => Cases.Count.ShouldBeGreaterThanOrEqualTo(150);
}
