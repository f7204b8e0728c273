using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

/// <summary>Targets made of several answers, against the sentence that defines them.</summary>
public class PartsProperties
{
    private static readonly Gen<Achievement> Answers =
        from verdict in Gen.Elements(Verdict.Exceeded, Verdict.Met, Verdict.NotMet, Verdict.NoData, Verdict.NotAssessable)
        from gap in Generate.Positive
        select Answer(verdict, verdict switch { Verdict.Exceeded => gap, Verdict.Met => 0, Verdict.NotMet => -gap, _ => null });

    private static readonly Gen<Achievement[]> Several =
        from count in Gen.Choose(2, 7)
        from answers in Answers.ArrayOf(count)
        select answers;

    [Fact]
    public void Composite_All_IsExactlyAsGoodAsItsWorst() =>
        Prop.ForAll(Several.ToArbitrary(), answers =>
        {
            var judged = answers.Where(answer => answer.Verdict != Verdict.NotAssessable).Select(answer => answer.Verdict).ToList();
            var expected = judged.Count == 0 ? Verdict.NotAssessable
                : judged.Contains(Verdict.NotMet) ? Verdict.NotMet
                : judged.Contains(Verdict.NoData) ? Verdict.NoData
                : judged.TrueForAll(verdict => verdict == Verdict.Exceeded) ? Verdict.Exceeded : Verdict.Met;
            Combine(CompositeMode.All, answers).Verdict.ShouldBe(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Composite_AtLeast_IsWhatEveryFillingOfTheGapsSays() =>
        Prop.ForAll((from answers in Several from least in Gen.Choose(1, 7) select (answers, least: Math.Min(least, answers.Length))).ToArbitrary(), facts =>
        {
            // Every way in which the missing could come out, each judged by counting.
            var missing = facts.answers.Count(answer => answer.Verdict == Verdict.NoData);
            var held = facts.answers.Count(answer => answer.Verdict is Verdict.Met or Verdict.Exceeded);
            var known = facts.answers.Length - missing - facts.answers.Count(answer => answer.Verdict == Verdict.NotAssessable);
            var outcomes = Enumerable.Range(held, missing + 1).Select(count => count >= facts.least).Distinct().ToList();
            var answer = Combine(CompositeMode.AtLeast, facts.answers, facts.least);
            if (known == 0)
                answer.Verdict.ShouldBe(missing == 0 ? Verdict.NotAssessable : Verdict.NoData);
            else if (outcomes.Count == 2)
                answer.Verdict.ShouldBe(Verdict.NoData);
            else
                answer.Verdict.ShouldBe(!outcomes[0] ? Verdict.NotMet : held > facts.least ? Verdict.Exceeded : Verdict.Met);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void EveryUnit_AFigureMore_NeverOverturnsAVerdictAndNeverLowersTheShare() =>
        Prop.ForAll((from answers in Several from late in Answers select (answers, late)).ToArbitrary(), facts =>
        {
            var at = Array.FindIndex(facts.answers, answer => answer.Verdict == Verdict.NoData);
            if (at < 0 || facts.late.Verdict == Verdict.NotAssessable)
                return;
            var before = Every(facts.answers);
            var after = Every([.. facts.answers[..at], facts.late, .. facts.answers[(at + 1)..]]);
            if (before.Verdict != Verdict.NoData)
                after.Verdict.ShouldBe(before.Verdict);
            (after.Percent < before.Percent).ShouldBeFalse();
            (after.Coverage < before.Coverage).ShouldBeFalse();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void EveryUnit_AnyUnits_NamesOneThatNoneIsWorseThan() =>
        Prop.ForAll(Several.ToArbitrary(), answers =>
        {
            var answer = Every(answers);
            var judged = answers.Where(one => one.Difference is not null).ToList();
            answer.Difference.ShouldBe(judged.Count == 0 ? null : judged.Min(one => one.Difference));
            if (answer.WorstPart is { } worst)
                answer.Parts.Single(part => part.Code == worst).Answer.Difference.ShouldBe(answer.Difference);
            (answer.Percent == 100 && answer.Verdict == Verdict.NotMet).ShouldBeFalse();
            if (answer.Verdict is Verdict.Met or Verdict.Exceeded)
                answer.Percent.ShouldBe(100);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void EveryUnit_InAnyOrder_AnswersTheSame() =>
        Prop.ForAll(Several.ToArbitrary(), answers =>
        {
            AchievementPart[] parts = [.. answers.Select((answer, i) => new AchievementPart($"unit-{i}", answer))];
            var one = AchievementCalculator.Combine(Line(new EveryUnit { Level = "ward", Rule = new AtLeast { Value = 1 } }), parts, Period.Year(2022));
            var other = AchievementCalculator.Combine(Line(new EveryUnit { Level = "ward", Rule = new AtLeast { Value = 1 } }), [.. parts.Reverse()],
                Period.Year(2022));
            (one with { Parts = [] }).ShouldBe(other with { Parts = [] });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AsAssigned_AShare_IsTheAssignedRuleWithItsNumbersTimesTheShare() =>
        Prop.ForAll((from rule in Generate.Rules from actual in Generate.Number from baseline in Generate.Number select (rule, actual, baseline))
            .ToArbitrary(), facts =>
        {
            Achievement Ask(TargetRule rule, AssignedTarget? assigned) => AchievementCalculator.Calculate(
                Generate.Indicator(),
                new() { Scope = Period.Year(2022), Rule = rule, Baseline = new(facts.baseline), Assigned = assigned },
                [new() { Period = Period.Year(2022), Value = facts.actual }],
                Period.Year(2022));
            var assigned = new AssignedTarget(facts.rule, "1");
            Ask(new AsAssigned { Issuer = "tinh-uy" }, assigned).ShouldBeEquivalentTo(Ask(facts.rule, null));
            var none = Ask(new AsAssigned { Issuer = "tinh-uy" }, null);
            (none.Verdict, none.Percent, none.Reason, none.Actual).ShouldBe((Verdict.NoData, null, Reason.NoNumericTarget, none.Actual));
            if (facts.rule is AtLeast floor)
                Ask(new AsAssigned { Issuer = "tinh-uy", Share = 0.5m }, assigned).ShouldBeEquivalentTo(Ask(floor with { Value = floor.Value * 0.5m }, null));
        }).QuickCheckThrowOnFailure();

    private static Achievement Combine(CompositeMode mode, Achievement[] answers, int? least = null)
    {
        var rule = new Composite
        {
            Mode = mode,
            Least = least,
            Members = [.. answers.Select((_, i) => new CompositeMember { Indicator = $"member-{i}", Rule = new AtLeast { Value = 1 } })],
        };
        return AchievementCalculator.Combine(Line(rule), [.. answers.Select((answer, i) => new AchievementPart($"member-{i}", answer))], Period.Year(2022));
    }

    private static Achievement Every(Achievement[] answers) => AchievementCalculator.Combine(
        Line(new EveryUnit { Level = "ward", Rule = new AtLeast { Value = 1 } }),
        [.. answers.Select((answer, i) => new AchievementPart($"unit-{i}", answer))],
        Period.Year(2022));

    private static TargetDefinition Line(TargetRule rule) => new() { Scope = Period.Year(2022), Rule = rule };

    private static Achievement Answer(Verdict verdict, decimal? difference) => new()
    {
        Window = Period.Year(2022),
        Due = true,
        Direction = Direction.Up,
        Verdict = verdict,
        Method = "ratio",
        Actual = difference is null ? null : 100 + difference,
        Target = 100,
        Difference = difference,
        Percent = difference is null ? null : 100 + difference,
        PercentCapped = difference is null ? null : Percent.Cap(100 + difference.Value),
    };
}
