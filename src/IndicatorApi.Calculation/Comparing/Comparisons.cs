namespace IndicatorApi.Calculation;

/// <summary>A period's own figure beside those of two earlier periods.</summary>
/// <remarks>
/// The figure is that of the asked period alone, as the indicator combines over time, whatever the target's scope is. Two figures are compared only
/// where they speak for the same share of their periods, to within <see cref="ShareTolerance"/>, which is what months and years of unequal length need:
/// of what adds up or is averaged the share of days covered, of a level the share gone by on the day it stood.
/// </remarks>
public sealed record Comparisons
{
    /// <summary>How far the two shares of time may be apart.</summary>
    public const decimal ShareTolerance = 0.02m;

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>Its own value; null where it has no figure.</summary>
    public decimal? Value { get; init; }

    /// <summary>The share of the period that the value speaks for, 0 to 1.</summary>
    public decimal? ShareOfTime { get; init; }

    /// <summary>Beside the period before, of the same length (kỳ trước).</summary>
    public required Comparison Previous { get; init; }

    /// <summary>Beside the same period of the year before (cùng kỳ năm trước).</summary>
    public required Comparison SamePeriodLastYear { get; init; }

    /// <summary>Compares a period with earlier ones.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="rule">The target's rule, which says what is better.</param>
    /// <param name="observations">The unit's figures, in any order; those of the earlier periods among them.</param>
    /// <param name="asked">The period.</param>
    /// <param name="breaks">Changes of the standard, in order of day.</param>
    /// <example>New members of 2021-S1 were 12 and of 2022-S1 15: 3 more, 25 %, better where the target is a floor.</example>
    public static Comparisons Of(
        IndicatorDefinition indicator, TargetRule rule, IReadOnlyList<Observation> observations, Period asked, IReadOnlyList<SeriesBreak> breaks)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(breaks);
        var figures = AchievementCalculator.Span(observations);
        var now = PeriodFigure.Of(indicator, figures, asked);
        return new()
        {
            Period = asked,
            Value = now.Value,
            ShareOfTime = now.Share,
            Previous = Compare(indicator, rule, now, PeriodFigure.Of(indicator, figures, asked.Preceding()), breaks),
            SamePeriodLastYear = asked.OneYearEarlier() is { } earlier
                ? Compare(indicator, rule, now, PeriodFigure.Of(indicator, figures, earlier), breaks)
                : new() { Reason = ComparisonReason.LongerThanAYear },
        };
    }

    private static Comparison Compare(
        IndicatorDefinition indicator, TargetRule rule, PeriodFigure now, PeriodFigure earlier, IReadOnlyList<SeriesBreak> breaks)
    {
        Comparison beside = new() { Period = earlier.Period, Value = earlier.Value };
        if (now.IsTooLarge || earlier.IsTooLarge)
            return beside with { Reason = ComparisonReason.OutOfRange };
        if (now.Value is not { } value)
            return beside with { Reason = ComparisonReason.FigureMissing };
        if (earlier.Value is not { } before)
            return beside with { Reason = ComparisonReason.EarlierMissing };
        if (Between(breaks, earlier.End, now.End) is { } change)
            return beside with { Reason = ComparisonReason.SeriesBreak, Break = change };
        if (Math.Abs(now.Share!.Value - earlier.Share!.Value) > ShareTolerance)
            return beside with { Reason = ComparisonReason.ShareOfTimeDiffers };
        try
        {
            return Compared(indicator, rule, beside, value, before);
        }
        catch (OverflowException)
        {
            return beside with { Reason = ComparisonReason.OutOfRange };
        }
    }

    private static Comparison Compared(IndicatorDefinition indicator, TargetRule rule, Comparison beside, decimal value, decimal before)
    {
        var hasPercent = before > 0 && (indicator.ValueType is IndicatorValueType.Number or IndicatorValueType.Ratio);
        return beside with
        {
            Change = value - before,
            PercentChange = hasPercent ? (value - before) * 100 / before : null,
            Better = IsBetter(indicator, rule, value, before),
            Reason = hasPercent ? null : ComparisonReason.NoPercent,
        };
    }

    // Of a band it is better to be less far outside it; of anything else the direction says it all.
    private static bool? IsBetter(IndicatorDefinition indicator, TargetRule rule, decimal value, decimal before)
    {
        var difference = rule.Direction switch
        {
            Direction.Up => value - before,
            Direction.Down => before - value,
            _ => Outside(rule.Effective(new(indicator, null)), before) - Outside(rule.Effective(new(indicator, null)), value),
        };
        return difference is null or 0 ? null : difference > 0;
    }

    private static decimal? Outside(Bounds band, decimal value) =>
        value < band.Target ? band.Target - value : value > (band.Upper ?? band.Target) ? value - (band.Upper ?? band.Target) : band.Target is null ? null : 0;

    private static SeriesBreak? Between(IReadOnlyList<SeriesBreak> breaks, DateOnly before, DateOnly now)
    {
        foreach (var change in breaks)
        {
            if (before < change.On && change.On <= now)
                return change;
        }

        return null;
    }
}
