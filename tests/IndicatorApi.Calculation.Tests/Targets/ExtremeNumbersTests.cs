using System.Reflection;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests.Targets;

/// <summary>Numbers at the edge of what a decimal holds: every kind says so when it is saved, and never throws.</summary>
public class ExtremeNumbersTests
{
    private static readonly decimal[] Extremes =
    [
        decimal.MaxValue, decimal.MinValue, decimal.MaxValue - 1, decimal.MinValue + 1, decimal.MaxValue / 2, decimal.MaxValue / 100,
        new(1, 0, 0, false, 28), new(1, 0, 0, true, 28), 0, 1, -1, 99.9999999999999999999999m, 100, 999_999_999_999_999.99999999m,
    ];

    private static readonly Type[] Kinds = [.. typeof(TargetRule).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(line => line.DerivedType)];

    private static readonly Gen<TargetRule> Rules =
        from kind in Gen.Elements(Kinds)
        from numbers in Gen.Elements(Extremes).ArrayOf(12)
        from given in Gen.Elements(true, false).ArrayOf(12)
        select Made(kind, numbers, given);

    [Fact]
    public void Validate_ExtremeNumbersOfEveryKind_AnswersAndNeverThrows()
    {
        HashSet<Type> tried = [];
        Prop.ForAll(
            (from rule in Rules
             from baseline in Gen.Elements(Extremes)
             from least in Gen.Elements(Extremes)
             from most in Gen.Elements(Extremes)
             from hasBaseline in Gen.Elements(true, false)
             select (rule, baseline, least, most, hasBaseline)).ToArbitrary(), facts =>
            {
                tried.Add(facts.rule.GetType());
                var indicator = Generate.Indicator() with { Minimum = facts.least, Maximum = facts.most };
                foreach (var problem in facts.rule.Validate(indicator, facts.hasBaseline ? new(facts.baseline) : null))
                {
                    problem.Member.ShouldNotBeNullOrWhiteSpace();
                    problem.Message.Vi.ShouldNotBe(problem.Message.En);
                }

                facts.rule.TargetText().ShouldNotBeNull();
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        tried.Count.ShouldBe(Kinds.Length);
    }

    [Fact]
    public void Calculate_ExtremeNumbersOfEveryKind_AnswersAndNeverThrows() =>
        Prop.ForAll(
            (from rule in Rules
             from actual in Gen.Elements(Extremes)
             from other in Gen.Elements(Extremes)
             from baseline in Gen.Elements(Extremes)
             from overTime in Gen.Elements(TimeCombining.Sum, TimeCombining.Last, TimeCombining.Average)
             from recurrence in Gen.Elements(Recurrence.Once, Recurrence.EachYear, Recurrence.PerYearAverage)
             select (rule, actual, other, baseline, overTime, recurrence)).ToArbitrary(), facts =>
            {
                var indicator = Generate.Indicator(facts.overTime);
                var target = new TargetDefinition
                {
                    Scope = Period.Term(2020, 2025),
                    Rule = facts.rule,
                    Recurrence = facts.recurrence,
                    Baseline = new(facts.baseline, new DateOnly(2019, 12, 31)),
                    Assigned = new(new AtLeast { Value = facts.other }, "1")
                };
                Observation[] figures = [new() { Period = Period.Year(2020), Value = facts.actual }, new() { Period = Period.Year(2021), Value = facts.other }];
                var answer = AchievementCalculator.Calculate(indicator, target, figures, new(new DateOnly(2020, 1, 1), new DateOnly(2021, 12, 31)));
                Explanation.Of(indicator, target, answer).FormulaId.ShouldNotBeEmpty();
                new ScoreboardCounter().Add(answer);
                Comparisons.Of(indicator, facts.rule, figures, Period.Year(2021), []).Period.ShouldBe(Period.Year(2021));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData("percent")]
    [InlineData("amount")]
    [InlineData("factor")]
    public void Validate_AChangeThatNoDecimalHolds_NamesItsMember(string member)
    {
        TargetRule rule = member switch
        {
            "percent" => new ReduceByPercent { Percent = 90 },
            "amount" => new RaiseBy { Amount = decimal.MaxValue },
            _ => new MultiplyBy { Factor = 3 },
        };
        var problem = rule.Validate(Generate.Indicator(), new(decimal.MaxValue)).ShouldHaveSingleItem();
        (problem.Member, problem.TooLarge).ShouldBe((member, true));
    }

    // Every member that takes a number gets one; what else a kind needs keeps its default or the first value there is.
    private static TargetRule Made(Type kind, decimal[] numbers, bool[] given)
    {
        var rule = (TargetRule)Activator.CreateInstance(kind, nonPublic: true)!;
        var next = 0;
        foreach (var property in kind.GetProperties().Where(property => property.CanWrite))
        {
            next = (next + 1) % numbers.Length;
            if (property.PropertyType == typeof(decimal) || (property.PropertyType == typeof(decimal?) && given[next]))
                property.SetValue(rule, numbers[next]);
            else if (property.PropertyType == typeof(int) || (property.PropertyType == typeof(int?) && given[next]))
                property.SetValue(rule, given[next] ? int.MaxValue : int.MinValue);
            else if (property.PropertyType == typeof(TargetRule) && given[next])
                property.SetValue(rule, new AtLeast { Value = numbers[next], Stretch = numbers[0] });
            else if (property.PropertyType == typeof(IReadOnlyList<CompositeMember>) && given[next])
                property.SetValue(rule, new CompositeMember[] { new() { Indicator = "a", Rule = new RaiseBy { Amount = numbers[next] } },
                    new() { Indicator = "b", Rule = null! } });
            else if (property.PropertyType == typeof(string))
                property.SetValue(rule, "tốt");
        }

        return rule;
    }
}
