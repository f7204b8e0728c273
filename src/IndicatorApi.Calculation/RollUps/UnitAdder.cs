namespace IndicatorApi.Calculation;

/// <summary>Adds units up into <see cref="UnitTotals"/>.</summary>
internal sealed class UnitAdder(UnitCombining combining, UnitFigures first)
{
    private int _units;
    private int _unitsWithFigure;
    private decimal? _weight = 0;
    private decimal? _weightWithFigure = 0;
    private decimal _shares;
    private decimal _actual;
    private decimal? _target = 0;
    private decimal? _upper = 0;
    private decimal? _stretch = 0;
    private decimal? _baseline = 0;
    private bool _due = true;
    private bool _anyIncomplete;

    /// <summary>Adds one unit.</summary>
    /// <returns>Why it cannot be added; null when it was.</returns>
    public RollUpRefusal? Add(UnitFigures unit)
    {
        if (!IsAskedAlike(first.Rule, unit.Rule))
            return RollUpRefusal.MixedRules;
        _units++;
        _due &= unit.Due;
        _anyIncomplete |= unit.IsIncomplete;
        _weight += unit.Weight;
        if (unit.Actual is not { } actual)
            return null;
        if (combining == UnitCombining.WeightedAverage && unit.Weight is null)
            return RollUpRefusal.WeightMissing;
        if (combining == UnitCombining.RatioOfSums && unit is not { Numerator: not null, Denominator: not null })
            return RollUpRefusal.CountsMissing;
        var share = combining switch
        {
            UnitCombining.RatioOfSums => unit.Denominator!.Value,
            UnitCombining.WeightedAverage => unit.Weight!.Value,
            _ => 1,
        };
        _unitsWithFigure++;
        _weightWithFigure += unit.Weight;
        _shares += share;
        _actual += combining == UnitCombining.RatioOfSums ? unit.Numerator!.Value : share * actual;
        _target += share * unit.Target;
        _upper += share * unit.TargetUpper;
        _stretch += share * unit.Stretch;
        _baseline += share * unit.Baseline;
        return null;
    }

    public UnitTotals Totals() => new()
    {
        Rule = first.Rule,
        Units = _units,
        UnitsWithFigure = _unitsWithFigure,
        Weight = _weight,
        WeightWithFigure = _weightWithFigure,
        Shares = _shares,
        Actual = _actual,
        Target = _target,
        TargetUpper = _upper,
        Stretch = _stretch,
        Baseline = _baseline,
        AnyIncomplete = _anyIncomplete,
        Due = _due,
    };

    // A different number is another target of the same kind; another method or another reading of equality is another question.
    private static bool IsAskedAlike(TargetRule left, TargetRule right) =>
        left.GetType() == right.GetType() && left.Method == right.Method
        && ((left, right) is not (NumericRule one, NumericRule other)
            || (one.StrictMeansNotMet == other.StrictMeansNotMet && one.IsBand == other.IsBand && one.Stretch is null == other.Stretch is null));
}
