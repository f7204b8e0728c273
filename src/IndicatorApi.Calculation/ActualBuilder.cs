namespace IndicatorApi.Calculation;

/// <summary>Adds chosen observations up to the one number that a target is set against.</summary>
/// <remarks>A mean is weighed by the days that each figure has in the window, so that telling a half-year by its quarters changes nothing.</remarks>
internal struct ActualBuilder(IndicatorDefinition indicator, TimeCombining combining, bool pairsOnly, Period window)
{
    private decimal _values;
    private decimal _weighted;
    private long _days;
    private bool _differ;
    private decimal _numerator;
    private decimal _denominator;
    private DateOnly _start = DateOnly.MaxValue;
    private DateOnly _end = DateOnly.MinValue;

    public int Count { get; private set; }

    public Reason? Problem { get; private set; }

    public Bound? Bound { get; private set; }

    public bool Provisional { get; private set; }

    public string? Level { get; private set; }

    /// <summary>Whether the actual is a rate made of counts that can be shown.</summary>
    private readonly bool IsMadeOfPairs => indicator.ValueType == IndicatorValueType.Ratio && pairsOnly
        && (combining == TimeCombining.Sum || Count == 1);

    public readonly decimal? Numerator => Count > 0 && IsMadeOfPairs ? _numerator : null;

    public readonly decimal? Denominator => Count > 0 && IsMadeOfPairs ? _denominator : null;

    public readonly Period? Period => Count > 0 ? new Period(_start, _end) : null;

    public readonly DateOnly End => _end;

    public void Add(in Observation observation)
    {
        Bound = Count == 0 || Bound == observation.Bound ? observation.Bound : Join(Bound, observation.Bound);
        Count++;
        Provisional |= observation.Provisional;
        Level = observation.Level;
        if (observation.Period.Start < _start)
            _start = observation.Period.Start;
        if (observation.Period.End > _end)
            _end = observation.Period.End;
        var isPair = indicator.ValueType == IndicatorValueType.Ratio && ObservedNumber.IsPair(observation);
        if (isPair)
        {
            _numerator += observation.Numerator!.Value;
            _denominator += observation.Denominator!.Value;
            if (combining == TimeCombining.Sum && pairsOnly)
                return;
        }

        // A bare value of several parts that add up is already their sum.
        if (indicator.AddsUp)
        {
            _values += observation.Value ?? 0;
            return;
        }

        var figure = ObservedNumber.Of(indicator, observation, out var problem);
        Problem ??= problem;
        var value = figure ?? 0;
        if (Count == 1)
        {
            _values = value;
            _days = observation.Period.DaysSharedWith(window);
            return;
        }

        // The first is only weighed when a second comes: a figure by itself needs no arithmetic.
        if (Count == 2)
            _weighted = _values * _days;
        _differ |= value != _values;
        var days = observation.Period.DaysSharedWith(window);
        _weighted += value * days;
        _days += days;
    }

    /// <summary>The actual of what was added so far.</summary>
    public readonly decimal? Result(out Reason? problem)
    {
        problem = Problem;
        if (Count == 0 || problem is not null)
            return null;
        if (IsMadeOfPairs)
            return ObservedNumber.OfCounts(indicator, _numerator, _denominator, out problem);
        // Equal figures have their own mean, to the last digit of a third.
        return indicator.AddsUp || !_differ ? _values : _weighted / _days;
    }

    private static Bound Join(Bound? left, Bound? right) => (left, right) switch
    {
        (null, { } one) => one,
        ({ } one, null) => one,
        _ => Calculation.Bound.About,
    };
}
