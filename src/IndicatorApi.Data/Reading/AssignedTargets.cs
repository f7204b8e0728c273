using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>What the level above has set for the same unit, indicator, sub-group and time, for targets that ask for that.</summary>
/// <param name="targets">Targets of the unit; those of resolutions that the level above issued are assigned ones.</param>
/// <param name="reference">Names and definitions.</param>
internal sealed class AssignedTargets(IEnumerable<StoredTarget> targets, ReferenceData reference)
{
    private readonly ILookup<FactKey, StoredTarget> _byKey = targets
        .Where(target => reference.Knows(target.Unit, target.Indicator, target.Resolution) && target.Definition.Applicable
            && reference.Resolution(target.Resolution).Issuer == ResolutionIssuer.LevelAbove).ToLookup(target => target.Key);

    /// <summary>The target with what is assigned for the asked time; unchanged where it does not ask for that, or nothing is assigned yet.</summary>
    /// <remarks>
    /// It is a target for the same days, else one of each year that holds the year asked for. Of several the resolution that the rule names by its
    /// code goes first, then the one adopted last: an assignment replaces the one before it.
    /// </remarks>
    public StoredTarget Fill(StoredTarget target, Period asked)
    {
        if (target.Definition.Rule is not AsAssigned rule) return target;
        var time = Time(target.Definition, asked);
        var found = _byKey[target.Key]
            .Where(other => other.Id != target.Id && IsFor(other.Definition, target.Definition.Recurrence, time))
            .OrderByDescending(other => reference.Resolution(other.Resolution).Code == rule.Issuer)
            .ThenByDescending(other => other.Definition.Scope.HasSameDaysAs(time))
            .ThenByDescending(other => reference.Resolution(other.Resolution).AdoptedOn)
            .ThenBy(other => other.Position).ThenBy(other => other.Id)
            .FirstOrDefault();
        if (found is null) return target;
        var version = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{reference.Resolution(found.Resolution).Code}/{found.Version}");
        return target with
        {
            Definition = target.Definition with
            {
                Assigned = new AssignedTarget(found.Definition.Rule, version),
                Baseline = target.Definition.Baseline ?? found.Definition.Baseline,
            },
        };
    }

    // A target of each year asks for one of its years; any other for all of its time.
    private static Period Time(TargetDefinition target, Period asked) =>
        target.Recurrence == Recurrence.EachYear && asked.Start.Year == asked.End.Year ? Period.Year(asked.Start.Year) : target.Scope;

    private static bool IsFor(TargetDefinition assigned, Recurrence recurrence, Period time) => assigned.Scope.HasSameDaysAs(time)
        ? assigned.Recurrence == Recurrence.Once || assigned.Recurrence == recurrence || IsOneYear(time)
        : assigned.Recurrence == Recurrence.EachYear && IsOneYear(time) && time.LiesMostlyIn(assigned.Scope);

    private static bool IsOneYear(Period time) => time.HasSameDaysAs(Period.Year(time.Start.Year));
}
