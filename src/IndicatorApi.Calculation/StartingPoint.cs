namespace IndicatorApi.Calculation;

/// <summary>The value from which a change is counted, and the day it stood.</summary>
/// <param name="Value">In the indicator's unit; null where it is not known.</param>
/// <param name="On">The day it is known to have stood.</param>
/// <param name="Day">The same, or the day before the scope where no day is known.</param>
internal readonly record struct StartingPoint(decimal? Value, DateOnly? On, DateOnly Day)
{
    /// <summary>
    /// A target asked once starts from its own baseline. A year, or several years, of an eachYear target starts from the year before and from
    /// nothing earlier: from an observation of it, or from the target's own baseline where that is later (it stands on its day, or on the eve of
    /// the scope). Only growth, which counts the years gone by, starts from whatever stood last.
    /// </summary>
    public static StartingPoint Of(
        IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, in AssessmentFrame frame)
    {
        var eve = target.Scope.Start.AddDays(-1);
        StartingPoint own = target.Baseline is { } baseline
            ? new(baseline.Value, baseline.On, baseline.On ?? eve)
            : new(null, null, eve);
        // An average over the years is counted from before them all, whichever of them is asked for.
        if (frame.Form == FrameForm.Once || (target.Recurrence == Recurrence.PerYearAverage && own.Value is not null))
            return own;
        // The value before the term says nothing of the way within one of its years.
        if (!target.Rule.CountsFromBaseline(own.Value is not null))
            return new(null, null, eve);
        var year = frame.FirstYear;
        var earlier = indicator is { OverTime: TimeCombining.Last } or { ValueType: IndicatorValueType.Level or IndicatorValueType.YesNo }
            ? LastLevelBefore(indicator, observations, new DateOnly(year, 1, 1))
            : YearBefore(indicator, target, observations, year);
        if (target.Rule is not AverageGrowth)
        {
            // A missing year is not skipped: the change of two years is not that of one.
            if (earlier?.Day.Year < year - 1)
                earlier = null;
            if (!IsOfTheYearBefore(own.Day, target.Scope, year))
                own = new(null, null, eve);
        }

        return earlier is { } stood && (own.Value is null || stood.Day > own.Day) ? stood : own;
    }

    // A congress in the middle of its first year notes the start on its own day.
    private static bool IsOfTheYearBefore(DateOnly day, Period scope, int year) =>
        day.Year == year - 1 || (day.Year == year && year == ScopeYears.Of(scope).First);

    private static StartingPoint? LastLevelBefore(IndicatorDefinition indicator, ReadOnlySpan<Observation> observations, DateOnly day)
    {
        var best = -1;
        for (var i = 0; i < observations.Length; i++)
        {
            ref readonly var candidate = ref observations[i];
            if (candidate.Period.End < day && ObservedNumber.IsIn(indicator, candidate)
                && (best < 0 || TimeCombination.IsLater(candidate, observations[best], PeriodKind.Year)))
                best = i;
        }

        return best >= 0 && ObservedNumber.Of(indicator, observations[best], out _) is { } value
            ? new(value, observations[best].Period.End, observations[best].Period.End)
            : null;
    }

    // What adds up or is averaged starts from the whole year before, so half a year of figures is no start.
    private static StartingPoint? YearBefore(
        IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, int year)
    {
        var before = Period.Year(year - 1);
        return Assessment.ActualOfYear(indicator, target, observations, before) is { } value ? new(value, before.End, before.End) : null;
    }
}
