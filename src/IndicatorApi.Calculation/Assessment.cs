namespace IndicatorApi.Calculation;

/// <summary>One calculation on its way from the observations to the answer.</summary>
internal readonly ref struct Assessment(
    IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, AssessmentFrame frame)
{
    private const int StackLimit = 256;

    public Achievement Answer()
    {
        var uses = observations.Count <= StackLimit ? stackalloc Use[observations.Count] : new Use[observations.Count];
        var checkpoint = CheckpointAtEnd();
        var rule = checkpoint is null ? target.Rule : target.Rule.AtCheckpoint(checkpoint.Value)!;
        var due = frame.Due || checkpoint is not null;
        var start = StartingPoint.Of(indicator, target, observations, frame);

        var combining = Choose(rule.Combining(indicator, start.Value is not null), frame, uses);
        var builder = Build(combining, uses, out var problem, out var actual);
        var context = ContextFor(start, frame.Years, builder.Count > 0 ? builder.End : null);
        if (builder.Count == 0)
            problem = combining == TimeCombining.None && uses.Contains(Use.Fits) ? Reason.NotCombinable
                : due || frame.AnyDue ? Reason.ActualMissing : Reason.NotDue;

        var judgement = actual is { } value
            ? rule.Judge(value, context)
            : Judgement.WithoutPercent(rule.Unanswerable ?? problem!.Value, Verdict.NoData);
        var years = frame.Form == FrameForm.SeveralYears ? Years(uses.Length) : [];
        if (rule.HoldsThroughout && actual is not null)
            judgement = HeldThroughout(rule, judgement, context, combining, uses, years);

        var metOn = actual is null ? null : FirstMet(rule, combining, start, uses, builder, judgement.Verdict);
        var bounds = rule.Effective(context);
        var percent = judgement.Percent;
        (var used, var leftOut) = Lists(uses, builder.Count);
        return new()
        {
            Window = frame.Window,
            Due = due,
            Target = bounds.Target,
            TargetUpper = bounds.Upper,
            Actual = actual,
            ActualLevel = actual is null ? null : builder.Level,
            Numerator = builder.Numerator,
            Denominator = builder.Denominator,
            ActualBound = builder.Bound,
            ActualPeriod = builder.Period,
            Coverage = TimeCoverage.Of(indicator, combining, frame, observations, uses),
            Percent = percent,
            PercentCapped = percent is { } exact ? Percent.Cap(exact) : null,
            Difference = judgement.Difference,
            DifferencePercent = percent - 100,
            Direction = rule.Direction,
            Verdict = judgement.Verdict,
            Method = rule.Method,
            FormulaId = rule.FormulaId(context),
            BaselineUsed = context.Baseline,
            BaselineOn = start.On,
            YearsCounted = frame.Years,
            CheckpointOn = checkpoint?.On,
            Reason = judgement.Reason,
            Pace = PaceCalculator.Of(target, frame, start.On, context, actual, JudgementOfTheWhole(checkpoint, judgement, actual, context)),
            Provisional = builder.Provisional,
            MetOn = metOn,
            MetThenLost = metOn < builder.End && judgement.Verdict == Verdict.NotMet,
            Years = years,
            Used = used,
            LeftOut = leftOut,
        };
    }

    /// <summary>Only the actual of one year, where the observations used leave none of its days out.</summary>
    public static decimal? ActualOfYear(
        IndicatorDefinition indicator, TargetDefinition target, IReadOnlyList<Observation> observations, Period year)
    {
        var frame = AssessmentFrame.ForYear(year, year.Start.Year, year);
        var assessment = new Assessment(indicator, target, observations, frame);
        var uses = observations.Count <= StackLimit ? stackalloc Use[observations.Count] : new Use[observations.Count];
        var combining = assessment.Choose(indicator.OverTime, frame, uses);
        var days = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                days += observations[i].Period.DaysSharedWith(year);
        }

        assessment.Build(combining, uses, out _, out var actual);
        return days >= year.Days ? actual : null;
    }

    /// <summary>Pace is about the whole target, also where a checkpoint is the target of the answer.</summary>
    private Judgement JudgementOfTheWhole(Checkpoint? checkpoint, in Judgement judgement, decimal? actual, in RuleContext context) =>
        checkpoint is not null && actual is { } value ? target.Rule.Judge(value, context) : judgement;

    private Checkpoint? CheckpointAtEnd()
    {
        if (frame.Form != FrameForm.Once || frame.Due)
            return null;
        foreach (var checkpoint in target.Checkpoints)
        {
            if (checkpoint.On == frame.Asked.End && target.Rule.AtCheckpoint(checkpoint.Value) is not null)
                return checkpoint;
        }

        return null;
    }

    private TimeCombining Choose(TimeCombining combining, in AssessmentFrame within, Span<Use> uses)
    {
        var own = target.Recurrence == Recurrence.EachYear ? PeriodKind.Year : target.Scope.Kind;
        return TimeCombination.Choose(indicator, combining, own, within, observations, uses);
    }

    private ActualBuilder Build(TimeCombining combining, ReadOnlySpan<Use> uses, out Reason? problem, out decimal? actual)
    {
        var builder = new ActualBuilder(indicator, combining, AllPairs(uses));
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                builder.Add(observations[i]);
        }

        actual = builder.Result(out problem);
        return builder;
    }

    private bool AllPairs(ReadOnlySpan<Use> uses)
    {
        if (indicator.ValueType != IndicatorValueType.Ratio)
            return false;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used && !ObservedNumber.IsPair(observations[i]))
                return false;
        }

        return true;
    }

    private RuleContext ContextFor(in StartingPoint start, int years, DateOnly? end) => new(
        indicator, start.Value, years, end is { } day ? day.DayNumber - start.Day.DayNumber : 0);

    private YearAchievement[] Years(int count)
    {
        var uses = count <= StackLimit ? stackalloc Use[count] : new Use[count];
        var years = new YearAchievement[frame.LastYear - frame.FirstYear + 1];
        for (var i = 0; i < years.Length; i++)
        {
            var year = frame.FirstYear + i;
            var one = AssessmentFrame.ForYear(target.Scope, year, frame.Asked);
            var start = StartingPoint.Of(indicator, target, observations, one);
            var combining = Choose(target.Rule.Combining(indicator, start.Value is not null), one, uses);
            var builder = Build(combining, uses, out _, out var actual);
            var judgement = actual is { } value
                ? target.Rule.Judge(value, ContextFor(start, 1, builder.End))
                : Judgement.WithoutPercent(Reason.ActualMissing, Verdict.NoData);
            years[i] = new(year, one.Due, actual, judgement.Percent, judgement.Verdict);
        }

        return years;
    }

    /// <summary>A value that must hold all the time fails by one failed period, and is not judged while a due year is missing.</summary>
    private Judgement HeldThroughout(
        TargetRule rule, Judgement judgement, in RuleContext context, TimeCombining combining, ReadOnlySpan<Use> uses,
        YearAchievement[] years)
    {
        if (frame.Form == FrameForm.Once)
            return EveryObservationHolds(rule, context, combining, uses) ? judgement : judgement with { Verdict = Verdict.NotMet };
        var missing = false;
        foreach (var year in years)
        {
            if (year is { Due: true, Verdict: Verdict.NotMet })
                return judgement with { Verdict = Verdict.NotMet };
            missing |= year is { Due: true, Verdict: Verdict.NoData };
        }

        return missing && judgement.Verdict != Verdict.NotMet
            ? judgement with { Verdict = Verdict.NoData, Reason = Reason.DueYearMissing }
            : judgement;
    }

    private bool EveryObservationHolds(TargetRule rule, in RuleContext context, TimeCombining combining, ReadOnlySpan<Use> uses)
    {
        // A part of a total says nothing about the whole.
        if (context.AddsUp && combining == TimeCombining.Sum)
            return true;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Outside && ObservedNumber.Of(indicator, observations[i], out _) is { } value
                && rule.Judge(value, context).Verdict == Verdict.NotMet)
                return false;
        }

        return true;
    }

    /// <summary>The end of the first observation on which the target was met: of a level by itself, of a total or a mean to date.</summary>
    private DateOnly? FirstMet(
        TargetRule rule, TimeCombining combining, in StartingPoint start, ReadOnlySpan<Use> uses, in ActualBuilder whole, Verdict verdict)
    {
        if (uses.Length == 1 || (whole.Count == 1 && combining != TimeCombining.Last))
            return verdict is Verdict.Met or Verdict.Exceeded ? whole.End : null;
        return combining == TimeCombining.Last ? FirstLevelMet(rule, start, uses) : FirstTotalMet(rule, combining, start, uses, whole.Count);
    }

    private DateOnly? FirstLevelMet(TargetRule rule, in StartingPoint start, ReadOnlySpan<Use> uses)
    {
        DateOnly? first = null;
        for (var i = 0; i < uses.Length; i++)
        {
            var end = observations[i].Period.End;
            if (uses[i] == Use.Outside || first <= end)
                continue;
            if (ObservedNumber.Of(indicator, observations[i], out _) is { } value
                && rule.Judge(value, ContextFor(start, frame.Years, end)).Verdict is Verdict.Met or Verdict.Exceeded)
                first = end;
        }

        return first;
    }

    private DateOnly? FirstTotalMet(TargetRule rule, TimeCombining combining, in StartingPoint start, ReadOnlySpan<Use> uses, int count)
    {
        var order = count <= StackLimit ? stackalloc int[count] : new int[count];
        var next = 0;
        var sorted = true;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Used)
                continue;
            sorted &= next == 0 || observations[order[next - 1]].Period.Start < observations[i].Period.Start;
            order[next++] = i;
        }

        if (!sorted)
            order.Sort(new ByStart(observations));
        var running = new ActualBuilder(indicator, combining, AllPairs(uses));
        foreach (var i in order)
        {
            running.Add(observations[i]);
            if (running.Result(out _) is { } value
                && rule.Judge(value, ContextFor(start, frame.Years, running.End)).Verdict is Verdict.Met or Verdict.Exceeded)
                return running.End;
        }

        return null;
    }

    private (IReadOnlyList<Observation> Used, IReadOnlyList<LeftOut> LeftOut) Lists(ReadOnlySpan<Use> uses, int count)
    {
        // The common case hands the caller's own list back instead of a copy.
        if (count == uses.Length)
            return (observations, []);
        var used = new Observation[count];
        var leftOut = new LeftOut[uses.Length - count];
        var u = 0;
        var l = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                used[u++] = observations[i];
            else
                leftOut[l++] = new(observations[i], WhyLeftOut(uses[i]));
        }

        return (used, leftOut);
    }

    private static LeftOutReason WhyLeftOut(Use use) => use switch
    {
        Use.Superseded => LeftOutReason.Superseded,
        Use.Covered => LeftOutReason.CoveredByLonger,
        _ => LeftOutReason.OutsideWindow,
    };

    private readonly struct ByStart(IReadOnlyList<Observation> observations) : IComparer<int>
    {
        public int Compare(int x, int y) => observations[x].Period.CompareTo(observations[y].Period);
    }
}
