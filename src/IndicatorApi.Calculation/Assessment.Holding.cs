using System.Runtime.InteropServices;

namespace IndicatorApi.Calculation;

internal readonly ref partial struct Assessment
{
    /// <summary>
    /// A value that must hold all the time fails by one failed period. Verdict, failed periods and flags all come from the same periods, which the
    /// rule names; while a due year of a yearly target is missing, nothing that holds is judged.
    /// </summary>
    private (Judgement Judgement, IReadOnlyList<FailedPeriod> Failed, DateOnly? MetOn, bool MetThenLost) HeldThroughout(
        TargetRule rule, Holding holding, decimal actual, Judgement judgement, DateOnly? metOn, TimeCombining combining, ReadOnlySpan<Use> uses,
        YearOfTarget[] years, in ActualBuilder builder)
    {
        var isYearly = frame.Form == FrameForm.SeveralYears;
        // A part of a total says nothing about the whole, and a figure that may not be combined stands for itself.
        var isOneNumber = frame.Form != FrameForm.SeveralYears && ((indicator.AddsUp && combining == TimeCombining.Sum) || combining == TimeCombining.None);
        List<HeldPeriod> periods = [];
        if (holding == Holding.EveryFigure && !indicator.AddsUp && !isOneNumber)
            AddFigures(periods, rule, uses);
        else if (isYearly)
            AddYears(periods, years, holding);
        else if (frame.Form == FrameForm.Once && !isOneNumber)
            AddYears(periods, YearsOfTheScope(uses), holding);

        List<FailedPeriod> failed = [];
        DateOnly? held = null;
        var lost = false;
        foreach (var period in periods)
        {
            if (period.Verdict != Verdict.NotMet)
            {
                held ??= period.End;
                continue;
            }

            lost |= held < period.End;
            failed.Add(new(period.Period, period.Actual));
        }

        if (failed.Count > 0)
            judgement = judgement with { Verdict = Verdict.NotMet };
        else if (holding == Holding.AtEnd && periods.Count > 0)
            judgement = judgement with { Verdict = periods[^1].Verdict };
        else if (judgement.Verdict == Verdict.NotMet)
            (lost, failed) = (held < builder.End, [new(builder.Period!.Value, actual)]);
        else if (holding != Holding.AtEnd && isYearly && AnyDueYearIsMissing(years))
            judgement = judgement with { Verdict = Verdict.NoData, Reason = Reason.DueYearMissing };

        // Where one number is judged, that number tells when it was reached.
        if (periods.Count == 0)
            held = isOneNumber ? metOn : judgement.Verdict == Verdict.NotMet ? null : builder.End;
        return (judgement, failed, held, lost);
    }

    // A running year that is below fails nothing yet, and one that is above shows nothing yet, unless only the end is asked for.
    private static void AddYears(List<HeldPeriod> periods, ReadOnlySpan<YearOfTarget> years, Holding holding)
    {
        foreach (var year in years)
        {
            if (year.Row.Actual is { } actual && (year.Row.Due || holding == Holding.AtEnd))
                periods.Add(new(Period.Year(year.Row.Year), year.End, actual, year.Row.Verdict));
        }

        if (holding == Holding.AtEnd && periods.Count > 1)
            periods.RemoveRange(0, periods.Count - 1);
    }

    private void AddFigures(List<HeldPeriod> periods, TargetRule rule, ReadOnlySpan<Use> uses)
    {
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Outside && ObservedNumber.Of(indicator, _observations[i], out _) is { } value)
                periods.Add(new(_observations[i].Period, _observations[i].Period.End, value, rule.Judge(value, new(indicator, null)).Verdict));
        }

        periods.Sort(static (left, right) =>
        {
            var byEnd = left.End.CompareTo(right.End);
            var byPeriod = byEnd != 0 ? byEnd : left.Period.CompareTo(right.Period);
            return byPeriod != 0 ? byPeriod : left.Actual.CompareTo(right.Actual);
        });
    }

    /// <summary>The years of a target that is asked once, each by the figures of the window alone.</summary>
    private YearOfTarget[] YearsOfTheScope(ReadOnlySpan<Use> uses)
    {
        List<Observation> inWindow = new(uses.Length);
        for (var i = 0; i < uses.Length; i++)
        {
            if (uses[i] != Use.Outside)
                inWindow.Add(_observations[i]);
        }

        (var first, var last) = ScopeYears.Of(target.Scope);
        last = Math.Min(last, frame.Asked.End.Year);
        if (last < first)
            return [];
        var alone = new Assessment(indicator, target, CollectionsMarshal.AsSpan(inWindow), frame);
        var years = new YearOfTarget[last - first + 1];
        for (var i = 0; i < years.Length; i++)
            years[i] = alone.YearOf(first + i);
        return years;
    }

    private static bool AnyDueYearIsMissing(ReadOnlySpan<YearOfTarget> years)
    {
        foreach (var year in years)
        {
            if (year.Row is { Due: true, Verdict: Verdict.NoData })
                return true;
        }

        return false;
    }

    /// <summary>One period that must hold.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct HeldPeriod(Period Period, DateOnly End, decimal Actual, Verdict Verdict);
}
