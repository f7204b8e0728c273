using System.Security.Cryptography;
using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>Of one family of units, one indicator and sub-group: who passes its targets and figures on, and which targets others have of it.</summary>
internal sealed class InheritedTargets
{
    private readonly Guid _indicator;
    private readonly string _group;
    private readonly ReferenceData _reference;
    private readonly Func<Guid, IEnumerable<StoredTarget>> _targets;
    private readonly Func<Guid, Guid, string, Observation[]> _stored;
    private readonly HashSet<Guid> _passing;
    private readonly Dictionary<Guid, List<StoredTarget>> _composed = [];
    private readonly HashSet<Guid> _refusing = [];

    public InheritedTargets(
        Guid[] kin, Guid indicator, string group, ReferenceData reference, Func<Guid, IEnumerable<StoredTarget>> targets,
        Func<Guid, Guid, string, Observation[]> stored)
    {
        (_indicator, _group, _reference, _targets, _stored) = (indicator, group, reference, targets, stored);
        _passing = [.. kin.Where(MayPass)];
        // Who cannot pass to one successor passes to none; whoever is left is asked again without it.
        while (true)
        {
            _composed.Clear();
            _refusing.Clear();
            foreach (var unit in kin) Compose(unit);
            if (_refusing.Count == 0) return;
            _passing.ExceptWith(_refusing.SelectMany(Into).Select(part => part.Predecessor).ToList());
        }
    }

    /// <summary>Whether all that a unit has goes on to those who took its place.</summary>
    public bool Passes(Guid unit) => _passing.Contains(unit);

    /// <summary>The targets that a unit has of others.</summary>
    public IReadOnlyList<StoredTarget> Composed(Guid unit) => _composed.TryGetValue(unit, out var known) ? known : [];

    /// <summary>Whether a unit has a target to tell a result under.</summary>
    public bool Tells(Guid unit) => Composed(unit).Count > 0 || Own(unit).Count > 0;

    private IEnumerable<Passing> Into(Guid unit) => _reference.Lineage.Into(unit).Where(part => _passing.Contains(part.Predecessor));

    // What is the same thing under another name passes whatever it is. A sum and counts can be parted, a level cannot.
    private bool MayPass(Guid unit)
    {
        var parts = _reference.Lineage.OutOf(unit);
        if (parts.Count == 0 || parts.Any(part => part.Share is null)) return false;
        if (parts is [{ Share: 1 } one] && _reference.Lineage.Into(one.Successor).Count == 1) return true;
        return _reference.Definition(_indicator).OverUnits switch
        {
            UnitCombining.Sum or UnitCombining.RatioOfSums => true,
            UnitCombining.WeightedAverage => parts is [{ Share: 1 }] && _reference.Indicator(_indicator).WeightIndicatorId is not null,
            _ => false,
        };
    }

    private List<StoredTarget> Compose(Guid unit)
    {
        if (_composed.TryGetValue(unit, out var known)) return known;
        List<StoredTarget> found = [];
        var all = Own(unit);
        var given = Into(unit).SelectMany(part => Own(part.Predecessor).Concat(Compose(part.Predecessor))
            .GroupBy(KeyOf).SelectMany(alike => alike.Select((target, place) => (Key: (alike.Key, place), Part: part, Target: target))))
            .GroupBy(one => one.Key);
        foreach (var alike in given)
        {
            var first = alike.First().Target;
            var scope = first.Definition.Scope;
            var own = all.FindAll(target => _reference.Resolution(target.Resolution).Issuer == _reference.Resolution(first.Resolution).Issuer);
            if (own.Exists(target => target.Definition.Scope.Start <= scope.Start && target.Definition.Scope.End >= scope.End)) continue;
            var parts = alike.Select(one => new WeighedTarget(one.Target.Definition with { Life = null }, one.Part.Share!.Value, Weight(one.Target))).ToList();
            if (TargetCombination.Combine(_reference.Definition(_indicator), parts) is not { } combined)
            {
                _refusing.Add(unit);
                continue;
            }
            // It ends where the successor's own begins.
            var until = own.Where(target => target.Definition.Scope.Start > scope.Start).Select(target => (DateOnly?)target.Definition.Scope.Start).Min();
            found.Add(first with
            {
                Id = IdOf(unit, alike.Min(one => one.Target.Id)),
                Unit = unit,
                Version = alike.Sum(one => one.Target.Version),
                Weight = alike.Select(one => one.Target.Weight).Distinct().Count() == 1 ? first.Weight : null,
                Definition = combined with { Life = until is { } day ? new Period(DateOnly.MinValue, day.AddDays(-1)) : null },
                Kept = null,
            });
        }
        return _composed[unit] = found;
    }

    private List<StoredTarget> Own(Guid unit) => [.. _targets(unit).Where(target => target.Indicator == _indicator && target.Group == _group
        && _reference.Knows(target.Unit, target.Indicator, target.Resolution))];

    private (string, Recurrence, ResolutionIssuer, bool) KeyOf(StoredTarget target) =>
        (target.Period, target.Definition.Recurrence, _reference.Resolution(target.Resolution).Issuer, target.Definition.Applicable);

    private decimal? Weight(StoredTarget target) => _reference.Definition(_indicator).OverUnits switch
    {
        UnitCombining.RatioOfSums => _stored(target.Unit, _indicator, _group).LastOrDefault(figure => figure.Denominator is not null).Denominator,
        UnitCombining.WeightedAverage when _reference.Indicator(_indicator).WeightIndicatorId is { } weight =>
            _stored(target.Unit, weight, "").LastOrDefault(figure => figure.Value is not null).Value,
        _ => null,
    };

    /// <summary>The identity of a target that a unit has of another one's: the same whenever it is asked for.</summary>
    public static Guid IdOf(Guid unit, Guid target)
    {
        Span<byte> both = stackalloc byte[32];
        unit.TryWriteBytes(both, bigEndian: true, out _);
        target.TryWriteBytes(both[16..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(both, hash);
        // Version 8: an id of one's own making.
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0F) | 0x80), (byte)((hash[8] & 0x3F) | 0x80));
        return new Guid(hash[..16], bigEndian: true);
    }
}
