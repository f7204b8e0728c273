using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What some units answer to a question: their targets with the facts that may count, wherever the units were read from.</summary>
/// <param name="question">The question.</param>
/// <param name="reference">Names and definitions.</param>
/// <param name="facts">The units, those below them included that a target asks about.</param>
internal sealed class AskedFacts(FactQuestion question, ReferenceData reference, Func<Guid, UnitFacts?> facts)
{
    private readonly HashSet<Guid>? _resolutions = question.Resolutions?.ToHashSet();
    private readonly Calendar _calendar = reference.Calendar;
    private readonly Inheritance _inheritance = new(question, reference, facts);

    /// <summary>The targets of a unit in order of resolution and position.</summary>
    public IEnumerable<TargetFacts> TargetsOf(UnitFacts unit)
    {
        if (!reference.Knows(unit.Unit)) yield break;
        var asked = _calendar.Days(unit.Unit, question.Asked);
        var targets = unit.TargetsFor(question.Indicator, _calendar);
        var changed = unit.ChangedIn(asked, _calendar);
        AssignedTargets? assigned = null;
        IEnumerable<StoredTarget> all = targets;
        if (_inheritance.Concerns(unit.Unit))
        {
            all = InOrder(targets.Concat(_inheritance.TargetsOf(unit.Unit)));
            changed = [.. changed, .. _inheritance.ChangesOf(unit.Unit, asked)];
        }
        if (changed.Length > 0) all = WithRemoved(all, changed);
        foreach (var target in all)
        {
            // What has no name here was removed, or had not come, at the moment of the names.
            if (!IsAsked(target, asked) || !reference.Knows(target.Unit, target.Indicator, target.Resolution)) continue;
            var change = Array.Find(changed, one => one.Target.Id == target.Id);
            var amends = change?.Change == ClosedChange.Amended;
            if (Lived(amends ? change!.Target : target, asked) is not { } stood || !AchievementCalculator.Concerns(stood.Definition, asked)) continue;
            if (_inheritance.IsPassedOn(stood, asked)) continue;
            var amended = amends ? Lived(target, asked) : null;
            if (stood.Definition.Rule is AsAssigned || amended?.Definition.Rule is AsAssigned)
            {
                assigned ??= new AssignedTargets(targets.Select(other => Then(other, changed)), reference);
                (stood, amended) = (assigned.Fill(stood, asked), amended is null ? null : assigned.Fill(amended, asked));
            }
            yield return FactsOf(unit, stood, amended, change?.Change, asked);
        }
    }

    /// <summary>How the targets of a unit stand, as far as they are counted.</summary>
    public TargetOutcome[] OutcomesOf(UnitFacts unit)
    {
        // What depends on nothing but the unit and the names is kept with the unit.
        var isKept = question is { Indicator: null, Resolutions: null, Lead: null, Group: null, AsOf: null, OriginalTargets: false }
            && unit is { AsksUnitsBelow: false, Closed.Length: 0 } && !_inheritance.Concerns(unit.Unit);
        if (isKept && unit.Outcomes?.Find(reference.Version, question.Asked) is { } known) return known;
        TargetOutcome[] outcomes = [.. TargetsOf(unit).Select(target => TargetOutcome.Of(
            target, target.Judge(reference, Detail.PaceWhileOpen), target.AsAmended?.Judge(reference, Detail.PaceWhileOpen)))];
        if (isKept) unit.Outcomes = new(reference.Version, question.Asked, outcomes, unit.Outcomes is { } before ? before with { Before = null } : null);
        return outcomes;
    }

    /// <summary>Values of wider units to compare with.</summary>
    public IEnumerable<BenchmarkValue> BenchmarksOf(UnitFacts unit) => unit.Benchmarks.Length == 0 ? [] : unit.Benchmarks
        .Where(benchmark => benchmark.Indicator == question.Indicator)
        .Select(benchmark => (Days: _calendar.Days(unit.Unit, benchmark.Period), benchmark.Scope, benchmark.Value))
        .OrderBy(row => row.Days.End).ThenBy(row => row.Days.Named.ToString(), StringComparer.Ordinal).ThenBy(row => row.Scope)
        .Select(row => new BenchmarkValue(row.Days.Named, row.Days.End, row.Scope, row.Value));

    /// <summary>Printed counts of the unit's whole scoreboard, up to the end of the period.</summary>
    public IEnumerable<ScoreboardClaim> ScoreboardsOf(UnitFacts unit) => question.Indicator is not null ? [] : unit.Scoreboards
        .Select(claim => claim with { Period = _calendar.Days(unit.Unit, claim.Period) })
        .Where(claim => claim.Period.IsTerm || claim.Period.End <= _calendar.Days(unit.Unit, question.Asked).End);

    private bool IsAsked(StoredTarget target, Period asked) =>
        (question.Indicator is not { } indicator || target.Indicator == indicator)
        && (_resolutions is null || _resolutions.Contains(target.Resolution))
        && (question.Group is not { } group || target.Group == group)
        && (question.Lead is not { } lead || target.Lead == lead)
        && (target.Definition.Scope.IsTerm || target.Definition.Scope.Overlaps(asked));

