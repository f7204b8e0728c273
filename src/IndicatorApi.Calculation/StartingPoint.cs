namespace IndicatorApi.Calculation;

/// <summary>The value from which a change is counted, and the day it stood.</summary>
/// <param name="Value">In the indicator's unit; null where it is not known.</param>
/// <param name="On">The day it is known to have stood.</param>
/// <param name="Day">The same, or the day before the scope where no day is known.</param>
internal readonly record struct StartingPoint(decimal? Value, DateOnly? On, DateOnly Day)
{
    /// <summary>
    /// A target asked once starts from its own baseline. A year, or several years, of an eachYear target starts from what stood
    /// last before: an earlier observation, or the target's own baseline where that is later (it stands on its day, or on the eve of the scope).
    /// </summary>
    public static StartingPoint Of(
        IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, in AssessmentFrame frame)
    {
        var eve = target.Scope.Start.AddDays(-1);
        StartingPoint own = target.Baseline is { } baseline
            ? new(baseline.Value, baseline.On, baseline.On ?? eve)
            : new(null, null, eve);
        if (frame.Form == FrameForm.Once)
            return own;
        // The value before the term says nothing of the way within one of its years.
        if (!target.Rule.CountsFromBaseline(own.Value is not null))
            return new(null, null, eve);
        var year = frame.FirstYear;
        var earlier = indicator is { OverTime: TimeCombining.Last } or { ValueType: IndicatorValueType.Level or IndicatorValueType.YesNo }
            ? LastLevelBefore(indicator, observations, new DateOnly(year, 1, 1))
            : YearBefore(indicator, target, observations, year);
        return earlier is { } stood && (own.Value is null || stood.Day > own.Day) ? stood : own;
    }

    private static StartingPoint? LastLevelBefore(IndicatorDefinition indicator, IReadOnlyList<Observation> observations, DateOnly day)
    {
        Observation? best = null;
        for (var i = 0; i < observations.Count; i++)
        {
            var candidate = observations[i];
            if (candidate.Period.End < day && ObservedNumber.IsIn(indicator, candidate)
                && (best is null || TimeCombination.IsLater(candidate, best, PeriodKind.Year)))
                best = candidate;
        }

        return best is not null && ObservedNumber.Of(indicator, best, out _) is { } value
            ? new(value, best.Period.End, best.Period.End)
            : null;
    }

    // What adds up or is averaged starts from the whole year before, so half a year of figures is no start.
    private static StartingPoint? YearBefore(
        IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, int year)
    {
        var before = Period.Year(year - 1);
        return Assessment.ActualOfYear(indicator, target, observations, before) is { } value ? new(value, before.End, before.End) : null;
    }
}
