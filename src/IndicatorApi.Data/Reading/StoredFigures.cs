using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>The figures of one unit, indicator and sub-group that may count up to a day, where they are kept: read when they are looked at.</summary>
public readonly struct StoredFigures
{
    [ThreadStatic]
    private static Observation[]? _scratch;

    private readonly FactColumns _columns;
    private readonly Guid _unit;
    private readonly Calendar _calendar;
    private readonly int _first;
    private readonly int _end;
    private readonly int _lastDay;

    internal StoredFigures(UnitFacts unit, Guid indicator, string group, DateOnly lastDay, Calendar calendar)
    {
        (_columns, _unit, _calendar, _lastDay) = (unit.Figures, unit.Unit, calendar, lastDay.DayNumber);
        var range = _columns.Of(indicator, group);
        (_first, _end) = (range.Start.Value, range.End.Value);
    }

    /// <summary>These figures of nobody, of which each may count.</summary>
    public static StoredFigures Of(IEnumerable<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var columns = new FactColumns.Builder();
        foreach (var observation in observations) columns.Add(default, "", observation);
        return new StoredFigures(new UnitFacts { Figures = columns.Build() }, default, "", DateOnly.MaxValue, new Calendar([]));
    }

    /// <summary>All of them, in order of time.</summary>
    public Observation[] ToArray() => Scratch().ToArray();

    /// <summary>All of them, to be looked at before this thread asks for any others.</summary>
    internal ReadOnlySpan<Observation> Scratch()
    {
        var most = _end - _first;
        if (_scratch is not { } scratch || scratch.Length < most) _scratch = scratch = new Observation[Math.Max(64, most)];
        var count = 0;
        for (var i = _first; i < _end; i++)
        {
            // One that goes on after the day may count all the same, where most of its days lie in a scope that has ended: the calculation decides.
            if (_columns.MayBegin(i, _lastDay)) scratch[count++] = _columns.At(i, _unit, _calendar);
        }
        return scratch.AsSpan(0, count);
    }
}