    private TargetFacts FactsOf(UnitFacts unit, StoredTarget target, StoredTarget? amended, ClosedChange? change, Period asked) =>
        new(target, asked, Figures(unit, target, asked), Claim(unit, target, asked),
            question.Weights ? Weight(unit, target, asked.End) : null)
        {
            Inherited = _inheritance.Concerns(target.Unit) ? _inheritance.GiversOf(target, asked) : [],
            NotInherited = _inheritance.Concerns(target.Unit) ? _inheritance.WithheldFrom(target, asked) : [],
            Change = change,
            Amended = amended,
            Expectation = unit.Expectations?.GetValueOrDefault(target.Id),
            Judgements = (target.Definition.Rule is Judged || amended?.Definition.Rule is Judged)
                ? unit.Judgements?.GetValueOrDefault(target.Id) ?? [] : [],
            Parts = Parts(target, asked),
            AmendedParts = amended is null ? [] : Parts(amended, asked),
        };

    // Almost no unit has anything of others: nothing is made for those that have not.
    private StoredFigures Figures(UnitFacts unit, StoredTarget target, Period asked) =>
        _inheritance.Concerns(target.Unit) && _inheritance.FiguresOf(target, asked) is { } figures ? StoredFigures.Of(figures)
            : new StoredFigures(unit, target.Indicator, target.Group, asked.End, _calendar);

    // What the level above had assigned when the period was closed.
    private static StoredTarget Then(StoredTarget target, ClosedTarget[] changed) =>
        Array.Find(changed, one => one.Target.Id == target.Id) is { Change: ClosedChange.Amended } then ? then.Target : target;

    // What was removed since the closing still stands in the closed answer, in its place.
    private static IEnumerable<StoredTarget> WithRemoved(IEnumerable<StoredTarget> targets, ClosedTarget[] changed) =>
        InOrder(targets.Concat(changed.Where(one => one.Change == ClosedChange.Removed).Select(one => one.Target)));

    private static IEnumerable<StoredTarget> InOrder(IEnumerable<StoredTarget> targets) =>
        targets.OrderBy(target => (target.Resolution, target.Position, target.Id));

    // Before it came and after it was dissolved a unit has no targets: it is neither counted nor missing.
    private StoredTarget? Lived(StoredTarget target, Period asked)
    {
        var unit = reference.Unit(target.Unit);
        if (_inheritance.Concerns(target.Unit)) return Lived(target, _inheritance.LifeOf(target, asked), asked);
        if (unit.ValidFrom is null && unit.ValidTo is null) return target;
        var scope = target.Definition.Scope;
        if (ReferenceData.Lived(unit, asked) is null || ReferenceData.Lived(unit, scope) is not { } life) return null;
        if (life == scope) return target;
        var days = new Period(unit.ValidFrom ?? DateOnly.MinValue, unit.ValidTo ?? DateOnly.MaxValue);
        return target with { Definition = target.Definition with { Life = days } };
    }

    // With what it has of others a unit lives as long as they did; a target that it has of them ends where its own begins.
    private static StoredTarget? Lived(StoredTarget target, Period life, Period asked)
    {
        var scope = target.Definition.Scope;
        if (target.Definition.Life is { } until)
        {
            if (!until.Overlaps(life)) return null;
            life = new Period(life.Start, until.End < life.End ? until.End : life.End);
        }
        if (!life.Overlaps(asked) || !life.Overlaps(scope)) return null;
        return target with { Definition = target.Definition with { Life = life.Contains(scope) ? null : life } };
    }

    private IReadOnlyList<PartFacts> Parts(StoredTarget target, Period asked) => target.Definition.Rule is not CombinedRule ? [] :
        [.. PartKey.Of(target, asked, reference).Select(part => new PartFacts(
            part.Code, part.Key, part.Target, part.Key.Indicator is { } indicator && facts(part.Key.Unit) is { } unit
                ? Figures(unit, target with { Unit = part.Key.Unit, Indicator = indicator, Group = part.Key.Group, Definition = part.Target }, asked)
                    .ToArray() : [],
            part.Key.Unit != target.Unit))];

    // Of what was published for the target's time up to the end of the period the latest.
    private PublishedClaim? Claim(UnitFacts unit, StoredTarget target, Period asked)
    {
        PublishedClaim? latest = null;
        foreach (var claim in unit.Claims)
        {
            if (claim.Indicator != target.Indicator || claim.Group != target.Group) continue;
            if (claim.Claim.Resolution is { } resolution && resolution != target.Resolution) continue;
            var end = _calendar.Days(unit.Unit, claim.Period).End;
            if (end > asked.End || end < target.Definition.Scope.Start || end <= latest?.PeriodEnd) continue;
            latest = end == claim.Claim.PeriodEnd ? claim.Claim : claim.Claim with { PeriodEnd = end };
        }
        return latest;
    }

    // The latest figure that had ended by the day, else the earliest after it. A weight changes slowly, and the first census of a term weights its
    // first months better than nothing does.
    private decimal? Weight(UnitFacts unit, StoredTarget target, DateOnly day)
    {
        if (reference.Indicator(target.Indicator).WeightIndicatorId is not { } indicator) return null;
        ((bool IsAfter, int Days) Distance, Period Period, decimal Value)? nearest = null;
        foreach (var figure in new StoredFigures(unit, indicator, "", DateOnly.MaxValue, _calendar).ToArray())
        {
            if (figure.Value is not { } value) continue;
            var end = figure.Period.End;
            var distance = (end > day, Math.Abs(end.DayNumber - day.DayNumber));
            var order = nearest is { } other ? distance.CompareTo(other.Distance) : -1;
            if (order == 0) order = string.CompareOrdinal(figure.Period.ToString(), nearest!.Value.Period.ToString());
            if (order < 0) nearest = (distance, figure.Period, value);
        }
        return nearest?.Value;
    }
}
