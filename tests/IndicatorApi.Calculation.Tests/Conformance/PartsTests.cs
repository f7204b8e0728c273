using IndicatorApi.Calculation.Tests.Explaining;

namespace IndicatorApi.Calculation.Tests.Conformance;

public class PartsTests
{
    private static readonly Dictionary<string, PartsCase> Cases = PartsCase.All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Combine_ConformanceCase_AnswersWhatIsExpected(string name) =>
        ConformanceExpectation.Check(name, Cases[name].Expected, Cases[name].Calculate());

    [Theory]
    [MemberData(nameof(Names))]
    public void Explanation_ConformanceCase_CanBeDoneAgainByHand(string name)
    {
        var one = Cases[name];
        var answer = one.Calculate();
        ExplanationTests.CheckByHand(Explanation.Of(one.Indicator, one.Target, answer), answer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Validate_ConformanceCase_MayBeSaved(string name)
    {
        var one = Cases[name];
        one.Rule.Validate(one.Indicator, one.Target.Baseline).ShouldBeEmpty();
        one.Target.Judged?.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void Calculate_CombinedTargetWithoutItsParts_SaysThatTheyAreMissing()
    {
        foreach (var one in Cases.Values.Where(one => one.Rule is CombinedRule))
        {
            var answer = AchievementCalculator.Calculate(one.Indicator, one.Target, [new() { Period = one.Asked, Value = 1 }], one.Asked);
            (answer.Verdict, answer.Reason, answer.Percent, answer.Method).ShouldBe((Verdict.NoData, Reason.PartMissing, null, one.Rule.Method));
        }
    }
}
