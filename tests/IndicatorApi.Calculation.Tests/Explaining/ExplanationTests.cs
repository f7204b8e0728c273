using FsCheck;
using FsCheck.Fluent;
using IndicatorApi.Calculation.Tests.Conformance;
using IndicatorApi.Calculation.Tests.Properties;

namespace IndicatorApi.Calculation.Tests.Explaining;

public class ExplanationTests
{
    private static readonly Dictionary<string, ConformanceCase> Cases = ConformanceCase.All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_ConformanceCase_CanBeDoneAgainByHand(string name)
    {
        var one = Cases[name];
        var answer = one.Calculate();
        CheckByHand(Explanation.Of(one.Indicator, one.Target, answer), answer);
    }

    [Fact]
    public void Of_RandomFacts_CanBeDoneAgainByHand() =>
        Prop.ForAll((from rule in Generate.RulesWithBands from actual in Generate.Number from baseline in Generate.Number select (rule, actual, baseline))
            .ToArbitrary(), facts =>
        {
            var answer = Generate.Judge(facts.rule, facts.actual, facts.baseline);
            var target = new TargetDefinition { Scope = Period.Year(2022), Rule = facts.rule, Baseline = new(facts.baseline) };
            CheckByHand(Explanation.Of(Generate.Indicator(), target, answer), answer);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Cases_WithAPercent_ExplainEveryFormula()
    {
        string[] explained = [.. Cases.Values.Select(one => one.Calculate()).Where(answer => answer.Percent is not null).Select(answer => answer.FormulaId)
            .Distinct().Order(StringComparer.Ordinal)];
        explained.ShouldBe(
        [
            "band/1", "complement/2", "growthCompound/2", "growthCompoundBand/1", "growthMean/2", "growthMeanBand/1", "increase/2", "inverseRatio/2",
            "maintainAtLeast/2",
            "maintainAtMost/2", "multiple/2", "ordinal/1", "path/2", "ratio/1", "reduction/2", "strictBand/1",
        ]);
    }

    [Fact]
    public void Of_NewMembersOfPhuong4_ReadsAsTheReportDoes()
    {
        var one = Cases["phuong-4-new-members-mid-term"];
        var explanation = Explanation.Of(one.Indicator, one.Target, one.Calculate());
        explanation.FormulaId.ShouldBe("ratio/1");
        explanation.Expression.ShouldBe("A / T × 100");
        explanation.Substituted.ShouldBe("28 / 25 × 100 = 112");
        explanation.Test.ShouldBe("28 > 25");
        explanation.Verdict.ShouldBe(new("vượt", "exceeded"));
        explanation.Window.Vi.ShouldBe("từ ngày 01/01/2020 đến hết ngày 31/12/2022");
        explanation.Window.En.ShouldBe("from 2020-01-01 to 2022-12-31, both included");
        explanation.Steps.Select(step => (step.Symbol, step.Arithmetic, step.Value)).ShouldBe([("A", null, 28m), ("T", null, 25m)]);
        explanation.Used.Count.ShouldBe(1);
        explanation.Reason.ShouldBeNull();
    }

    [Fact]
    public void Of_ThreeYearsOfABand_ShowsHowTheBandGrew()
    {
        var one = Cases["thach-quy-band-three-years-below"];
        var explanation = Explanation.Of(one.Indicator, one.Target, one.Calculate());
        explanation.Substituted.ShouldBe("10 / 12 × 100 ≈ 83.3333333333");
        explanation.Steps.Select(step => (step.Symbol, step.Arithmetic, step.Value))
            .ShouldBe([("A", "3 + 3 + 4", 10m), ("L", "4 × 3", 12m), ("U", "6 × 3", 18m)]);
    }

    [Theory]
    [InlineData(10, "10 < 20", "10 / 20 × 100 = 50")]
    [InlineData(20, "20 ≤ 20 ≤ 60", "100")]
    [InlineData(60, "20 ≤ 60 ≤ 60", "100")]
    [InlineData(75, "75 > 60", "75 / 60 × 100 = 125")]
    public void Of_ABand_ComparesWithTheBoundThatDecides(int actual, string test, string substituted)
    {
        var target = new TargetDefinition { Scope = Period.Year(2022), Rule = new Between { Lower = 20, Upper = 60 } };
        var explanation = Explanation.Of(Generate.Indicator(), target, Generate.Judge(target.Rule, actual));
        explanation.Test.ShouldBe(test);
        explanation.Substituted.ShouldBe(substituted);
        explanation.Expression.ShouldNotBeNull().ShouldStartWith("A < L: A / L × 100; L ≤ A ≤ U: 100; A > U: ");
    }

    [Fact]
    public void Of_ThreeYearsOfACeiling_ShowsHowTheCeilingGrew()
    {
        var target = new TargetDefinition { Scope = Period.Term(2020, 2025), Recurrence = Recurrence.EachYear, Rule = new AtMost { Value = 5 } };
        var indicator = Generate.Indicator(TimeCombining.Sum);
        Observation[] years = [.. Enumerable.Range(2020, 3).Select(year => new Observation { Period = Period.Year(year), Value = 4 })];
        var answer = AchievementCalculator.Calculate(indicator, target, years, new Period(new(2020, 1, 1), new(2022, 12, 31)));
        var explanation = Explanation.Of(indicator, target, answer);
        explanation.Expression.ShouldBe("(2 - A / T) × 100");
        explanation.Substituted.ShouldBe("(2 - 12 / 15) × 100 = 120");
        explanation.Test.ShouldBe("12 < 15");
        explanation.Steps.Select(step => (step.Symbol, step.Arithmetic, step.Value)).ShouldBe([("A", "4 + 4 + 4", 12m), ("T", "5 × 3", 15m)]);
    }

    [Fact]
    public void Of_ReductionBelowZero_PutsNegativeNumbersInBrackets()
    {
        var one = Cases["reduce-by-from-a-negative-start"];
        Explanation.Of(one.Indicator, one.Target, one.Calculate()).Substituted.ShouldBe("((-1) - (-4)) / 2 × 100 = 150");
    }

    [Fact]
    public void Of_LeftOutObservations_NamesRevisionAndReason()
    {
        var one = Cases["whole-year-wins-over-its-halves"];
        Guid[] revisions = [new(1, 0, 0, new byte[8]), new(2, 0, 0, new byte[8]), new(3, 0, 0, new byte[8])];
        Observation[] observations = [.. one.Observations.Zip(revisions, (observation, revision) => observation with { Revision = revision })];
        var explanation = Explanation.Of(one.Indicator, one.Target, AchievementCalculator.Calculate(one.Indicator, one.Target, observations, one.Asked));
        explanation.Used.Select(used => used.Revision).ShouldBe([revisions[2]]);
        explanation.LeftOut.Select(left => left.Revision).ShouldBe(revisions[..2]);
        explanation.LeftOut.ShouldAllBe(left => left.Why!.En == "a longer report already covers it");
    }

    [Fact]
    public void Of_YearsThatFailed_DecideTheTest()
    {
        var one = Cases["maintain-held-to-the-end-and-an-earlier-year-failed"];
        var explanation = Explanation.Of(one.Indicator, one.Target, one.Calculate());
        explanation.Test.ShouldBe("2021: 78 < 80");
        explanation.Verdict.En.ShouldBe("not met");
        explanation.Substituted.ShouldBe("85 / 80 × 100 = 106.25");
    }

    [Fact]
    public void Of_FifteenMonthsForAYear_SaysSo()
    {
        var one = Cases["fifteen-months-counted-as-a-year"];
        var note = Explanation.Of(one.Indicator, one.Target, one.Calculate()).Notes.ShouldHaveSingleItem();
        note.En.ShouldBe("The figure of 2021-10-01--2022-12-31 (457 days) is longer than the days it is counted for (2022, 365 days).");
        Explanation.Of(Cases["phuong-4-new-members-mid-term"].Indicator, Cases["phuong-4-new-members-mid-term"].Target,
            Cases["phuong-4-new-members-mid-term"].Calculate())
            .Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("choice-two-halves-beside-nine-months", "sum/2", "25 + 30")]
    [InlineData("mean-by-days-a-half-and-two-quarters", "average/2", "(10 × 181 + 20 × 92 + 20 × 92) / 365")]
    [InlineData("mean-by-days-two-halves", "average/2", "(10 × 181 + 20 × 184) / 365")]
    [InlineData("choice-mean-of-the-halves-beside-nine-months", "average/2", "(10 × 181 + 20 × 184) / 365")]
    [InlineData("maintain-at-the-end", "last/1", null)]
    [InlineData("not-combinable-exact-period", "exact/1", null)]
    public void Of_TheActual_NamesHowItWasFound(string name, string id, string? arithmetic)
    {
        var one = Cases[name];
        var explanation = Explanation.Of(one.Indicator, one.Target, one.Calculate());
        explanation.ActualId.ShouldBe(id);
        explanation.Steps[0].Arithmetic.ShouldBe(arithmetic);
    }

    [Fact]
    public void Of_APartOfATotal_HasNoTestAndSaysWhy()
    {
        var one = Cases["part-of-a-total-nor-when-the-year-is-over"];
        var explanation = Explanation.Of(one.Indicator, one.Target, one.Calculate());
        explanation.Test.ShouldBeNull();
        explanation.FormulaId.ShouldBe("reduction/2");
        explanation.Reason.ShouldBe(Labels.Of(Reason.PeriodIncomplete));
    }

    [Fact]
    public void Of_NumbersTooLarge_StillAnswersInWords()
    {
        var target = new TargetDefinition
        {
            Scope = Period.Term(2020, 2025),
            Recurrence = Recurrence.EachYear,
            Rule = new AtLeast { Value = decimal.MaxValue },
        };
        var indicator = Generate.Indicator(TimeCombining.Sum);
        var answer = AchievementCalculator.Calculate(indicator, target, [new() { Period = Period.Year(2021), Value = 1 }], Period.Term(2020, 2025));
        var explanation = Explanation.Of(indicator, target, answer);
        explanation.Substituted.ShouldBeNull();
        explanation.Reason!.En.ShouldContain("too large");
    }

    [Fact]
    public void Labels_EveryWord_IsInBothLanguages()
    {
        Phrase[] phrases =
        [
            .. Enum.GetValues<Verdict>().Select(Labels.Of), .. Enum.GetValues<Reason>().Select(Labels.Of),
            .. Enum.GetValues<LeftOutReason>().Select(Labels.Of), .. Enum.GetValues<PaceClass>().Select(Labels.Of),
        ];
        phrases.ShouldAllBe(phrase => phrase.Vi.Length > 0 && phrase.En.Length > 0 && phrase.Vi != phrase.En);
        Enum.GetValues<Reason>().Select(Labels.Of).ShouldBeUnique();
    }

    internal static void CheckByHand(Explanation explanation, Achievement answer)
    {
        explanation.FormulaId.ShouldBe(answer.FormulaId);
        explanation.Words.Vi.ShouldNotBeNullOrWhiteSpace();
        explanation.Words.En.ShouldNotBeNullOrWhiteSpace();
        explanation.Reason.ShouldBe(answer.Reason is { } reason ? Labels.Of(reason) : null);
        if (answer.Percent is { } percent)
        {
            var sides = explanation.Substituted.ShouldNotBeNull().Split([" = ", " ≈ "], StringSplitOptions.None);
            Near(ArithmeticReader.Evaluate(sides[0]), percent, explanation.Substituted);
            sides[^1].ShouldBe(Numbers.Invariant(Percent.ForWire(percent, answer.Verdict)));
        }
        else
        {
            explanation.Substituted.ShouldBeNull();
        }

        foreach (var step in explanation.Steps.Where(step => step.Arithmetic is not null))
            Near(ArithmeticReader.Evaluate(step.Arithmetic!), step.Value, $"{step.Symbol} = {step.Arithmetic}");
        if (answer.Actual is { } actual)
            explanation.Steps[0].Value.ShouldBe(actual);
        if (answer is { Actual: not null, Target: { } target } && explanation.Steps.LastOrDefault(step => step.Symbol is "T" or "L") is { } goal)
            Near(goal.Value, target, "the number to reach");
    }

    private static void Near(decimal found, decimal expected, string what) =>
        Math.Abs(found - expected).ShouldBeLessThanOrEqualTo(Math.Max(1, Math.Abs(expected)) * 1e-9m, $"{what}: {found} instead of {expected}");
}
