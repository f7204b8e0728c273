namespace IndicatorApi.Calculation;

/// <summary>The share of the due reporting periods of a window that have a figure.</summary>
/// <remarks>
/// A reporting period counts when most of its days lie in the scope, and is due when it has ended. What adds up or is averaged has a
/// figure for it when the observations used cover all its days in the window, or a longer one covers most of them (a report "from the
/// congress to mid-term" speaks for the year of the congress); a level has one when an observation ends in it.
/// </remarks>
internal static class TimeCoverage
{
    private const int StackLimit = 512;

    // More than any reporting period has, so that it can be added to without being mistaken.
    private const int AllDays = 1000;

    public static decimal? Of(
        IndicatorDefinition indicator, TimeCombining combining, in AssessmentFrame frame, ReadOnlySpan<Observation> observations,
        ReadOnlySpan<Use> uses)
    {
        var months = Period.MonthsOf(indicator.Frequency);
        if (months == 0)
            return null;
        var window = frame.Lived(frame.Window);
        var scope = frame.Lived(frame.Scope);
        var first = IndexOf(window.Start, months);
        if (!PeriodAt(first, months).LiesMostlyIn(scope))
            first++;
        var last = IndexOf(window.End, months);
        var lastPeriod = PeriodAt(last, months);
        if (lastPeriod.End > window.End && !(frame.Closed && lastPeriod.LiesMostlyIn(scope)))
            last--;
        var due = last - first + 1;
        if (due <= 0)
            return null;
        var covered = combining == TimeCombining.Last
            ? CountEnds(months, first, due, observations, uses)
            : CountCovered(months, first, due, window, observations, uses);
        return covered == due ? 1 : (decimal)covered / due;
    }

    /// <summary>How many days of a period the observations used cover; they never overlap.</summary>
    public static int DaysUsed(Period period, ReadOnlySpan<Observation> observations, ReadOnlySpan<Use> uses)
    {
        var days = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                days += observations[i].Period.DaysSharedWith(period);
        }

        return days;
    }

    private static int CountEnds(int months, int first, int due, ReadOnlySpan<Observation> observations, ReadOnlySpan<Use> uses)
    {
        var ends = due <= StackLimit ? stackalloc bool[due] : new bool[due];
        var covered = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            var at = IndexOf(observations[i].Period.End, months) - first;
            if (uses[i] == Use.Outside || at < 0 || at >= due || ends[at])
                continue;
            ends[at] = true;
            covered++;
        }

        return covered;
    }

    private static int CountCovered(
        int months, int first, int due, Period window, ReadOnlySpan<Observation> observations, ReadOnlySpan<Use> uses)
    {
        var days = due <= StackLimit ? stackalloc int[due] : new int[due];
        var covered = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Used)
                continue;
            ref readonly var observation = ref observations[i];
            if (observation.Parts == 1 && observation.Period.Contains(window))
                return due;
            var from = Math.Max(0, IndexOf(observation.Period.Start, months) - first);
            var to = Math.Min(due - 1, IndexOf(observation.Period.End, months) - first);
            if (observation.Parts > 1)
            {
                // Figures added early may leave gaps; how many there were is all that is known.
                covered += Math.Min(observation.Parts, to - from + 1);
                continue;
            }

            for (var at = from; at <= to; at++)
                days[at] += at > from && at < to ? AllDays : DaysIn(window, PeriodAt(first + at, months), observation.Period);
        }

        for (var at = 0; at < due; at++)
        {
            if (days[at] >= AllDays || (days[at] > 0 && days[at] >= PeriodAt(first + at, months).DaysSharedWith(window)))
                covered++;
        }

        return Math.Min(covered, due);
    }

    /// <summary>How many days of a reporting period in the window an observation covers, <see cref="AllDays"/> for all of them.</summary>
    private static int DaysIn(Period window, Period period, Period observed)
    {
        if (observed.Contains(period) || (observed.Days > period.Days && period.LiesMostlyIn(observed)))
            return AllDays;
        var start = Math.Max(window.Start.DayNumber, Math.Max(period.Start.DayNumber, observed.Start.DayNumber));
        var end = Math.Min(window.End.DayNumber, Math.Min(period.End.DayNumber, observed.End.DayNumber));
        return Math.Max(0, end - start + 1);
    }

    private static int IndexOf(DateOnly day, int months) => ((day.Year * 12) + day.Month - 1) / months;

    private static Period PeriodAt(int index, int months)
    {
        var month = index * months;
        return Period.Months(month / 12, (month % 12) + 1, months);
    }
}
