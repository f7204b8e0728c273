using System.Runtime.CompilerServices;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Every figure of one unit as columns, in order of indicator, sub-group and time: a few bytes for each, and never changed.</summary>
/// <remarks>A figure that the columns have no place for is kept as it was read, beside them.</remarks>
internal sealed class FactColumns
{
    private const int Pair = 1, Level = 2, Provisional = 4, Odd = 8, BoundShift = 4;
    private const int Columns = 8;

    public static readonly FactColumns None = new([], []);

    private readonly SeriesKey[] _series;
    private readonly int[] _starts;

    // Which of the periods that the unit has figures of.
    private readonly NarrowColumn _times;
    private readonly Days[] _periods;

    // The number without its point, and how many digits stand behind that. Of a pair the part; the whole stands beside it. Of a level its place
    // among the texts.
    private readonly NarrowColumn _numbers;
    private readonly NarrowColumn _scales;
    private readonly NarrowColumn _wholes;
    private readonly NarrowColumn _wholeScales;
    private readonly NarrowColumn _flags;

    // Which of the moments at which figures of the unit were recorded, one for all that came together; and their order among these.
    private readonly NarrowColumn _recorded;
    private readonly NarrowColumn _orders;
    private readonly long[] _moments;

    // Empty unless the figures have names.
    private readonly Guid[] _revisions = [];
    private readonly string[] _levels = [];
    private readonly Dictionary<int, Observation>? _odd;

