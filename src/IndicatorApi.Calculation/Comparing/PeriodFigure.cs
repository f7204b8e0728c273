namespace IndicatorApi.Calculation;

/// <summary>What one period's own figures make, and the share of it that they speak for.</summary>
/// <param name="Period">The period.</param>
/// <param name="Value">Null where it has no figure.</param>
/// <param name="Share">Of its days, 0 to 1; null without a figure.</param>
/// <param name="End">The last day of the figures used.</param>
/// <param name="IsTooLarge">Whether the figures make a number that no decimal holds.</param>
internal sealed record PeriodFigure(Period Period, decimal? Value, decimal? Share, DateOnly End, bool IsTooLarge = false)
{
    private const int StackLimit = 256;

    public static PeriodFigure Of(IndicatorDefinition indicator, ReadOnlySpan<Observation> observations, Period period)
    {
        var frame = AssessmentFrame.OfPeriod(period);
        var uses = observations.Length <= StackLimit ? stackalloc Use[observations.Length] : new Use[observations.Length];
        try
        {
            var combining = TimeCombination.Choose(indicator, indicator.OverTime, period.Kind, frame, observations, uses);
            var builder = new ActualBuilder(indicator, combining, AllPairs(indicator, observations, uses), period);
            for (var i = 0; i < uses.Length; i++)
            {
                if (uses[i] == Use.Used)
                    builder.Add(observations[i]);
            }

            if (builder.Result(out _) is not { } value)
                return new(period, null, null, period.End);
            // A level stands on one day; everything else speaks for the days that its figures cover.
            var days = combining == TimeCombining.Last
                ? builder.End.DayNumber - period.Start.DayNumber + 1
                : TimeCoverage.DaysUsed(period, observations, uses);
            return new(period, value, (decimal)days / period.Days, builder.End);
        }
        catch (OverflowException)
        {
            return new(period, null, null, period.End, IsTooLarge: true);
        }
    }

    private static bool AllPairs(IndicatorDefinition indicator, ReadOnlySpan<Observation> observations, ReadOnlySpan<Use> uses)
    {
        if (indicator.ValueType != IndicatorValueType.Ratio)
            return false;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used && !ObservedNumber.IsPair(observations[i]))
                return false;
        }

        return true;
    }
}
