using FsCheck;
using FsCheck.Fluent;

namespace IndicatorApi.Calculation.Tests.Properties;

public class DetailProperties
{
    private static readonly decimal[] Numbers = [0, 1, -1, 0.00000001m, 25, 999_999_999_999_999.99999999m, 79_228_162_514_264_337_593_543_950_335m];

    private static readonly Gen<TargetRule> Rules = Gen.OneOf(
        Generate.RulesWithBands,
        from rate in Generate.Positive select (TargetRule)new AverageGrowth { RatePercent = rate },
        from value in Gen.Elements(Numbers) select (TargetRule)new AtLeast { Value = value },
        from value in Gen.Elements(Numbers) select (TargetRule)new RaiseTo { Value = value });

    private static readonly Gen<Observation> Figures = Gen.OneOf(
        Generate.Observations,
        from figure in Generate.Observations
        from value in Gen.Elements(Numbers)
        select figure with { Value = value });

    [Fact]
    public void Calculate_AnyDetail_ChangesNothingElse() =>
        Prop.ForAll(
            (from rule in Rules
             from overTime in Gen.Elements(Enum.GetValues<TimeCombining>())
             from frequency in Gen.Elements(Enum.GetValues<Frequency>())
             from recurrence in Gen.Elements(Enum.GetValues<Recurrence>())
             from path in Gen.Elements(Enum.GetValues<PathModel>())
             from scope in Generate.Periods
             from life in Gen.OneOf(Gen.Constant((Period?)null), Generate.Periods.Select(days => (Period?)days))
             from baseline in Gen.OneOf(Generate.Number, Gen.Elements(Numbers))
             from figures in Figures.ArrayOf()
             from asked in Generate.Periods
             from detail in Gen.Choose(0, 31)
             let target = new TargetDefinition
             {
                 Scope = scope,
                 Rule = rule,
                 Recurrence = recurrence,
                 Baseline = new(baseline),
                 PathModel = path,
                 Life = life?.Overlaps(scope) == true ? life : null,
             }
             select (Indicator: Generate.Indicator(overTime, frequency), target, figures, asked, detail: (Detail)detail)).ToArbitrary(), facts =>
            {
                var whole = AchievementCalculator.Calculate(facts.Indicator, facts.target, facts.figures, facts.asked);
                var part = AchievementCalculator.Calculate(facts.Indicator, facts.target, facts.figures, facts.asked, facts.detail);
                Bare(part).ShouldBe(Bare(whole));
                part.Years.ShouldBe(whole.Years);
                part.FailedPeriods.ShouldBe(whole.FailedPeriods);
                part.Coverage.ShouldBe(facts.detail.HasFlag(Detail.Coverage) ? whole.Coverage : null);
                var isRunning = !whole.Due && (whole.Verdict == Verdict.NotMet || whole.Reason == Reason.PeriodIncomplete);
                part.Pace.ShouldBe(facts.detail.HasFlag(Detail.Pace) || (facts.detail.HasFlag(Detail.PaceWhileOpen) && isRunning) ? whole.Pace : null);
                part.Used.ShouldBe(facts.detail.HasFlag(Detail.Sources) ? whole.Used : []);
                part.LeftOut.ShouldBe(facts.detail.HasFlag(Detail.Sources) ? whole.LeftOut : []);
                if (!facts.detail.HasFlag(Detail.MetOn)) return;
                (part.MetOn, part.MetThenLost).ShouldBe((whole.MetOn, whole.MetThenLost));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static Achievement Bare(Achievement answer) => answer with
    {
        Coverage = null,
        Pace = null,
        MetOn = null,
        MetThenLost = false,
        Used = [],
        LeftOut = [],
        Years = [],
        FailedPeriods = [],
    };
}