    // The wide columns are zero, and only used to make the narrow ones.
    private FactColumns(Span<Row> rows, Span<long> wide)
    {
        rows.Sort();
        var count = rows.Length;
        Span<long> times = wide[..count], numbers = wide.Slice(count, count), scales = wide.Slice(2 * count, count),
            wholes = wide.Slice(3 * count, count), wholeScales = wide.Slice(4 * count, count), kinds = wide.Slice(5 * count, count),
            recorded = wide.Slice(6 * count, count), orders = wide.Slice(7 * count, count);
        List<SeriesKey> series = [];
        List<int> starts = [];
        List<string>? levels = null;
        Dictionary<Days, int> periods = [];
        Dictionary<long, int> moments = [];
        for (var i = 0; i < count; i++)
        {
            ref readonly var row = ref rows[i];
            if (series.Count == 0 || series[^1] != row.Key)
            {
                series.Add(row.Key);
                starts.Add(i);
            }
            var observation = row.Observation;
            var days = Days.Of(observation.Period);
            if (!periods.TryGetValue(days, out var time)) periods[days] = time = periods.Count;
            times[i] = time;
            // Figures that are recorded together differ in the last bits of when.
            var together = observation.Recorded >> Ids.CounterBits;
            if (!moments.TryGetValue(together, out var moment)) moments[together] = moment = moments.Count;
            (recorded[i], orders[i]) = (moment, observation.Recorded - (together << Ids.CounterBits));
            if (observation.Revision != Guid.Empty) (_revisions.Length > 0 ? _revisions : _revisions = new Guid[count])[i] = observation.Revision;
            var flags = (observation.Provisional ? Provisional : 0) | (observation.Bound is { } bound ? ((int)bound + 1) << BoundShift : 0);
            switch (observation)
            {
                case { Value: { } value, Numerator: null, Denominator: null, Level: null } when Split(value, out numbers[i], out scales[i]):
                    break;
                case { Value: null, Numerator: { } part, Denominator: { } whole, Level: null }
                    when Split(part, out numbers[i], out scales[i]) && Split(whole, out wholes[i], out wholeScales[i]):
                    flags |= Pair;
                    break;
                case { Value: null, Numerator: null, Denominator: null, Level: { } level }:
                    flags |= Level;
                    levels ??= [];
                    if (!levels.Contains(level)) levels.Add(level);
                    numbers[i] = levels.IndexOf(level);
                    break;
                default:
                    flags |= Odd;
                    (_odd ??= [])[i] = observation;
                    break;
            }
            kinds[i] = flags;
        }
        if (levels is not null) _levels = [.. levels];
        (_series, _starts, _periods) = ([.. series], [.. starts, count], [.. periods.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
        (_times, _numbers, _scales) = (new NarrowColumn(times), new NarrowColumn(numbers), new NarrowColumn(scales));
        (_wholes, _wholeScales, _flags) = (new NarrowColumn(wholes), new NarrowColumn(wholeScales), new NarrowColumn(kinds));
        (_recorded, _orders) = (new NarrowColumn(recorded), new NarrowColumn(orders));
        _moments = [.. moments.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
    }

    /// <summary>How many figures there are.</summary>
    public int Count => _starts[^1];

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => 500 + (_revisions.Length * 16L) + _times.Bytes + _numbers.Bytes + _scales.Bytes + _wholes.Bytes + _wholeScales.Bytes + _flags.Bytes
        + _recorded.Bytes + _orders.Bytes
        + (_periods.Length * 12L) + (_moments.Length * 8L) + (_series.Length * 28L) + ((_odd?.Count ?? 0) * 200L) + (_levels.Length * 60L);

    /// <summary>What there are figures of.</summary>
    public ReadOnlySpan<SeriesKey> Series => _series;

    /// <summary>Where the figures of an indicator and sub-group lie.</summary>
    public Range Of(Guid indicator, string group)
    {
        var place = Array.BinarySearch(_series, new SeriesKey(indicator, group));
        return place < 0 ? default : _starts[place].._starts[place + 1];
    }

    /// <summary>The period of a figure as its unit means it.</summary>
    public Period PeriodAt(int place, Guid unit, Calendar calendar) => _periods[_times[place]].On(unit, calendar);

    /// <summary>A figure with the period as its unit means it.</summary>
    public Observation At(int place, Guid unit, Calendar calendar)
    {
        var flags = (int)_flags[place];
        var period = PeriodAt(place, unit, calendar);
        if ((flags & Odd) != 0) return _odd![place] with { Period = period };
        var bound = flags >> BoundShift;
        return new Observation
        {
            Period = period,
            Value = (flags & (Pair | Level)) == 0 ? Join(_numbers[place], _scales[place]) : null,
            Numerator = (flags & Pair) != 0 ? Join(_numbers[place], _scales[place]) : null,
            Denominator = (flags & Pair) != 0 ? Join(_wholes[place], _wholeScales[place]) : null,
            Level = (flags & Level) != 0 ? _levels[_numbers[place]] : null,
            Bound = bound == 0 ? null : (Bound)(bound - 1),
            Provisional = (flags & Provisional) != 0,
            Revision = _revisions.Length == 0 ? Guid.Empty : _revisions[place],
            Recorded = (_moments[_recorded[place]] << Ids.CounterBits) + _orders[place],
        };
    }

    /// <summary>Whether a figure may count up to a day: it begins by then, or is of a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(int place, int day) => _periods[_times[place]] is var days && (days.First <= day || days.IsTerm);

    // All that PostgreSQL keeps of a number: its digits, and how many of them stand behind the point.
    private static bool Split(decimal value, out long number, out long scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        scale = value.Scale;
        var magnitude = unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var fits = bits[2] == 0 && magnitude <= long.MaxValue;
        number = !fits ? 0 : value < 0 ? -(long)magnitude : (long)magnitude;
        return fits;
    }

    private static decimal Join(long number, long scale)
    {
        var magnitude = Math.Abs(number);
        return new(unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), 0, number < 0, (byte)scale);
    }

    /// <summary>What a series of figures is of.</summary>
    /// <param name="Indicator">The indicator.</param>
    /// <param name="Group">The sub-group; empty for the whole.</param>
    public readonly record struct SeriesKey(Guid Indicator, string Group) : IComparable<SeriesKey>
    {
        public int CompareTo(SeriesKey other)
        {
            var byIndicator = Indicator.CompareTo(other.Indicator);
            return byIndicator != 0 ? byIndicator : string.CompareOrdinal(Group, other.Group);
        }
    }

    // Days as numbers; of a term the years of its name, whose days the calendar says.
    private readonly record struct Days(int First, int Last, bool IsTerm)
    {
        public static Days Of(Period period) => period.IsTerm
            ? new Days(period.Named.Start.Year, period.Named.End.Year, true)
            : new Days(period.Start.DayNumber, period.End.DayNumber, false);

        public Period On(Guid unit, Calendar calendar) => IsTerm
            ? calendar.Days(unit, Period.Term(First, Last))
            : new Period(DateOnly.FromDayNumber(First), DateOnly.FromDayNumber(Last));
    }

    /// <summary>Collects the figures of one unit.</summary>
    /// <param name="room">What it may use again and leaves for others; null to use memory of its own.</param>
    public sealed class Builder(Room? room = null)
    {
        private Row[] _rows = [];
        private int _count;

        public void Add(Guid indicator, string group, in Observation observation)
        {
            if (_rows.Length == 0) _rows = room?.Take() ?? new Row[Room.Least];
            if (_count == _rows.Length) Array.Resize(ref _rows, 2 * _count);
            _rows[_count++] = new Row(new SeriesKey(indicator, group), observation);
        }

        /// <summary>The columns of what was added; nothing is left then.</summary>
        public FactColumns Build()
        {
            if (_count == 0) return None;
            var columns = new FactColumns(_rows.AsSpan(0, _count), room is null ? new long[Columns * _count] : room.Wide(Columns * _count));
            room?.GiveBack(_rows, _count);
            (_rows, _count) = ([], 0);
            return columns;
        }
    }

    /// <summary>Where units lie while they are collected, one reader at a time.</summary>
    /// <remarks>The rows of one are more than the collector takes for small, and a country has thousands of them.</remarks>
    public sealed class Room
    {
        internal const int Least = 64;

        private readonly Stack<Row[]> _rows = [];
        private long[] _wide = [];

        internal Row[] Take() => _rows.TryPop(out var rows) ? rows : new Row[Least];

        internal void GiveBack(Row[] rows, int count)
        {
            // They name texts, which would be kept alive.
            rows.AsSpan(0, count).Clear();
            _rows.Push(rows);
        }

        internal Span<long> Wide(int count)
        {
            if (_wide.Length < count) _wide = new long[count];
            var wide = _wide.AsSpan(0, count);
            wide.Clear();
            return wide;
        }
    }

    internal readonly record struct Row(SeriesKey Key, Observation Observation) : IComparable<Row>
    {
        // However they arrive, they lie in one order.
        public int CompareTo(Row other)
        {
            var order = Key.CompareTo(other.Key);
            if (order == 0) order = Observation.Period.Start.CompareTo(other.Observation.Period.Start);
            if (order == 0) order = Observation.Period.End.CompareTo(other.Observation.Period.End);
            if (order == 0) order = Observation.Period.IsTerm.CompareTo(other.Observation.Period.IsTerm);
            return order != 0 ? order : Observation.Recorded.CompareTo(other.Observation.Recorded);
        }
    }
}
