namespace IndicatorApi.Calculation;

/// <summary>The line from the start of the scope to the number to reach, and how far along it the window is.</summary>
internal readonly struct PaceLine
{
    private readonly IReadOnlyList<Checkpoint> _checkpoints;
    private readonly DateOnly _origin;
    private readonly DateOnly _now;
    private readonly DateOnly _scopeEnd;

    private PaceLine(TargetDefinition target, in AssessmentFrame frame, DateOnly? baselineOn, in RuleContext context, PaceShape shape)
    {
        var bounds = target.Rule.Effective(context);
        _now = frame.Window.End;
        _scopeEnd = frame.Scope.End;
        _origin = baselineOn is { } day && frame.Scope.Contains(day) ? day : frame.Scope.Start.AddDays(-1);
        _checkpoints = frame.Form == FrameForm.Once ? target.Checkpoints : [];
        Start = shape is PaceShape.Path ? context.Baseline : shape is PaceShape.Total or PaceShape.Ceiling ? 0 : null;
        End = bounds.Target;
        IsBand = bounds.Upper is not null;
        All = _scopeEnd.DayNumber - _origin.DayNumber;
        Passed = Math.Clamp(_now.DayNumber - _origin.DayNumber, 0, Math.Max(0, All));
        // A way that has no length, or leads against what is asked, is only a level to hold.
        Shape = shape is PaceShape.Path or PaceShape.Total && !LeadsTheRightWay(target.Rule.Direction) ? PaceShape.Hold : shape;
        Model = (HasCheckpoints, Shape, target.PathModel) switch
        {
            (true, PaceShape.Path or PaceShape.Total or PaceShape.OpenLevel, _) => PaceCalculator.Checkpoints,
            (_, PaceShape.Path, PathModel.Cagr) when Start > 0 && End > 0 => PaceCalculator.Cagr,
            _ => PaceCalculator.Linear,
        };
    }

    /// <summary>Where the line begins; null for a level whose start is not known.</summary>
    public decimal? Start { get; }

    /// <summary>Where it leads.</summary>
    public decimal? End { get; }

    public bool IsBand { get; }

    /// <summary>All days of the line.</summary>
    public int All { get; }

    /// <summary>The days that have passed, from none to all.</summary>
    public int Passed { get; }

    public PaceShape Shape { get; }

    public string Model { get; }

    public decimal Elapsed => All > 0 ? (decimal)Passed / All : 1;

    private bool HasCheckpoints
    {
        get
        {
            foreach (var checkpoint in _checkpoints)
            {
                if (IsOnTheWay(checkpoint))
                    return true;
            }

            return false;
        }
    }

    public static PaceLine Of(
        TargetDefinition target, in AssessmentFrame frame, DateOnly? baselineOn, in RuleContext context, PaceShape shape) =>
        new(target, frame, baselineOn, context, shape);

    /// <summary>What would be expected by now.</summary>
    public decimal? Expected()
    {
        if (Shape == PaceShape.Hold)
            return End;
        if (Model == PaceCalculator.Checkpoints)
            return OnTheCheckpoints();
        if (Start is not { } start || End is not { } end)
            return null;
        if (All <= 0)
            return end;
        return Model == PaceCalculator.Cagr
            ? Passed == All ? end : start * DecimalMath.Power(end / start, Elapsed)
            : start + ((end - start) * Passed / All);
    }

    /// <summary>Where the line leads when it goes on as it has until now.</summary>
    public decimal? ProjectedEnd(decimal actual, decimal? index)
    {
        if (Start is not { } start || Passed <= 0 || Shape is not (PaceShape.Path or PaceShape.Total or PaceShape.Ceiling))
            return null;
        return Model switch
        {
            PaceCalculator.Cagr => actual > 0 ? start * DecimalMath.Power(actual / start, (decimal)All / Passed) : null,
            PaceCalculator.Checkpoints => start + (index * (End - start)),
            _ => start + ((actual - start) * All / Passed),
        };
    }

    private bool LeadsTheRightWay(Direction direction) =>
        direction == Direction.Down ? End < Start : End > Start;

    private bool IsOnTheWay(Checkpoint checkpoint) => checkpoint.On > _origin && checkpoint.On < _scopeEnd;

    private decimal? OnTheCheckpoints()
    {
        (DateOnly On, decimal Value)? before = Start is { } start ? (_origin, start) : null;
        foreach (var checkpoint in _checkpoints)
        {
            if (!IsOnTheWay(checkpoint))
                continue;
            if (checkpoint.On >= _now)
                return Between(before, (checkpoint.On, checkpoint.Value));
            before = (checkpoint.On, checkpoint.Value);
        }

        return End is { } end ? Between(before, (_scopeEnd, end)) : null;
    }

    private decimal? Between((DateOnly On, decimal Value)? before, (DateOnly On, decimal Value) after)
    {
        if (_now >= after.On)
            return after.Value;
        if (before is not { } from)
            return null;
        var way = after.On.DayNumber - from.On.DayNumber;
        var gone = Math.Max(0, _now.DayNumber - from.On.DayNumber);
        return from.Value + ((after.Value - from.Value) * gone / way);
    }
}
