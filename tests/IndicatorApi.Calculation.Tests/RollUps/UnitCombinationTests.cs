namespace IndicatorApi.Calculation.Tests.RollUps;

public class UnitCombinationTests
{
    [Fact]
    public void Combine_TwoWardsNewMembers_GivesThePercentOfTheAggregate()
    {
        // 19/10 and 28/25 together are 47/35; the mean of 190 and 112 would be 151.
        var together = UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new AtLeast { Value = 10 }, 19), Unit(new AtLeast { Value = 25 }, 28)]);
        together.Percent.ShouldBe(4700m / 35);
        together.PercentCapped.ShouldBe(100);
        together.Target.ShouldBe(35);
        together.Actual.ShouldBe(47);
        together.Difference.ShouldBe(12);
        together.Verdict.ShouldBe(Verdict.Exceeded);
        together.Rule.ShouldBe(new AtLeast { Value = 35 });
        together.Method.ShouldBe("ratio");
        together.Refusal.ShouldBeNull();
        together.CoverageByCount.ShouldBe(1);
    }

    [Fact]
    public void Combine_UnitWithoutFigure_IsLeftOutOfBothSidesAndOfTheCoverage()
    {
        var together = UnitCombination.Combine(
            Indicator(UnitCombining.Sum), [Unit(new AtLeast { Value = 10 }, 5, weight: 300), Unit(new AtLeast { Value = 25 }, null, weight: 100)]);
        together.Percent.ShouldBe(50);
        together.Target.ShouldBe(10);
        together.Units.ShouldBe(2);
        together.UnitsWithFigure.ShouldBe(1);
        together.CoverageByCount.ShouldBe(0.5m);
        together.CoverageByWeight.ShouldBe(0.75m);
    }

    [Fact]
    public void Combine_UnitWithAPartOfATotal_IsLeftOutUntilItIsWhole()
    {
        var whole = Yearly(12);
        var part = Yearly(5, isHalf: true);
        var together = UnitCombination.Combine(Indicator(UnitCombining.Sum) with { OverTime = TimeCombining.Sum }, [whole, part]);
        (together.Percent, together.Target, together.Actual, together.Units, together.UnitsWithFigure).ShouldBe((100, 12, 12, 2, 1));
        var alone = UnitCombination.Combine(Indicator(UnitCombining.Sum) with { OverTime = TimeCombining.Sum }, [part]);
        (alone.Verdict, alone.Percent, alone.Reason).ShouldBe((Verdict.NoData, null, Reason.PeriodIncomplete));

        static UnitFigures Yearly(decimal value, bool isHalf = false)
        {
            var indicator = Properties.Generate.Indicator(TimeCombining.Sum);
            var target = new TargetDefinition { Scope = Period.Year(2022), Rule = new RaiseBy { Amount = 2 }, Baseline = new(10) };
            Observation[] figures = [new() { Period = isHalf ? Period.HalfYear(2022, 1) : Period.Year(2022), Value = value }];
            return UnitFigures.Of(indicator, target.Rule, AchievementCalculator.Calculate(indicator, target, figures, Period.Year(2022)));
        }
    }

    [Fact]
    public void Combine_WeightsOfZero_RefusesAndDoesNotSpeakOfMissingFigures()
    {
        var together = UnitCombination.Combine(
            Indicator(UnitCombining.WeightedAverage), [Unit(new AtLeast { Value = 10 }, 5, weight: 0), Unit(new AtLeast { Value = 25 }, 7, weight: 0)]);
        (together.Verdict, together.Refusal, together.Units).ShouldBe((Verdict.NotAssessable, RollUpRefusal.WeightsZero, 2));
    }

    [Fact]
    public void Combine_Reductions_AddUpToAReduction()
    {
        // 9 -> 7 asked and 8 left, 33 -> 23 asked and 21 left: (42 - 29) / 12.
        var together = UnitCombination.Combine(
            Indicator(UnitCombining.Sum), [Unit(new ReduceBy { Amount = 2 }, 8, 9), Unit(new ReduceBy { Amount = 10 }, 21, 33)]);
        together.Percent.ShouldBe(1300m / 12);
        together.Baseline.ShouldBe(42);
        together.Target.ShouldBe(30);
        together.Rule.ShouldBe(new ReduceBy { Amount = 12 });
        together.Verdict.ShouldBe(Verdict.Exceeded);
    }

    [Fact]
    public void Combine_RelativeReductions_AddUpToAnAmount()
    {
        // 20 % of 50 and of 100: 30 planned, 15 reached.
        var together = UnitCombination.Combine(
            Indicator(UnitCombining.Sum), [Unit(new ReduceByPercent { Percent = 20 }, 45, 50), Unit(new ReduceByPercent { Percent = 20 }, 90, 100)]);
        together.Rule.ShouldBe(new ReduceBy { Amount = 30 });
        together.Percent.ShouldBe(50);
    }

    [Fact]
    public void Combine_RelativeRaisesAndMultiples_AddUpToAmountAndFloor()
    {
        UnitCombination.Combine(Indicator(UnitCombining.Sum),
            [Unit(new RaiseByPercent { Percent = 10 }, 44, 40), Unit(new RaiseByPercent { Percent = 50 }, 30, 20)])
            .ShouldSatisfyAllConditions(up => up.Rule.ShouldBe(new RaiseBy { Amount = 14 }), up => up.Percent.ShouldBe(100));
        UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new MultiplyBy { Factor = 2 }, 50, 30), Unit(new MultiplyBy { Factor = 1.5m }, 70, 40)])
            .ShouldSatisfyAllConditions(up => up.Rule.ShouldBe(new AtLeast { Value = 120 }), up => up.Percent.ShouldBe(100));
    }

    [Fact]
    public void Combine_Bands_AddUpToABand()
    {
        var together = UnitCombination.Combine(
            Indicator(UnitCombining.Sum), [Unit(new Between { Lower = 4, Upper = 6 }, 3), Unit(new Between { Lower = 10, Upper = 12 }, 12)]);
        together.Target.ShouldBe(14);
        together.TargetUpper.ShouldBe(18);
        together.Verdict.ShouldBe(Verdict.Met);
        together.Percent.ShouldBe(100);
    }

    [Fact]
    public void Combine_RatioOfSums_WeighsTargetsByTheDenominators()
    {
        // 90 of 100 against 95 %, 150 of 300 against 55 %: 240 of 400 is 60 %, asked 65 %.
        var indicator = Indicator(UnitCombining.RatioOfSums) with { ValueType = IndicatorValueType.Ratio, Factor = 100 };
        var together = UnitCombination.Combine(indicator,
        [
            Unit(new AtLeast { Value = 95 }, 90) with { Numerator = 90, Denominator = 100 },
            Unit(new AtLeast { Value = 55 }, 50) with { Numerator = 150, Denominator = 300 },
        ]);
        together.Actual.ShouldBe(60);
        together.Target.ShouldBe(65);
        together.Percent.ShouldBe(6000m / 65);
        together.Numerator.ShouldBe(240);
        together.Denominator.ShouldBe(400);
        together.Verdict.ShouldBe(Verdict.NotMet);
    }

    [Fact]
    public void Combine_WeightedAverage_WeighsActualsAndTargets()
    {
        // (60 × 1000 + 80 × 3000) / 4000 = 75 against (70 × 1000 + 70 × 3000) / 4000 = 70.
        var together = UnitCombination.Combine(Indicator(UnitCombining.WeightedAverage),
            [Unit(new AtLeast { Value = 70 }, 60, weight: 1000), Unit(new AtLeast { Value = 70 }, 80, weight: 3000)]);
        together.Actual.ShouldBe(75);
        together.Target.ShouldBe(70);
        together.Percent.ShouldBe(7500m / 70);
    }

    [Fact]
    public void Combine_Average_IsThePlainMean()
    {
        var together = UnitCombination.Combine(Indicator(UnitCombining.Average), [Unit(new AtMost { Value = 2 }, 1), Unit(new AtMost { Value = 4 }, 4)]);
        together.Actual.ShouldBe(2.5m);
        together.Target.ShouldBe(3);
        together.Percent.ShouldBe(350m / 3);
        together.Verdict.ShouldBe(Verdict.Exceeded);
    }

    [Fact]
    public void Combine_Directions_ComparesTheAggregates()
    {
        var together = UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new Decrease(), 10, 12), Unit(new Decrease(), 21, 20)]);
        together.Verdict.ShouldBe(Verdict.Met);
        together.Difference.ShouldBe(1);
        together.Percent.ShouldBeNull();
        together.Reason.ShouldBe(Reason.NoNumericTarget);
    }

    [Fact]
    public void Combine_WhatMayNotBeCombined_IsRefusedWithTheReason()
    {
        Refusal(UnitCombining.None, new AtLeast { Value = 1 }, new AtLeast { Value = 2 }).ShouldBe(RollUpRefusal.NotCombinable);
        Refusal(UnitCombining.Sum, new AtLeast { Value = 1 }, new ReduceBy { Amount = 2 }).ShouldBe(RollUpRefusal.MixedRules);
        Refusal(UnitCombining.Sum, new AtMost { Value = 1 }, new AtMost { Value = 1, CeilingMethod = CeilingMethod.InverseRatio })
            .ShouldBe(RollUpRefusal.MixedRules);
        Refusal(UnitCombining.Sum, new AtLeast { Value = 1, Strict = true }, new AtLeast { Value = 1, Strict = true, StrictMeansNotMet = true })
            .ShouldBe(RollUpRefusal.MixedRules);
        Refusal(UnitCombining.Sum, new Achieve { Level = "yes" }, new Achieve { Level = "yes" }).ShouldBe(RollUpRefusal.KindNotCombinable);
        Refusal(UnitCombining.Sum, new AverageGrowth { RatePercent = 1 }, new AverageGrowth { RatePercent = 1 }).ShouldBe(RollUpRefusal.KindNotCombinable);
        Refusal(UnitCombining.Sum, new Unstated(), new Unstated()).ShouldBe(RollUpRefusal.KindNotCombinable);
        Refusal(UnitCombining.WeightedAverage, new AtLeast { Value = 1 }, new AtLeast { Value = 2 }).ShouldBe(RollUpRefusal.WeightMissing);
        Refusal(UnitCombining.RatioOfSums, new AtLeast { Value = 1 }, new AtLeast { Value = 2 }).ShouldBe(RollUpRefusal.CountsMissing);
    }

    [Fact]
    public void Combine_NoUnitHasAFigure_IsNoDataAndNotARefusal()
    {
        var due = UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new AtLeast { Value = 10 }, null) with { Due = true }]);
        due.Verdict.ShouldBe(Verdict.NoData);
        due.Reason.ShouldBe(Reason.ActualMissing);
        due.CoverageByCount.ShouldBe(0);
        due.Refusal.ShouldBeNull();
        UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new AtLeast { Value = 10 }, null)]).Reason.ShouldBe(Reason.NotDue);
        UnitCombination.Combine(Indicator(UnitCombining.Sum), []).Verdict.ShouldBe(Verdict.NoData);
    }

    [Fact]
    public void Combine_ChangeWithoutOneBaseline_HasNoPercent()
    {
        var together = UnitCombination.Combine(Indicator(UnitCombining.Sum), [Unit(new ReduceBy { Amount = 2 }, 8, 9), Unit(new ReduceBy { Amount = 2 }, 8)]);
        together.Percent.ShouldBeNull();
        together.Reason.ShouldBe(Reason.BaselineMissing);
        together.Actual.ShouldBe(16);
    }

    [Fact]
    public void Combine_EmptyDenominators_HasNoPercent()
    {
        var indicator = Indicator(UnitCombining.RatioOfSums) with { ValueType = IndicatorValueType.Ratio, Factor = 100 };
        UnitCombination.Combine(indicator, [Unit(new AtLeast { Value = 95 }, 0) with { Numerator = 0, Denominator = 0 }])
            .Reason.ShouldBe(Reason.DenominatorZero);
    }

    [Fact]
    public void Combine_TooLarge_IsOutOfRange() =>
        UnitCombination.Combine(Indicator(UnitCombining.Sum),
            [Unit(new AtLeast { Value = 1 }, decimal.MaxValue), Unit(new AtLeast { Value = 1 }, decimal.MaxValue)])
            .Reason.ShouldBe(Reason.OutOfRange);

    [Fact]
    public void Judge_SumsFromADatabase_AnswersAsTheUnitsThemselves()
    {
        var fromUnits = UnitCombination.Combine(
            Indicator(UnitCombining.Sum),
                [Unit(new ReduceTo { Value = 0 }, 24, 33), Unit(new ReduceTo { Value = 3 }, 5, 9), Unit(new ReduceTo { Value = 1 }, null, 4)]);
        var fromSums = UnitCombination.Judge(Indicator(UnitCombining.Sum), new()
        {
            Rule = new ReduceTo { Value = 0 },
            Units = 3,
            UnitsWithFigure = 2,
            Actual = 29,
            Target = 3,
            Baseline = 42,
        });
        fromSums.ShouldBe(fromUnits);
        // (42 - 29) / (42 - 3)
        fromSums.Percent.ShouldBe(1300m / 39);
    }

    [Fact]
    public void Of_AchievementOfSeveralYears_TakesTheScaledNumbers()
    {
        var indicator = Indicator(UnitCombining.Sum) with { OverTime = TimeCombining.Sum };
        var target = new TargetDefinition
        {
            Scope = Period.Term(2020, 2025),
            Recurrence = Recurrence.EachYear,
            Rule = new RaiseBy { Amount = 2 },
            Baseline = new(10),
        };
        var own = AchievementCalculator.Calculate(indicator, target,
            [new() { Period = Period.Year(2020), Value = 11 }, new() { Period = Period.Year(2021), Value = 13 }], Period.Parse("2020-01-01--2021-12-31", null));
        var alone = UnitCombination.Combine(indicator, [UnitFigures.Of(indicator, target.Rule, own)]);
        alone.Percent.ShouldBe(own.Percent);
        alone.Target.ShouldBe(own.Target);
        alone.Verdict.ShouldBe(own.Verdict);
    }

    private static RollUpRefusal? Refusal(UnitCombining combining, TargetRule one, TargetRule other)
    {
        var refused = UnitCombination.Combine(Indicator(combining), [Unit(one, 1, 5), Unit(other, 2, 5)]);
        refused.Verdict.ShouldBe(Verdict.NotAssessable);
        refused.Percent.ShouldBeNull();
        return refused.Refusal;
    }

    private static UnitFigures Unit(TargetRule rule, decimal? actual, decimal? baseline = null, decimal? weight = null)
    {
        var bounds = rule.Effective(new(Indicator(UnitCombining.Sum), baseline));
        return new() { Rule = rule, Target = bounds.Target, TargetUpper = bounds.Upper, Baseline = baseline, Actual = actual, Weight = weight };
    }

    private static IndicatorDefinition Indicator(UnitCombining overUnits) => new()
    {
        Code = "case",
        ValueType = IndicatorValueType.Number,
        OverTime = TimeCombining.Last,
        OverUnits = overUnits,
    };
}
