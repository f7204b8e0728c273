using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>A line of the ranking as a file: the units in order, then those that cannot be ranked, without a rank.</summary>
public sealed record RankingLine(
    int? Rank, string OrgUnit, string OrgUnitName, string Resolution, decimal? Target, decimal? Actual, decimal? Percent, decimal? Difference, Verdict Verdict,
    Reason? Reason, AmendedAchievement? AmendedAfterClosing)
{
    /// <summary>The line of a unit with a rank.</summary>
    public static RankingLine From(RankedUnit unit) =>
        new(unit.Rank, unit.OrgUnit, unit.OrgUnitName, unit.Resolution, unit.Target, unit.Actual, unit.Percent, unit.Difference, unit.Verdict, null,
            unit.AmendedAfterClosing);

    /// <summary>The line of a unit without one.</summary>
    public static RankingLine From(UnrankedUnit unit) => new(
        null, unit.OrgUnit, unit.OrgUnitName, unit.Resolution, null, null, null, null, unit.Verdict, unit.Reason, unit.AmendedAfterClosing);
}
