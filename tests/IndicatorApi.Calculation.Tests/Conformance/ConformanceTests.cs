using System.Text.Json.Serialization;

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

    [Fact]
    public void Cases_OfEveryKind_AreThere()
    {
        var kinds = typeof(TargetRule).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
            .Cast<JsonDerivedTypeAttribute>().Select(one => (string)one.TypeDiscriminator!);
        var asked = Cases.Values.Select(one => one.Target.Rule.KindName).Concat(PartsCase.All().Select(one => one.Rule.KindName));
        kinds.Except(asked).ShouldBeEmpty();
    }

    [Fact]
    public void Cases_OfEveryReason_AreThere()
    {
        var given = Cases.Values.Select(one => one.Calculate().Reason).Concat(PartsCase.All().Select(one => one.Calculate().Reason)).OfType<Reason>();
        // Numbers that no exact decimal holds are refused by the API before they are stored, and only the product knows of closings.
        Enum.GetValues<Reason>().Except(given).ShouldBe([Reason.OutOfRange, Reason.SetAfterClosing]);
    }
}
