namespace IndicatorApi.Calculation;

/// <summary>Which days are assessed, and what must have ended by then, for one target and one asked period.</summary>
/// <param name="Scope">What an observation must belong to.</param>
/// <param name="Window">The days whose facts count.</param>
/// <param name="Due">Whether the scope, or the year asked for, has ended.</param>
/// <param name="Form">How the target is asked.</param>
internal readonly record struct AssessmentFrame(Period Scope, Period Window, bool Due, FrameForm Form)
{
    /// <summary>The asked period.</summary>
    public Period Asked { get; private init; }

    /// <summary>How many years have elapsed, at least 1; more than 1 only for several years together.</summary>
    public int Years { get; private init; } = 1;

    /// <summary>The first year of an eachYear target that is asked for.</summary>
    public int FirstYear { get; private init; }

    /// <summary>The last year of an eachYear target that is asked for, elapsed or running.</summary>
    public int LastYear { get; private init; }

    /// <summary>The last day of the last elapsed year.</summary>
    public DateOnly ElapsedUntil { get; private init; }

    /// <summary>Whether the scope has ended, so that what straddles its end may count.</summary>
    public bool Closed { get; private init; }

    /// <summary>The days on which the unit exists; null where they are all.</summary>
    public Period? Life { get; init; }

    /// <summary>Whether a figure is overdue.</summary>
    public bool AnyDue => Due || (Form == FrameForm.SeveralYears && ElapsedUntil != default);

    public static AssessmentFrame Of(TargetDefinition target, Period asked) => Whole(target, asked).Within(target.Life);

    /// <summary>The same for a unit that exists on these days only: years in which it did not are none of its own.</summary>
    public AssessmentFrame Within(Period? life)
    {
        if (life is not { } days)
            return this;
        if (Form != FrameForm.SeveralYears)
            return this with { Life = life };
        var first = Math.Max(FirstYear, days.Start.Year);
        var last = Math.Min(LastYear, days.End.Year);
        if (last < first)
            return this with { Life = life, Form = FrameForm.OtherYear };
        var elapsed = Math.Min(ElapsedUntil.Year, last);
        return this with
        {
            Life = life,
            FirstYear = first,
            LastYear = last,
            Years = Math.Max(1, elapsed - first + 1),
            ElapsedUntil = ElapsedUntil != default && elapsed >= first ? new DateOnly(elapsed, 12, 31) : default,
        };
    }

    /// <summary>The days of a period on which the unit exists; all of them where that is not limited.</summary>
    public Period Lived(Period period) =>
        Life is { } life && life.Overlaps(period) && !life.Contains(period)
            ? new(Later(period.Start, life.Start), Earlier(period.End, life.End))
            : period;

    private static AssessmentFrame Whole(TargetDefinition target, Period asked)
    {
        if (!target.Scope.Overlaps(asked))
            return new(target.Scope, target.Scope, Due: asked.Start > target.Scope.End, FrameForm.Outside) { Asked = asked };
        if (target.Recurrence == Recurrence.Once)
            return Once(target.Scope, asked);
        if (target.Recurrence == Recurrence.PerYearAverage)
            return PerYearAverage(target.Scope, asked);
        return asked.Start.Year == asked.End.Year ? OneYear(target.Scope, asked) : SeveralYears(target.Scope, asked);
    }

    /// <summary>A period by itself, over.</summary>
    public static AssessmentFrame OfPeriod(Period period) => new(period, period, Due: true, FrameForm.Once) { Asked = period, Closed = true };

    /// <summary>One year of the scope by itself, as far as the asked period goes.</summary>
    public static AssessmentFrame ForYear(Period scope, int year, Period asked)
    {
        var whole = Period.Year(year);
        return new(whole, new(whole.Start, Earlier(asked.End, whole.End)), asked.End >= EndOfYear(scope, year), FrameForm.OneYear)
        {
            Asked = asked,
            FirstYear = year,
            LastYear = year,
            Closed = asked.End >= whole.End,
        };
    }

    /// <summary>All years of the scope until the end of the asked period.</summary>
    public static AssessmentFrame ToDate(Period scope, Period asked) =>
        SeveralYears(scope, new(scope.Start, Later(asked.End, scope.Start))) with { Asked = asked };

    /// <summary>Whether an observation of something that adds up or is averaged belongs to the window.</summary>
    public bool Holds(Period period)
    {
        if (period.End > Window.End && !Closed)
            return false;
        if (period.LiesMostlyIn(Scope))
            return true;
        return Form == FrameForm.SeveralYears && IsWholeElapsedYears(period);
    }

    /// <summary>Whether a level that stood at the end of a period belongs to the window.</summary>
    public bool HoldsEndOf(Period period) => Window.Contains(period.End);

    private static AssessmentFrame Once(Period scope, Period asked) =>
        new(scope, new(scope.Start, Earlier(asked.End, scope.End)), asked.End >= scope.End, FrameForm.Once)
        {
            Asked = asked,
            Closed = asked.End >= scope.End,
        };

    // The average of one year is that year.
    private static AssessmentFrame PerYearAverage(Period scope, Period asked)
    {
        (var first, var last) = ScopeYears.Of(scope);
        if (first == last)
            return Once(scope, asked);
        return asked.Start.Year == asked.End.Year ? OneYear(scope, asked) : ToDate(scope, asked);
    }

    private static AssessmentFrame OneYear(Period scope, Period asked)
    {
        var year = asked.Start.Year;
        var frame = ForYear(scope, year, asked);
        return ScopeYears.Holds(scope, year) ? frame : frame with { Form = FrameForm.OtherYear };
    }

    private static AssessmentFrame SeveralYears(Period scope, Period asked)
    {
        (var first, var last) = ScopeYears.Of(scope);
        first = Math.Max(first, asked.Start.Year);
        last = Math.Min(last, asked.End.Year);
        Period window = new(Later(asked.Start, scope.Start), Earlier(asked.End, scope.End));
        var due = asked.End >= scope.End;
        if (last < first)
            return new(window, window, due, FrameForm.OtherYear) { Asked = asked };
        var elapsed = last;
        while (elapsed >= first && EndOfYear(scope, elapsed) > asked.End)
            elapsed--;
        return new(window, window, due, FrameForm.SeveralYears)
        {
            Asked = asked,
            Years = Math.Max(1, elapsed - first + 1),
            FirstYear = first,
            LastYear = last,
            ElapsedUntil = elapsed >= first ? new DateOnly(elapsed, 12, 31) : default,
            Closed = due,
        };
    }

    private bool IsWholeElapsedYears(Period period) =>
        period.Start is { Month: 1, Day: 1 } && period.End is { Month: 12, Day: 31 }
        && period.Start.Year >= FirstYear && period.End <= ElapsedUntil;

    // The year in which the scope ends is over when the scope is.
    private static DateOnly EndOfYear(Period scope, int year) => Earlier(new DateOnly(year, 12, 31), scope.End);

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;
}
