using System.Runtime.CompilerServices;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Every figure of one unit as columns, in order of indicator, sub-group and time: a few bytes for each, and never changed.</summary>
/// <remarks>A figure that the columns have no place for is kept as it was read, beside them.</remarks>
internal sealed class FactColumns
{
    private const byte Pair = 1, Level = 2, Provisional = 4, Term = 8, Odd = 16, BoundShift = 5;

    public static readonly FactColumns None = new([]);

    private readonly SeriesKey[] _series;
    private readonly int[] _starts;

    // Days as numbers; of a term the years of its name, whose days the calendar says.
    private readonly int[] _first;
    private readonly int[] _last;

    // The number without its point, and how many digits stand behind that. Of a pair the part; the whole stands beside it. Of a level its place
    // among the texts.
    private readonly long[] _numbers;
    private readonly byte[] _scales;
    private readonly long[] _wholes = [];
    private readonly byte[] _wholeScales = [];
    private readonly byte[] _flags;
    private readonly Guid[] _revisions;
    private readonly string[] _levels = [];
    private readonly Dictionary<int, Observation>? _odd;

    private FactColumns(List<Row> rows)
    {
        rows.Sort();
        var count = rows.Count;
        (_first, _last, _numbers, _scales) = (new int[count], new int[count], new long[count], new byte[count]);
        (_flags, _revisions) = (new byte[count], new Guid[count]);
        List<SeriesKey> series = [];
        List<int> starts = [];
        List<string>? levels = null;
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            if (series.Count == 0 || series[^1] != row.Key)
            {
                series.Add(row.Key);
                starts.Add(i);
            }
            var observation = row.Observation;
            var period = observation.Period;
            (_first[i], _last[i]) = period.IsTerm ? (period.Named.Start.Year, period.Named.End.Year) : (period.Start.DayNumber, period.End.DayNumber);
            _revisions[i] = observation.Revision;
            var flags = (byte)((observation.Provisional ? Provisional : 0) | (period.IsTerm ? Term : 0)
                | (observation.Bound is { } bound ? ((int)bound + 1) << BoundShift : 0));
            switch (observation)
            {
                case { Value: { } value, Numerator: null, Denominator: null, Level: null } when Split(value, out _numbers[i], out _scales[i]):
                    break;
                case { Value: null, Numerator: { } part, Denominator: { } whole, Level: null }
                    when Split(part, out _numbers[i], out _scales[i]) && Split(whole, out var number, out var scale):
                    flags |= Pair;
                    if (_wholes.Length == 0) (_wholes, _wholeScales) = (new long[count], new byte[count]);
                    (_wholes[i], _wholeScales[i]) = (number, scale);
                    break;
                case { Value: null, Numerator: null, Denominator: null, Level: { } level }:
                    flags |= Level;
                    levels ??= [];
                    if (!levels.Contains(level)) levels.Add(level);
                    _numbers[i] = levels.IndexOf(level);
                    break;
                default:
                    flags |= Odd;
                    (_odd ??= [])[i] = observation;
                    break;
            }
            _flags[i] = flags;
        }
        if (levels is not null) _levels = [.. levels];
        (_series, _starts) = ([.. series], [.. starts, count]);
    }

    /// <summary>How many figures there are.</summary>
    public int Count => _numbers.Length;

    /// <summary>About how many bytes they take.</summary>
    public long Bytes => 200 + (Count * 34L) + (_wholes.Length * 9L) + (_series.Length * 32L) + ((_odd?.Count ?? 0) * 200L) + (_levels.Length * 60L);

    /// <summary>What there are figures of.</summary>
    public ReadOnlySpan<SeriesKey> Series => _series;

    /// <summary>Where the figures of an indicator and sub-group lie.</summary>
    public Range Of(Guid indicator, string group)
    {
        var place = Array.BinarySearch(_series, new SeriesKey(indicator, group));
        return place < 0 ? default : _starts[place].._starts[place + 1];
    }

    /// <summary>The period of a figure as its unit means it.</summary>
    public Period PeriodAt(int place, Guid unit, Calendar calendar) => (_flags[place] & Term) != 0
        ? calendar.Days(unit, Period.Term(_first[place], _last[place]))
        : new Period(DateOnly.FromDayNumber(_first[place]), DateOnly.FromDayNumber(_last[place]));

    /// <summary>A figure with the period as its unit means it.</summary>
    public Observation At(int place, Guid unit, Calendar calendar)
    {
        var flags = _flags[place];
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
            Revision = _revisions[place],
        };
    }

    /// <summary>Whether a figure may count up to a day: it begins by then, or is of a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(int place, int day) => _first[place] <= day || (_flags[place] & Term) != 0;

    // All that PostgreSQL keeps of a number: its digits, and how many of them stand behind the point.
    private static bool Split(decimal value, out long number, out byte scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        scale = value.Scale;
        var magnitude = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        number = value < 0 ? -(long)magnitude : (long)magnitude;
        return bits[2] == 0 && magnitude <= long.MaxValue;
    }

    private static decimal Join(long number, byte scale) =>
        new((int)Math.Abs(number), (int)(Math.Abs(number) >> 32), 0, number < 0, scale);

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

    /// <summary>Collects the figures of one unit.</summary>
    public sealed class Builder
    {
        private readonly List<Row> _rows = [];

        public void Add(Guid indicator, string group, in Observation observation) => _rows.Add(new Row(new SeriesKey(indicator, group), observation));

        public FactColumns Build() => _rows.Count == 0 ? None : new FactColumns(_rows);
    }

    private readonly record struct Row(SeriesKey Key, Observation Observation) : IComparable<Row>
    {
        // However they arrive, they lie in one order.
        public int CompareTo(Row other)
        {
            var order = Key.CompareTo(other.Key);
            if (order == 0) order = Observation.Period.Start.CompareTo(other.Observation.Period.Start);
            if (order == 0) order = Observation.Period.End.CompareTo(other.Observation.Period.End);
            if (order == 0) order = Observation.Period.IsTerm.CompareTo(other.Observation.Period.IsTerm);
            return order != 0 ? order : Observation.Revision.CompareTo(other.Observation.Revision);
        }
    }
}
