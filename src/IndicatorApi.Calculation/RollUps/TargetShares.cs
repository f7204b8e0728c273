namespace IndicatorApi.Calculation;

/// <summary>What a unit's target comes to when it is given out to others in shares (phân bổ, giao chỉ tiêu).</summary>
/// <remarks>
/// Shares are put together the way the indicator's figures are put together over units: counts add up, means are averaged. A rate whose parts
/// weigh by figures that are not known when targets are set says so and gives no number. More than the whole is no error: it is often policy.
/// </remarks>
/// <example>
/// A district asks for 100 new members and gives its two wards 60 and 55: together 115, nothing left to give out, 15 given out beyond the whole.
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
    public static TargetShares Of(TargetRule whole, IReadOnlyCollection<TargetRule> shares, UnitCombining combining)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(shares);
        var number = Number(whole);
        ShareRefusal? refusal = number is null ? ShareRefusal.NoNumber : combining switch
        {
            UnitCombining.Sum when whole is ChangeByPercentRule or AverageGrowth or MultiplyBy => ShareRefusal.NotAdditive,
            UnitCombining.Sum or UnitCombining.Average => null,
            UnitCombining.None => ShareRefusal.NotAdditive,
            _ => ShareRefusal.WeightsUnknown,
        };
        if (number is not { } all || refusal is not null || shares.Count == 0)
            return new(number, null, null, null, refusal);
        try
        {
            var sum = shares.Sum(share => Number(share) ?? throw new ArgumentException("A share without a number does not count.", nameof(shares)));
            var together = combining == UnitCombining.Average ? sum / shares.Count : sum;
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

    /// <summary>The number that a rule states; null for a band, a level and what has none.</summary>
    /// <param name="rule">The rule.</param>
    public static decimal? Number(TargetRule rule) => (rule as NumericRule)?.Number;
}
