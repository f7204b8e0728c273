namespace IndicatorApi.Calculation;

/// <summary>Chooses the observations that make the actual of a window, and never counts a day twice.</summary>
/// <remarks>
/// Sums and averages: of the sets without an overlap the one that covers most days (<see cref="FigureChoice"/>). Levels: the latest end
/// wins, then the scope's own kind of period, then the longer, then the later recorded. The order in which observations arrive plays no part.
/// </remarks>
internal static class TimeCombination
{
    /// <summary>Marks what becomes of every observation.</summary>
    /// <returns>How the chosen ones combine: as asked, except that steps of a scale do not add up.</returns>
    public static TimeCombining Choose(
        IndicatorDefinition indicator, TimeCombining combining, PeriodKind scopeKind, in AssessmentFrame frame,
        ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        var isLevel = indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;
        if (isLevel && combining != TimeCombining.None)
            combining = TimeCombining.Last;
        switch (combining)
        {
            case TimeCombining.Last when indicator.AddsUp:
                // The level of something that adds up is a whole year's total, not that of its last month.
                ChooseLatestYear(indicator, frame, observations, uses);
                break;
            case TimeCombining.Last:
                ChooseLatest(indicator, scopeKind, frame, observations, uses);
                break;
            case TimeCombining.None:
                ChooseExact(indicator, frame, observations, uses);
                break;
            default:
                ChooseDisjoint(indicator, frame, observations, uses);
                break;
        }

        return combining;
    }

    private static void ChooseLatest(
        IndicatorDefinition indicator, PeriodKind scopeKind, in AssessmentFrame frame, ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        var best = -1;
        for (var i = 0; i < observations.Length; i++)
        {
            ref readonly var observation = ref observations[i];
            if (!frame.HoldsEndOf(observation.Period) || !ObservedNumber.IsIn(indicator, observation))
            {
                uses[i] = Use.Outside;
                continue;
            }

            uses[i] = Use.Superseded;
            if (best < 0 || IsLater(observation, observations[best], scopeKind))
                best = i;
        }

        if (best < 0)
            return;
        var end = observations[best].Period.End;
        for (var i = 0; i < observations.Length; i++)
        {
            if (uses[i] == Use.Superseded && observations[i].Period.End == end)
                uses[i] = Use.Covered;
        }

        uses[best] = Use.Used;
    }

    // The latest year whose figures leave no day out; where there is none, what is known of the latest.
    private static void ChooseLatestYear(
        IndicatorDefinition indicator, in AssessmentFrame frame, ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        var chosen = 0;
        var latest = 0;
        for (var year = frame.Window.End.Year; year >= frame.Window.Start.Year && chosen == 0; year--)
        {
            ChooseDisjoint(indicator, AssessmentFrame.ForYear(frame.Scope, year, frame.Window), observations, uses);
            var whole = frame.Lived(Period.Year(year));
            var days = TimeCoverage.DaysUsed(whole, observations, uses);
            if (latest == 0 && days > 0)
                latest = year;
            if (days >= whole.Days)
                chosen = year;
        }

        if (chosen == 0 && latest > 0)
            ChooseDisjoint(indicator, AssessmentFrame.ForYear(frame.Scope, latest, frame.Window), observations, uses);
        var ownYear = chosen == 0 ? latest : chosen;
        for (var i = 0; i < observations.Length; i++)
        {
            var end = observations[i].Period.End;
            if (uses[i] == Use.Outside && frame.Window.Contains(end) && ObservedNumber.IsIn(indicator, observations[i]))
                uses[i] = end.Year > ownYear ? Use.YearIncomplete : Use.Superseded;
        }
    }

    public static bool IsLater(in Observation left, in Observation right, PeriodKind scopeKind)
    {
        if (left.Period.End != right.Period.End)
            return left.Period.End > right.Period.End;
        var leftIsOwnKind = left.Period.Kind == scopeKind;
        if (leftIsOwnKind != (right.Period.Kind == scopeKind))
            return leftIsOwnKind;
        if (left.Period.Start != right.Period.Start)
            return left.Period.Start < right.Period.Start;
        return ObservedNumber.Compare(left, right) > 0;
    }

    private static void ChooseExact(
        IndicatorDefinition indicator, in AssessmentFrame frame, ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        var best = -1;
        var bestRank = 0;
        for (var i = 0; i < observations.Length; i++)
        {
            ref readonly var observation = ref observations[i];
            uses[i] = ObservedNumber.IsIn(indicator, observation) && frame.Holds(observation.Period) ? Use.Fits : Use.Outside;
            var rank = uses[i] == Use.Fits ? RankOfExact(observation.Period, frame) : 0;
            if (rank > bestRank || (rank > 0 && rank == bestRank && ObservedNumber.Compare(observation, observations[best]) > 0))
                (best, bestRank) = (i, rank);
        }

        if (best >= 0)
        {
            for (var i = 0; i < observations.Length; i++)
            {
                if (uses[i] == Use.Fits)
                    uses[i] = i == best ? Use.Used : observations[i].Period.Overlaps(observations[best].Period) ? Use.Covered : Use.Outside;
            }
        }
    }

    private static int RankOfExact(Period period, in AssessmentFrame frame) =>
        period.HasSameDaysAs(frame.Scope) ? 3 : period.HasSameDaysAs(frame.Window) ? 2 : period.HasSameDaysAs(frame.Asked) ? 1 : 0;

    private static void ChooseDisjoint(
        IndicatorDefinition indicator, in AssessmentFrame frame, ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        var disjoint = true;
        var lastEnd = DateOnly.MinValue;
        var fitting = 0;
        for (var i = 0; i < observations.Length; i++)
        {
            ref readonly var observation = ref observations[i];
            if (!frame.Holds(observation.Period) || !ObservedNumber.IsIn(indicator, observation))
            {
                uses[i] = Use.Outside;
                continue;
            }

            // In date order and apart, as they come from the database: nothing to choose.
            disjoint &= fitting == 0 || observation.Period.Start > lastEnd;
            lastEnd = observation.Period.End;
            uses[i] = Use.Used;
            fitting++;
        }

        if (!disjoint)
            FigureChoice.Choose(frame.Window, observations, uses);
    }
}
