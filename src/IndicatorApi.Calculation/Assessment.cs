namespace IndicatorApi.Calculation;

/// <summary>One calculation on its way from the observations to the answer.</summary>
internal readonly ref partial struct Assessment(
    IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, AssessmentFrame frame, Detail detail = Detail.None)
{
    private const int StackLimit = 256;
    private readonly ReadOnlySpan<Observation> _observations = observations;

    public Achievement Answer()
    {
        var uses = _observations.Length <= StackLimit ? stackalloc Use[_observations.Length] : new Use[_observations.Length];
        var checkpoint = CheckpointAtEnd();
        var rule = checkpoint is null ? target.Rule : target.Rule.AtCheckpoint(checkpoint.Value)!;
        var due = frame.Due || checkpoint is not null;
        var start = StartingPoint.Of(indicator, target, _observations, frame);

        var combining = Choose(rule.Combining(indicator, start.Value is not null), frame, uses);
        var builder = Build(combining, frame, uses, out var problem, out var actual);
        var context = ContextFor(start, frame.Years, builder.Count > 0 ? builder.End : null);
        if (builder.Count == 0)
            problem = combining == TimeCombining.None && uses.Contains(Use.Fits) ? Reason.NotCombinable
                : due || frame.AnyDue ? Reason.ActualMissing : Reason.NotDue;

        var judgement = actual is { } value
            ? IsIncomplete(rule, start, frame, builder, uses) ? Incomplete : rule.Judge(value, context)
            : Judgement.WithoutPercent(rule.Unanswerable ?? problem!.Value, Verdict.NoData);
        if (IsOneOfAveragedYears && actual is not null)
            judgement = Judgement.WithoutPercent(Reason.JudgedOverYears, Verdict.NoData);
        var years = frame.Form == FrameForm.SeveralYears ? Years() : [];
        var metOn = actual is null || IsOneOfAveragedYears || !Shows(Detail.MetOn) ? null
            : FirstMet(rule, combining, start, uses, builder, judgement.Verdict);
        var metThenLost = metOn < builder.End && judgement.Verdict == Verdict.NotMet;
        IReadOnlyList<FailedPeriod> failed = [];
        if (rule.Held is { } holding && actual is { } held)
            (judgement, failed, metOn, metThenLost) = HeldThroughout(rule, holding, held, judgement, metOn, combining, uses, years, builder);

        var bounds = rule.Effective(context);
        var percent = judgement.Percent;
        (var used, var leftOut) = Shows(Detail.Sources) ? Lists(uses, builder.Count) : ([], []);
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
            Coverage = !Shows(Detail.Coverage) ? null : TimeCoverage.Of(indicator, combining, frame, _observations, uses),
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
            Stretch = rule.JudgeStretch(judgement.Reason == Reason.PeriodIncomplete ? null : actual, context),
            Remaining = target.Recurrence == Recurrence.PerYearAverage ? Remaining() : null,
            Pace = IsOneOfAveragedYears || !ShowsPace(due, judgement) ? null : PaceCalculator.Of(
                target, frame, start.On, context, actual, JudgementOfTheWhole(checkpoint, judgement, actual, context)),
            Provisional = builder.Provisional,
            MetOn = metOn,
            MetThenLost = metThenLost,
            FailedPeriods = failed,
            Years = Rows(years),
            Used = used,
            LeftOut = leftOut,
        };
    }

    private bool Shows(Detail one) => (detail & one) != 0;

    // A count of targets by pace is of those that are not met yet and still have time.
    private bool ShowsPace(bool due, in Judgement judgement) =>
        Shows(Detail.Pace) || (Shows(Detail.PaceWhileOpen) && !due && (judgement.Verdict == Verdict.NotMet || judgement.Reason == Reason.PeriodIncomplete));

    /// <summary>Only the actual of one year, where the observations used leave none of its days out.</summary>
    public static decimal? ActualOfYear(
        IndicatorDefinition indicator, TargetDefinition target, ReadOnlySpan<Observation> observations, Period year)
    {
        var frame = AssessmentFrame.ForYear(year, year.Start.Year, year).Within(target.Life);
        var whole = frame.Lived(year);
        var assessment = new Assessment(indicator, target, observations, frame);
        var uses = observations.Length <= StackLimit ? stackalloc Use[observations.Length] : new Use[observations.Length];
        var combining = assessment.Choose(indicator.OverTime, frame, uses);
        assessment.Build(combining, frame, uses, out _, out var actual);
        return TimeCoverage.DaysUsed(whole, observations, uses) >= whole.Days ? actual : null;
    }

    /// <summary>One year of an average over several has a figure and no verdict of its own.</summary>
    private bool IsOneOfAveragedYears => frame.Form == FrameForm.OneYear && target.Recurrence == Recurrence.PerYearAverage;

    /// <summary>What is left of the number for all years together, by the figures from the start of the scope to the end of the asked period.</summary>
    private decimal? Remaining()
    {
        var toDate = AssessmentFrame.ToDate(target.Scope, frame.Asked).Within(target.Life);
        var start = StartingPoint.Of(indicator, target, _observations, toDate);
        var uses = _observations.Length <= StackLimit ? stackalloc Use[_observations.Length] : new Use[_observations.Length];
        var assessment = new Assessment(indicator, target, _observations, toDate);
        var combining = assessment.Choose(target.Rule.Combining(indicator, start.Value is not null), toDate, uses);
        var builder = assessment.Build(combining, toDate, uses, out _, out var actual);
        (var first, var last) = ScopeYears.Of(target.Scope);
        if (actual is not { } value
            || assessment.IsIncomplete(target.Rule, start, toDate, builder, uses)
            || target.Rule.Judge(value, ContextFor(start, last - first + 1, builder.End)).Difference is not { } difference)
            return null;
        return Math.Max(0, target.Rule is ThresholdRule { Direction: Direction.Down } ? difference : -difference);
    }

    private static Judgement Incomplete => Judgement.WithoutPercent(Reason.PeriodIncomplete, Verdict.NoData);

    /// <summary>Whether a part of a total would be compared with a whole.</summary>
    private bool IsIncomplete(TargetRule rule, in StartingPoint start, in AssessmentFrame within, in ActualBuilder builder, ReadOnlySpan<Use> uses)
    {
        if (!indicator.AddsUp || !rule.CountsFromBaseline(start.Value is not null))
            return false;
        // Growth is counted by whole years, however many the window has.
        var whole = rule is AverageGrowth ? Period.Year(builder.End.Year)
            : within.Form == FrameForm.Once ? within.Scope
            : new(new DateOnly(within.FirstYear, 1, 1), new DateOnly(within.LastYear, 12, 31));
        whole = within.Lived(whole);
        return TimeCoverage.DaysUsed(whole, _observations, uses) < whole.Days;
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
        var own = target.Recurrence != Recurrence.Once ? PeriodKind.Year : target.Scope.Kind;
        return TimeCombination.Choose(indicator, combining, own, within, _observations, uses);
    }

    private ActualBuilder Build(
        TimeCombining combining, in AssessmentFrame within, ReadOnlySpan<Use> uses, out Reason? problem, out decimal? actual)
    {
        var builder = new ActualBuilder(indicator, combining, AllPairs(uses), within.Lived(within.Window));
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                builder.Add(_observations[i]);
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
            if (uses[i] == Use.Used && !ObservedNumber.IsPair(_observations[i]))
                return false;
        }

        return true;
    }

    private RuleContext ContextFor(in StartingPoint start, int years, DateOnly? end) => new(
        indicator, start.Value, years, end is { } day ? day.DayNumber - start.Day.DayNumber : 0);

    private YearOfTarget[] Years()
    {
        var years = new YearOfTarget[frame.LastYear - frame.FirstYear + 1];
        for (var i = 0; i < years.Length; i++)
            years[i] = YearOf(frame.FirstYear + i);
        return years;
    }

    private YearOfTarget YearOf(int year)
    {
        var uses = _observations.Length <= StackLimit ? stackalloc Use[_observations.Length] : new Use[_observations.Length];
        var one = AssessmentFrame.ForYear(target.Scope, year, frame.Asked).Within(target.Life);
        var start = StartingPoint.Of(indicator, target, _observations, one);
        var combining = Choose(target.Rule.Combining(indicator, start.Value is not null), one, uses);
        var builder = Build(combining, one, uses, out _, out var actual);
        var judgement = actual is not { } value ? Judgement.WithoutPercent(one.Due ? Reason.ActualMissing : Reason.NotDue, Verdict.NoData)
            : target.Recurrence == Recurrence.PerYearAverage ? Judgement.WithoutPercent(Reason.JudgedOverYears, Verdict.NoData)
            : IsIncomplete(target.Rule, start, one, builder, uses) ? Incomplete
            : target.Rule.Judge(value, ContextFor(start, 1, builder.End));
        return new(new(year, one.Due, actual, judgement.Percent, judgement.Verdict, judgement.Reason), actual is null ? one.Window.End : builder.End);
    }

    private static YearAchievement[] Rows(YearOfTarget[] years)
    {
        if (years.Length == 0)
            return [];
        var rows = new YearAchievement[years.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = years[i].Row;
        return rows;
    }

    /// <summary>The end of the first observation on which the target was met: of a level by itself, of a total or a mean to date.</summary>
    private DateOnly? FirstMet(
        TargetRule rule, TimeCombining combining, in StartingPoint start, ReadOnlySpan<Use> uses, in ActualBuilder whole, Verdict verdict)
    {
        // What is compared by wholes is met when the whole is there.
        if (uses.Length == 1 || (whole.Count == 1 && combining != TimeCombining.Last) || (indicator.AddsUp && rule.CountsFromBaseline(start.Value is not null)))
            return verdict is Verdict.Met or Verdict.Exceeded ? whole.End : null;
        try
        {
            return combining == TimeCombining.Last ? FirstLevelMet(rule, start, uses) : FirstTotalMet(rule, combining, start, uses, whole.Count);
        }
        catch (OverflowException)
        {
            // What a growth would have been after a few days may be too large; the answer itself is not.
            return null;
        }
    }

    private DateOnly? FirstLevelMet(TargetRule rule, in StartingPoint start, ReadOnlySpan<Use> uses)
    {
        DateOnly? first = null;
        for (var i = 0; i < uses.Length; i++)
        {
            var end = _observations[i].Period.End;
            if (uses[i] == Use.Outside || first <= end)
                continue;
            if (ObservedNumber.Of(indicator, _observations[i], out _) is { } value
                && rule.Judge(value, ContextFor(start, frame.Years, end)).Verdict is Verdict.Met or Verdict.Exceeded)
                first = end;
        }

        return first;
    }

    private DateOnly? FirstTotalMet(TargetRule rule, TimeCombining combining, in StartingPoint start, ReadOnlySpan<Use> uses, int count)
    {
        var order = count <= StackLimit ? stackalloc int[count] : new int[count];
        var starts = count <= StackLimit ? stackalloc int[count] : new int[count];
        var next = 0;
        var sorted = true;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Used)
                continue;
            starts[next] = _observations[i].Period.Start.DayNumber;
            sorted &= next == 0 || starts[next - 1] < starts[next];
            order[next++] = i;
        }

        if (!sorted)
            starts.Sort(order);
        var running = new ActualBuilder(indicator, combining, AllPairs(uses), frame.Lived(frame.Window));
        foreach (var i in order)
        {
            running.Add(_observations[i]);
            if (running.Result(out _) is { } value
                && rule.Judge(value, ContextFor(start, frame.Years, running.End)).Verdict is Verdict.Met or Verdict.Exceeded)
                return running.End;
        }

        return null;
    }

    private (IReadOnlyList<Observation> Used, IReadOnlyList<LeftOut> LeftOut) Lists(ReadOnlySpan<Use> uses, int count)
    {
        var used = new Observation[count];
        var leftOut = new LeftOut[uses.Length - count];
        var u = 0;
        var l = 0;
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] == Use.Used)
                used[u++] = _observations[i];
            else
                leftOut[l++] = new(_observations[i], WhyLeftOut(uses[i]));
        }

        return (used, leftOut);
    }

    private static LeftOutReason WhyLeftOut(Use use) => use switch
    {
        Use.Superseded => LeftOutReason.Superseded,
        Use.Covered => LeftOutReason.CoveredByLonger,
        Use.CoveredTogether => LeftOutReason.CoveredByOthers,
        Use.YearIncomplete => LeftOutReason.YearIncomplete,
        _ => LeftOutReason.OutsideWindow,
    };
}
