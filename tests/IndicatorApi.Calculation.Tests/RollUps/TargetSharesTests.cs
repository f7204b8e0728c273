namespace IndicatorApi.Calculation.Tests.RollUps;

public sealed class TargetSharesTests
{
    private static readonly AtLeast Whole = new() { Value = 100 };

    [Theory]
    [InlineData(UnitCombining.Sum, 60, 55, 115, 0, 15)]
    [InlineData(UnitCombining.Sum, 60, 25, 85, 15, 0)]
    [InlineData(UnitCombining.Sum, 60, 40, 100, 0, 0)]
    [InlineData(UnitCombining.Average, 90, 120, 105, 0, 5)]
    public void Of_Shares_ComeTogetherAsFiguresDo(UnitCombining combining, int one, int other, int together, int unassigned, int over) =>
        TargetShares.Of(Whole, [new AtLeast { Value = one }, new AtLeast { Value = other }], combining).ShouldBe(new(100, together, unassigned, over, null));

    [Theory]
    [InlineData(3000, 1000, 89, 1, 0)]
    [InlineData(1000, 0, 92, 0, 2)]
    [InlineData(1, 2, 84, 6, 0)]
    public void Of_SharesOfAWeightedMean_AreWeighed(int first, int second, int together, int unassigned, int over) => TargetShares.Of(
        new AtLeast { Value = 90 }, [new AtLeast { Value = 92 }, new AtLeast { Value = 80 }], UnitCombining.WeightedAverage, [first, second])
        .ShouldBe(new(90, together, unassigned, over, null));

    [Fact]
    public void Of_SharesOfAWeightedMean_WithAWeightMissingOrNone_SayWhy()
    {
        foreach (var weights in (decimal?[][])[[3000, null], [0, 0], [1, -1], [1]])
            TargetShares.Of(Whole, [Whole, Whole], UnitCombining.WeightedAverage, weights).ShouldBe(new(100, null, null, null, ShareRefusal.WeightsUnknown));
        TargetShares.Of(Whole, [], UnitCombining.WeightedAverage, []).ShouldBe(new(100, null, null, null, null));
    }

    [Theory]
    [InlineData(UnitCombining.None, ShareRefusal.NotAdditive)]
    [InlineData(UnitCombining.RatioOfSums, ShareRefusal.WeightsUnknown)]
    [InlineData(UnitCombining.WeightedAverage, ShareRefusal.WeightsUnknown)]
    public void Of_WhatDoesNotAddUp_SaysWhy(UnitCombining combining, ShareRefusal refusal) =>
        TargetShares.Of(Whole, [Whole], combining).ShouldBe(new(100, null, null, null, refusal));

    [Fact]
    public void Of_PercentsOfChange_AreNotAdded() =>
        TargetShares.Of(new ReduceByPercent { Percent = 5 }, [new ReduceByPercent { Percent = 5 }], UnitCombining.Sum).Refusal.ShouldBe(
            ShareRefusal.NotAdditive);

    [Fact]
    public void Of_NoShare_HasNothingTogether() => TargetShares.Of(Whole, [], UnitCombining.Sum).ShouldBe(new(100, null, null, null, null));

    [Fact]
    public void Of_NumbersTooLarge_SaysSo() =>
        TargetShares.Of(Whole, [new AtLeast { Value = decimal.MaxValue }, new AtLeast { Value = decimal.MaxValue }], UnitCombining.Sum).Refusal
            .ShouldBe(ShareRefusal.OutOfRange);

    [Fact]
    public void Refuse_AShareThatIsNoPart_SaysWhy()
    {
        TargetShares.Refuse(Whole, new AtLeast { Value = 5 }, isSameTime: true).ShouldBeNull();
        TargetShares.Refuse(Whole, new AtLeast { Value = 5 }, isSameTime: false).ShouldBe(ShareRefusal.OtherPeriod);
        TargetShares.Refuse(Whole, new AtMost { Value = 5 }, isSameTime: true).ShouldBe(ShareRefusal.OtherKind);
        var band = new Between { Lower = 1, Upper = 2 };
        TargetShares.Refuse(band, band, isSameTime: true).ShouldBe(ShareRefusal.NoNumber);
        TargetShares.Of(band, [], UnitCombining.Sum).Refusal.ShouldBe(ShareRefusal.NoNumber);
    }
}
