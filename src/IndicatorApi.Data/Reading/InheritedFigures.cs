using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Combines figures of several units, period by period, in the way in which the indicator combines units.</summary>
/// <param name="indicator">The indicator.</param>
/// <param name="target">The target that they are combined for: of a state the last one of its time counts.</param>
internal sealed class InheritedFigures(IndicatorDefinition indicator, TargetDefinition target)
{
    private bool IsState => indicator.OverTime != TimeCombining.Sum;

    /// <summary>The figures of all of them together.</summary>
    public IEnumerable<Observation> Combine(IReadOnlyList<Giver> givers)
    {
        if (givers is [{ Share: 1 } one]) return one.Figures;
        return IsState ? States(givers) : Flows(givers);
    }

    private IEnumerable<Observation> States(IReadOnlyList<Giver> givers)
    {
        foreach (var period in Periods(givers))
        {
            if (Joined(period, givers.Select(giver => (giver, StateAt(giver, period)))) is { } joined) yield return joined;
        }
    }

    // Who reports in other periods than the others is added up over the time that all of their periods make together.
    private IEnumerable<Observation> Flows(IReadOnlyList<Giver> givers)
    {
        foreach (var together in Overlapping([.. Periods(givers)]))
        {
            var alike = givers.Where(giver => giver.Figures.Any(figure => together.Any(period => period.HasSameDaysAs(figure.Period))))
                .All(giver => together.TrueForAll(period => giver.Figures.Any(figure => figure.Period.HasSameDaysAs(period))));
            var spans = alike ? together : [new Period(together.Min(period => period.Start), together.Max(period => period.End))];
            foreach (var span in spans)
            {
                if (Joined(span, givers.Select(giver => (giver, alike ? Exactly(giver, span) : Total(giver, span)))) is { } joined) yield return joined;
            }
        }
    }

    private static IEnumerable<Period> Periods(IReadOnlyList<Giver> givers) => givers.SelectMany(giver => giver.Figures)
        .Select(figure => figure.Period).DistinctBy(period => (period.Start, period.End)).OrderBy(period => (period.Start, period.End));

    private static IEnumerable<List<Period>> Overlapping(List<Period> periods)
    {
        List<Period> together = [];
        var end = DateOnly.MinValue;
        foreach (var period in periods)
        {
            if (together.Count > 0 && period.Start > end)
            {
                yield return together;
                together = [];
            }
            together.Add(period);
            if (together.Count == 1 || period.End > end) end = period.End;
        }
        if (together.Count > 0) yield return together;
    }

    private static Observation? Exactly(Giver giver, Period period)
    {
        foreach (var figure in giver.Figures)
            if (figure.Period.HasSameDaysAs(period)) return figure;
        return null;
    }

    // The last state in the time of the target up to then, while the unit was there.
    private Observation? StateAt(Giver giver, Period period)
    {
        if (giver.Unit.ValidTo < period.Start) return null;
        var from = target.Recurrence == Recurrence.EachYear ? new DateOnly(period.End.Year, 1, 1) : target.Scope.Start;
        var last = Exactly(giver, period);
        if (last is not null) return last;
        foreach (var figure in giver.Figures)
            if (figure.Period.End <= period.End && figure.Period.End >= from && !(last?.Period.End > figure.Period.End)) last = figure;
        return last;
    }

    private Observation? Total(Giver giver, Period span)
    {
        var whole = new TargetDefinition { Scope = span, Rule = new AtLeast { Value = 1 } };
        var answer = AchievementCalculator.Calculate(indicator, whole, giver.Figures, span);
        if (answer.Actual is null) return null;
        var isPair = answer is { Numerator: not null, Denominator: not null };
        return new Observation
        {
            Period = span,
            Value = isPair ? null : answer.Actual,
            Numerator = isPair ? answer.Numerator : null,
            Denominator = isPair ? answer.Denominator : null,
            Bound = answer.ActualBound,
            Provisional = answer.Provisional,
        };
    }

    // Where one of them has no figure the others stand for it so far: what they make is not final.
    private Observation? Joined(Period period, IEnumerable<(Giver Giver, Observation? Figure)> parts)
    {
        decimal? value = 0, numerator = 0, denominator = 0, weights = 0;
        var (count, isMissing, isProvisional) = (0, false, false);
        Bound? bound = null;
        var (revision, recorded) = (Guid.Empty, 0L);
        foreach (var (giver, found) in parts)
        {
            if (found is not { } figure)
            {
                isMissing |= !(giver.Unit.ValidTo < period.Start) && !(giver.Unit.ValidFrom > period.End);
                continue;
            }
            var times = indicator.OverUnits == UnitCombining.WeightedAverage ? WeightOf(giver, period.End) : giver.Share;
            value += figure.Value * times;
            numerator += figure.Numerator * giver.Share;
            denominator += figure.Denominator * giver.Share;
            weights += times;
            bound = count == 0 || bound == figure.Bound ? figure.Bound : Bound.About;
            isProvisional |= figure.Provisional;
            // What is made of one figure whole is that figure; what is made of several is none that is stored.
            (revision, recorded) = count == 0 && giver.Share == 1 ? (figure.Revision, figure.Recorded) : default;
            count++;
        }
        var isPair = indicator.OverUnits == UnitCombining.RatioOfSums;
        if (indicator.OverUnits == UnitCombining.WeightedAverage) value = weights > 0 ? value / weights : null;
        if (count == 0 || (isPair ? numerator is null || denominator is null : value is null)) return null;
        return new Observation
        {
            Period = period,
            Value = isPair ? null : value,
            Numerator = isPair ? numerator : null,
            Denominator = isPair ? denominator : null,
            Bound = bound,
            Provisional = isProvisional || isMissing,
            Revision = revision,
            Recorded = recorded,
        };
    }

    private static decimal? WeightOf(Giver giver, DateOnly day) => giver.Weights.Where(figure => figure.Value is not null)
        .OrderBy(figure => figure.Period.End > day).ThenBy(figure => Math.Abs(figure.Period.End.DayNumber - day.DayNumber))
        .Select(figure => figure.Value).FirstOrDefault();
}
