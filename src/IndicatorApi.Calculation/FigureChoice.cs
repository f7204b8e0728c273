namespace IndicatorApi.Calculation;

/// <summary>Chooses, of figures whose periods may overlap, those that are counted together.</summary>
/// <remarks>
/// <para>
/// Of all sets without an overlap the one that covers most days of the window; of equals the one of fewest figures; of equals the one that
/// reaches least beyond the window; of equals the later recorded, which is the set that holds the latest figure that the other lacks.
/// The choice is exact: weighted interval scheduling over the figures in order of their last day, <c>O(n log n)</c>.
/// </para>
/// <para>The order in which figures arrive plays no part.</para>
/// </remarks>
internal sealed class FigureChoice
{
    private readonly Observation[] _observations;
    private readonly int[] _order;

    // Of the best set among the first k figures in order: what it is worth, and which figure is its last.
    private readonly Worth[] _worth;
    private readonly int[] _last;

    // Which figure comes before the k-th where the k-th is taken; -1 for none.
    private readonly int[] _before;

    private FigureChoice(Observation[] observations, int[] order)
    {
        _observations = observations;
        _order = order;
        _worth = new Worth[order.Length + 1];
        _last = new int[order.Length + 1];
        _before = new int[order.Length];
        _last[0] = -1;
    }

    /// <summary>Marks which of the figures marked as used stay so; the others are marked as covered.</summary>
    public static void Choose(Period window, ReadOnlySpan<Observation> observations, Span<Use> uses)
    {
        // Only where figures overlap: to order them takes a copy.
        var figures = observations.ToArray();
        var order = new List<int>(uses.Length);
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                order.Add(i);
        }

        order.Sort((left, right) => ByEnd(figures[left], figures[right]));
        DropReplaced(figures, order, uses);
        var choice = new FigureChoice(figures, [.. order]);
        choice.Weigh(window);
        choice.Mark(uses);
        foreach (var i in order)
        {
            if (uses[i] != Use.Used)
                uses[i] = choice.WhyNot(figures[i].Period, uses);
        }
    }

    // Two figures of the same days are the same figure told twice: the later recorded one counts.
    private static void DropReplaced(Observation[] observations, List<int> order, Span<Use> uses)
    {
        var kept = 0;
        for (var i = 0; i < order.Count; i++)
        {
            if (i + 1 < order.Count && observations[order[i]].Period.HasSameDaysAs(observations[order[i + 1]].Period))
                uses[order[i]] = Use.Superseded;
            else
                order[kept++] = order[i];
        }

        order.RemoveRange(kept, order.Count - kept);
    }

    private static int ByEnd(in Observation left, in Observation right)
    {
        var byEnd = left.Period.End.CompareTo(right.Period.End);
        if (byEnd != 0)
            return byEnd;
        var byStart = left.Period.Start.CompareTo(right.Period.Start);
        return byStart != 0 ? byStart : ObservedNumber.Compare(left, right);
    }

    private void Weigh(Period window)
    {
        for (var k = 0; k < _order.Length; k++)
        {
            var period = _observations[_order[k]].Period;
            var apart = CountEndingBefore(period.Start, k);
            var days = period.DaysSharedWith(window);
            var taken = _worth[apart].With(days, period.Days - days);
            _before[k] = _last[apart];
            var order = taken.CompareTo(_worth[k]);
            var isBetter = order > 0 || (order == 0 && IsLaterRecorded(k, _last[k]));
            _worth[k + 1] = isBetter ? taken : _worth[k];
            _last[k + 1] = isBetter ? k : _last[k];
        }
    }

    // How many of the first figures in order end before a day.
    private int CountEndingBefore(DateOnly day, int among)
    {
        var low = 0;
        var high = among;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_observations[_order[middle]].Period.End < day)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // Two sets are told by their last figures. Where they differ, the one that holds the figure recorded last is the later one; the walk
    // ends where they become one, so that it is short unless the sets have nothing in common.
    private bool IsLaterRecorded(int one, int other)
    {
        var latest = -1;
        var isOfOne = false;
        while (one != other)
        {
            var ofOne = one > other;
            var next = ofOne ? one : other;
            if (latest < 0 || ByRecording(next, latest) > 0)
                (latest, isOfOne) = (next, ofOne);
            if (ofOne)
                one = _before[one];
            else
                other = _before[other];
        }

        return isOfOne;
    }

    private int ByRecording(int left, int right)
    {
        var byRecording = _observations[_order[left]].Recorded.CompareTo(_observations[_order[right]].Recorded);
        // Of figures that say nothing of when they were recorded the one of the later period is taken for the later recorded.
        return byRecording != 0 ? byRecording : left.CompareTo(right);
    }

    private void Mark(Span<Use> uses)
    {
        foreach (var i in _order)
            uses[i] = Use.Covered;
        for (var k = _last[_order.Length]; k >= 0; k = _before[k])
            uses[_order[k]] = Use.Used;
    }

    private Use WhyNot(Period period, ReadOnlySpan<Use> uses)
    {
        var from = CountEndingBefore(period.Start, _order.Length);
        for (var k = from; k < _order.Length; k++)
        {
            if (uses[_order[k]] != Use.Used)
                continue;
            var other = _observations[_order[k]].Period;
            if (other.Start > period.End)
                break;
            if (other.Days > period.Days)
                return Use.Covered;
        }

        return Use.CoveredTogether;
    }

    /// <summary>What a set of figures is worth.</summary>
    private readonly record struct Worth(int Days, int Figures, int Beyond) : IComparable<Worth>
    {
        public Worth With(int days, int beyond) => new(Days + days, Figures + 1, Beyond + beyond);

        public int CompareTo(Worth other)
        {
            if (Days != other.Days)
                return Days.CompareTo(other.Days);
            return Figures != other.Figures ? other.Figures.CompareTo(Figures) : other.Beyond.CompareTo(Beyond);
        }
    }
}
