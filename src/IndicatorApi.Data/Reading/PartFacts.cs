using IndicatorApi.Calculation;

namespace IndicatorApi.Data;

/// <summary>One of the answers that a target is made of, with the facts that may count for it.</summary>
/// <param name="Code">The member's indicator, or the unit or sub-group.</param>
/// <param name="Key">Where its figures are; its indicator is null where nobody knows the member's.</param>
/// <param name="Target">What is asked of it.</param>
/// <param name="Observations">Its figures.</param>
/// <param name="IsUnit">Whether it is one of several units.</param>
public sealed record PartFacts(string Code, PartKey Key, TargetDefinition Target, IReadOnlyList<Observation> Observations, bool IsUnit)
{
    /// <summary>What it is called: the member's indicator, the unit, else the code of the sub-group.</summary>
    /// <param name="reference">Names and definitions.</param>
    public string NameIn(ReferenceData reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Key.Indicator is not { } indicator || Code == Key.Group) return Code;
        var name = IsUnit ? reference.Unit(Key.Unit).Name : reference.Indicator(indicator).Name;
        return IsUnit || Key.Group.Length == 0 ? name : $"{name} ({Key.Group})";
    }

    /// <summary>Its own answer.</summary>
    internal AchievementPart Judge(Period asked, Guid line, ReferenceData reference) =>
        new(Code, AchievementCalculator.Calculate(reference.Definition(Key.Indicator ?? line), Target, Observations, asked));
}

/// <summary>Where the figures of a part are.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator; null where there is none of the member's code any more.</param>
/// <param name="Group">The sub-group; empty for the whole.</param>
public readonly record struct PartKey(Guid Unit, Guid? Indicator, string Group)
{
    /// <summary>The parts of a target that is made of several, in the order in which they are combined.</summary>
    internal static IEnumerable<(string Code, PartKey Key, TargetDefinition Target)> Of(StoredTarget target, Period asked, ReferenceData reference)
    {
        var line = target.Definition;
        return line.Rule switch
        {
            Composite composite => composite.Members.Select(member => (
                member.Group is { } group ? $"{member.Indicator}/{group}" : member.Indicator,
                new PartKey(target.Unit, reference.Indicator(member.Indicator)?.Id, member.Group ?? ""),
                CombinedRule.PartOf(line, member.Rule, member.Baseline))),
            EveryUnit { Groups: { } groups } rule => groups.Select(group => (
                group, new PartKey(target.Unit, target.Indicator, group), CombinedRule.PartOf(line, rule.Rule))),
            EveryUnit { Level: { } level } rule => UnitsBelow(target.Unit, level, asked, reference).Select(unit => (
                unit.Code, new PartKey(unit.Id, target.Indicator, target.Group), OfLife(CombinedRule.PartOf(line, rule.Rule), unit))),
            _ => [],
        };
    }

    // Who stood under it at the end of the period, and existed in it.
    private static IEnumerable<OrganisationUnit> UnitsBelow(Guid unit, string level, Period asked, ReferenceData reference) => reference
        .Under(reference.Unit(unit), asked.End)
        .Where(below => below.Id != unit && WireNames<OrganisationUnitLevel>.Of(below.Level) == level && ReferenceData.Lived(below, asked) is not null)
        .OrderBy(below => below.Code, StringComparer.Ordinal);

    private static TargetDefinition OfLife(TargetDefinition part, OrganisationUnit unit) => unit.ValidFrom is null && unit.ValidTo is null
        ? part with { Life = null }
        : part with { Life = new Period(unit.ValidFrom ?? DateOnly.MinValue, unit.ValidTo ?? DateOnly.MaxValue) };
}
