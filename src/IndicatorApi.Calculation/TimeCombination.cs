using System.Runtime.InteropServices;

namespace IndicatorApi.Calculation;

/// <summary>What became of an observation.</summary>
internal enum Use : byte
{
    /// <summary>Not in the window, or without a figure.</summary>
    Outside,
    /// <summary>In the window, not chosen yet.</summary>
    Fits,
    /// <summary>It makes the actual.</summary>
    Used,
    /// <summary>A longer one that contains or overlaps it was used.</summary>
    Covered,
    /// <summary>A later level replaces it.</summary>
    Superseded,
}

/// <summary>Chooses the observations that make the actual of a window, and never counts a day twice.</summary>
/// <remarks>
/// Sums and averages: one observation that covers the whole window wins; otherwise the longest that do not overlap each other are
/// taken, the earlier one first where two are equally long. Levels: the latest end wins, then the scope's own kind of period, then the
/// longer. The order in which observations arrive plays no part.
/// </remarks>
internal static class TimeCombination
{
    private const int StackLimit = 128;

    /// <summary>Marks what becomes of every observation.</summary>
    /// <returns>How the chosen ones combine: as asked, except that steps of a scale do not add up.</returns>
    public static TimeCombining Choose(
        IndicatorDefinition indicator, TimeCombining combining, PeriodKind scopeKind, in AssessmentFrame frame,
        IReadOnlyList<Observation> observations, Span<Use> uses)
    {
        var isLevel = indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo;
        if (isLevel && combining != TimeCombining.None)
            combining = TimeCombining.Last;
        switch (combining)
        {
            case TimeCombining.Last:
                // The level of something that adds up is a whole year's total, not that of its last month.
                var wholeYearsOnly = indicator.OverTime == TimeCombining.Sum && !isLevel && indicator.ValueType == IndicatorValueType.Number;
                ChooseLatest(indicator, wholeYearsOnly, scopeKind, frame, observations, uses);
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
        IndicatorDefinition indicator, bool wholeYearsOnly, PeriodKind scopeKind, in AssessmentFrame frame,
        IReadOnlyList<Observation> observations, Span<Use> uses)
    {
        var best = -1;
        for (var i = 0; i < observations.Count; i++)
        {
            var observation = observations[i];
            if (!frame.HoldsEndOf(observation.Period) || !ObservedNumber.IsIn(indicator, observation)
                || (wholeYearsOnly && observation.Period.Kind != PeriodKind.Year))
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
        for (var i = 0; i < observations.Count; i++)
        {
            if (uses[i] == Use.Superseded && observations[i].Period.End == end)
                uses[i] = Use.Covered;
        }

        uses[best] = Use.Used;
    }

    public static bool IsLater(Observation left, Observation right, PeriodKind scopeKind)
    {
        if (left.Period.End != right.Period.End)
            return left.Period.End > right.Period.End;
        var leftIsOwnKind = left.Period.Kind == scopeKind;
        if (leftIsOwnKind != (right.Period.Kind == scopeKind))
            return leftIsOwnKind;
        if (left.Period.Start != right.Period.Start)
            return left.Period.Start < right.Period.Start;
        return ObservedNumber.Compare(left, right) < 0;
    }

    private static void ChooseExact(
        IndicatorDefinition indicator, in AssessmentFrame frame, IReadOnlyList<Observation> observations, Span<Use> uses)
    {
        var best = -1;
        var bestRank = 0;
        for (var i = 0; i < observations.Count; i++)
        {
            var observation = observations[i];
            uses[i] = ObservedNumber.IsIn(indicator, observation) && frame.Holds(observation.Period) ? Use.Fits : Use.Outside;
            var rank = uses[i] == Use.Fits ? RankOfExact(observation.Period, frame) : 0;
            if (rank > bestRank || (rank > 0 && rank == bestRank && ObservedNumber.Compare(observation, observations[best]) < 0))
                (best, bestRank) = (i, rank);
        }

        if (best >= 0)
        {
            for (var i = 0; i < observations.Count; i++)
            {
                if (uses[i] == Use.Fits)
                    uses[i] = i == best ? Use.Used : observations[i].Period.Overlaps(observations[best].Period) ? Use.Covered : Use.Outside;
            }
        }
    }

    private static int RankOfExact(Period period, in AssessmentFrame frame) =>
        period.HasSameDaysAs(frame.Scope) ? 3 : period.HasSameDaysAs(frame.Window) ? 2 : period.HasSameDaysAs(frame.Asked) ? 1 : 0;

    private static void ChooseDisjoint(
        IndicatorDefinition indicator, in AssessmentFrame frame, IReadOnlyList<Observation> observations, Span<Use> uses)
    {
        var disjoint = true;
        var lastEnd = DateOnly.MinValue;
        var fitting = 0;
        for (var i = 0; i < observations.Count; i++)
        {
            var observation = observations[i];
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
            ChooseLongest(frame.Window, observations, uses, fitting);
    }

    private static void ChooseLongest(Period window, IReadOnlyList<Observation> observations, Span<Use> uses, int fitting)
    {
        var order = fitting <= StackLimit ? stackalloc int[fitting] : new int[fitting];
        var next = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                order[next++] = i;
        }

        order.Sort(new BestFirst(window, observations));
        for (var i = 0; i < order.Length; i++)
        {
            var candidate = observations[order[i]].Period;
            for (var j = 0; j < i; j++)
            {
                if (uses[order[j]] == Use.Used && observations[order[j]].Period.Overlaps(candidate))
                {
                    uses[order[i]] = Use.Covered;
                    break;
                }
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct BestFirst(Period window, IReadOnlyList<Observation> observations) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            var left = observations[x];
            var right = observations[y];
            var leftCovers = left.Period.Contains(window);
            if (leftCovers != right.Period.Contains(window))
                return leftCovers ? -1 : 1;
            // Among those that cover the window the closest fit is best, otherwise the longest.
            var byDays = leftCovers ? left.Period.Days.CompareTo(right.Period.Days) : right.Period.Days.CompareTo(left.Period.Days);
            if (byDays != 0)
                return byDays;
            var byStart = left.Period.Start.CompareTo(right.Period.Start);
            return byStart != 0 ? byStart : ObservedNumber.Compare(left, right);
        }
    }
}
