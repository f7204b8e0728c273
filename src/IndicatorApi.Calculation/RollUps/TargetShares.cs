namespace IndicatorApi.Calculation;

/// <summary>What a unit's target comes to when it is given out to others in shares (phân bổ, giao chỉ tiêu).</summary>
/// <remarks>
/// Shares are put together the way the indicator's figures are put together over units: counts add up, means are averaged, weighted means by what
/// each unit weighs. A rate whose parts weigh by figures that are not there says so and gives no number. More than the whole is no error: it is
/// often policy.
/// </remarks>
/// <example>
/// A district asks for 100 new members and gives its two wards 60 and 55: together 115, nothing left to give out, 15 given out beyond the whole.
/// Of a rate of 90 its wards of 3,000 and 1,000 people have 92 and 80: (3,000 × 92 + 1,000 × 80) ÷ 4,000 = 89, so that 1 is missing.
/// </example>
/// <param name="Whole">The number that is given out; null for a rule without one.</param>
/// <param name="Together">What the shares come to; null without a share, or with a <paramref name="Refusal"/>.</param>
/// <param name="Unassigned">What no share has; 0 where all is given out.</param>
/// <param name="OverAssigned">What shares have beyond the whole; 0 where they have no more.</param>
/// <param name="Refusal">Why the shares cannot be put together; null where they can.</param>
public sealed record TargetShares(decimal? Whole, decimal? Together, decimal? Unassigned, decimal? OverAssigned, ShareRefusal? Refusal)
{
    /// <summary>Holds shares against their whole.</summary>
    /// <param name="whole">What is given out.</param>
    /// <param name="shares">The shares that count, see <see cref="Refuse"/>.</param>
    /// <param name="combining">How the indicator's figures combine over units.</param>
    /// <param name="weights">What the unit of each share weighs in a weighted mean, in the order of the shares; null where it is not known.</param>
    public static TargetShares Of(
        TargetRule whole, IReadOnlyCollection<TargetRule> shares, UnitCombining combining, IReadOnlyList<decimal?>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(shares);
        var number = Number(whole);
        ShareRefusal? refusal = number is null ? ShareRefusal.NoNumber : combining switch
        {
            UnitCombining.Sum when whole is ChangeByPercentRule or AverageGrowth or MultiplyBy => ShareRefusal.NotAdditive,
            UnitCombining.Sum or UnitCombining.Average => null,
            UnitCombining.None => ShareRefusal.NotAdditive,
            UnitCombining.WeightedAverage when weights is not null && Weigh(shares, weights) => null,
            _ => ShareRefusal.WeightsUnknown,
        };
        if (number is not { } all || refusal is not null || shares.Count == 0)
            return new(number, null, null, null, refusal);
        try
        {
            var weighed = combining == UnitCombining.WeightedAverage ? weights : null;
            var sum = shares.Select((share, i) => (weighed is null ? 1 : weighed[i]!.Value)
                * (Number(share) ?? throw new ArgumentException("A share without a number does not count.", nameof(shares)))).Sum();
            var together = combining == UnitCombining.Sum ? sum : sum / (weighed?.Sum(weight => weight!.Value) ?? shares.Count);
            return new(all, together, Math.Max(0, all - together), Math.Max(0, together - all), null);
        }
        catch (OverflowException)
        {
            return new(all, null, null, null, ShareRefusal.OutOfRange);
        }
    }

    /// <summary>Why a share cannot be counted beside its whole; null when it can.</summary>
    /// <param name="whole">What is given out.</param>
    /// <param name="share">The share.</param>
    /// <param name="isSameTime">Whether both are asked for in the same period and as often.</param>
    public static ShareRefusal? Refuse(TargetRule whole, TargetRule share, bool isSameTime)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(share);
        if (!isSameTime)
            return ShareRefusal.OtherPeriod;
        if (share.KindName != whole.KindName)
            return ShareRefusal.OtherKind;
        return Number(share) is null ? ShareRefusal.NoNumber : null;
    }

    // All of them do, and together they weigh something.
    private static bool Weigh(IReadOnlyCollection<TargetRule> shares, IReadOnlyList<decimal?> weights) =>
        shares.Count == 0 || (weights.Count == shares.Count && weights.All(weight => weight >= 0) && weights.Any(weight => weight > 0));

    /// <summary>The number that a rule states; null for a band, a level and what has none.</summary>
    /// <param name="rule">The rule.</param>
    public static decimal? Number(TargetRule rule) => (rule as NumericRule)?.Number;
}
