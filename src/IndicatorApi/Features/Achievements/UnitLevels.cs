using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>Which units of an answer stand beside one another: those of one level, so that a district never counts beside its own wards.</summary>
/// <remarks>A ward, a commune, a township and a special zone are of one level, whatever they are called.</remarks>
public sealed class UnitLevels
{
    private readonly SortedDictionary<OrganisationUnitLevel, Found> _found = [];

    /// <summary>How far below the country a level is; alike for levels that stand beside one another.</summary>
    public static int Depth(OrganisationUnitLevel level) => level switch
    {
        OrganisationUnitLevel.Country => 0,
        OrganisationUnitLevel.Province => 1,
        OrganisationUnitLevel.District => 2,
        OrganisationUnitLevel.Ward or OrganisationUnitLevel.Commune or OrganisationUnitLevel.Township or OrganisationUnitLevel.SpecialZone => 3,
        OrganisationUnitLevel.Neighbourhood => 4,
        _ => 5,
    };

    /// <summary>Notes a target of a unit; returns how far below the country it is.</summary>
    public int Add(OrganisationUnit unit)
    {
        if (!_found.TryGetValue(unit.Level, out var found)) _found[unit.Level] = found = new Found();
        found.Units.Add(unit.Id);
        found.Targets++;
        return Depth(unit.Level);
    }

    /// <summary>The depth that answers: that of the level asked for, else the lowest that was noted.</summary>
    public int Answering(OrganisationUnitLevel? asked) => asked is { } level ? Depth(level) : _found.Count == 0 ? 0 : _found.Keys.Max(Depth);

    /// <summary>The levels of a depth that were noted.</summary>
    public IReadOnlyList<OrganisationUnitLevel> At(int depth) => [.. _found.Keys.Where(level => Depth(level) == depth)];

    /// <summary>Those of every other depth, with their counts.</summary>
    public IReadOnlyList<OtherLevel> Besides(int depth) =>
        [.. _found.Where(found => Depth(found.Key) != depth).Select(found => new OtherLevel(found.Key, found.Value.Units.Count, found.Value.Targets))];

    private sealed class Found
    {
        public HashSet<Guid> Units { get; } = [];

        public int Targets { get; set; }
    }
}

/// <summary>Units of another level, which are not in the answer; <c>level</c> asks for them.</summary>
/// <param name="Level">Their level.</param>
/// <param name="Units">How many units there are.</param>
/// <param name="Targets">How many targets they have.</param>
public sealed record OtherLevel(OrganisationUnitLevel Level, int Units, int Targets);
