using System.Collections.Frozen;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>On which days a term begins and ends: the one place that knows.</summary>
/// <remarks>
/// Figures, targets, claims, benchmarks and closures keep the name of their period. What <c>2020-2025</c> means is what the resolutions say when
/// it is read, so that correcting a date needs no other row. The days that stand beside the name of a term in a table are never read.
/// </remarks>
public sealed class Calendar
{
    private readonly FrozenDictionary<(Guid Unit, Period Term), Period> _byUnit;
    private readonly FrozenDictionary<Guid, Period> _byResolution;
    private readonly FrozenDictionary<Guid, Period[]> _termsOf;

    /// <summary>Learns the terms of these resolutions.</summary>
    public Calendar(IReadOnlyCollection<Resolution> resolutions)
    {
        _byResolution = resolutions.ToFrozenDictionary(resolution => resolution.Id, TermOf);
        _byUnit = resolutions
            .Where(resolution => _byResolution[resolution.Id].IsTerm)
            .GroupBy(resolution => (resolution.OrganisationUnitId, _byResolution[resolution.Id].Named), resolution => _byResolution[resolution.Id])
            .ToFrozenDictionary(terms => terms.Key, terms => terms.Key.Named.WithDates(terms.Min(term => term.Start), terms.Max(term => term.End)));
        _termsOf = _byUnit.GroupBy(term => term.Key.Unit, term => term.Value).ToFrozenDictionary(terms => terms.Key, terms => terms.ToArray());
    }

    /// <summary>The terms whose days a unit's resolutions give.</summary>
    public IEnumerable<(Guid Unit, Period Days)> Terms => _byUnit.Select(term => (term.Key.Unit, term.Value));

    /// <summary>The terms whose days the unit's own resolutions give.</summary>
    public IEnumerable<Period> TermsOf(Guid unit) => _termsOf.GetValueOrDefault(unit) ?? [];

    /// <summary>A period as one unit means it: a term spans all of the unit's own resolutions for it, else the calendar's years.</summary>
    public Period Days(Guid unit, Period period) =>
        !period.IsTerm ? period : _byUnit.TryGetValue((unit, period.Named), out var days) ? days : period.Named;

    /// <summary>The period of a stored row as its unit means it.</summary>
    public Period Days(Guid unit, string period) => Days(unit, Period.Parse(period, null));

    /// <summary>The scope of a target: its resolution's own days when it is for the resolution's term, else the calendar's.</summary>
    public Period Scope(Guid resolution, Period period)
    {
        if (!period.IsTerm) return period;
        return _byResolution.TryGetValue(resolution, out var term) && term.Named == period.Named ? term : period.Named;
    }

    /// <summary>The scope of a stored target.</summary>
    public Period Scope(TargetTerms target) => Scope(target.ResolutionId, Period.Parse(target.Period, null));

    /// <summary>What a resolution is for: a term on its own days where the document gives them, a year or two days as they stand.</summary>
    public static Period TermOf(Resolution resolution)
    {
        var term = Period.Parse(resolution.Term, null);
        return !term.IsTerm ? term : term.WithDates(resolution.TermStart ?? term.Start, resolution.TermEnd ?? term.End);
    }
}
