using System.Text.Json.Serialization;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>Units in order.</summary>
public sealed record RankingResponse
{
    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string IndicatorName { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string Measure { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>Code of the unit that all are under.</summary>
    public required string? Under { get; init; }

    /// <summary>What they are ordered by.</summary>
    public required RankingBy By { get; init; }

    /// <summary>The levels whose units are ranked; units of different levels are never ranked together.</summary>
    public required IReadOnlyList<OrganisationUnitLevel> Levels { get; init; }

    /// <summary>Units of other levels that have such targets too; <c>level</c> asks for them.</summary>
    public required IReadOnlyList<OtherLevel> OtherLevels { get; init; }

    /// <summary>The units, the best first; ties in order of code.</summary>
    public required IReadOnlyList<RankedUnit> Items { get; init; }

    /// <summary>The units that cannot be ranked.</summary>
    public required IReadOnlyList<UnrankedUnit> Missing { get; init; }

    /// <summary>Puts rows of one level in order: of the level asked for, else of the lowest.</summary>
    public static RankingResponse From(
        List<AchievementRow> all, RankingBy by, OrganisationUnitLevel? level, AchievementReading reading, AchievementRequest asked)
    {
        var indicator = reading.Reference.Indicator(asked.Indicator!)!;
        var levels = new UnitLevels();
        var depths = all.ConvertAll(row => levels.Add(reading.Reference.Unit(row.Facts.Unit)));
        var answering = levels.Answering(level);
        var rows = all.Where((_, i) => depths[i] == answering).ToList();
        // A percent is better the higher it is, whatever the direction; an actual is better where the rule says.
        decimal? Merit(AchievementRow row) => by == RankingBy.Percent ? row.Percent : row.Direction == Direction.Down ? -row.Actual : row.Actual;
        var ranked = rows.Where(row => Merit(row) is not null).OrderByDescending(Merit).ThenBy(row => row.OrgUnit, StringComparer.Ordinal).ToList();
        List<RankedUnit> items = new(ranked.Count);
        for (var i = 0; i < ranked.Count; i++)
        {
            var rank = i > 0 && Merit(ranked[i]) == Merit(ranked[i - 1]) ? items[i - 1].Rank : i + 1;
            items.Add(RankedUnit.From(rank, ranked[i]));
        }
        return new RankingResponse
        {
            Indicator = indicator.Code,
            IndicatorName = indicator.Name,
            Measure = indicator.Measure,
            Period = reading.Asked,
            Under = asked.Under,
            By = by,
            Levels = levels.At(answering),
            OtherLevels = levels.Besides(answering),
            Items = items,
            Missing = [.. rows.Where(row => Merit(row) is null).OrderBy(row => row.OrgUnit, StringComparer.Ordinal)
                .Select(row => new UnrankedUnit(row.OrgUnit, row.OrgUnitName, row.Resolution, row.Verdict, row.Reason,
                    row.AmendedAfterClosing))],
        };
    }
}

/// <summary>What units are ordered by.</summary>
public enum RankingBy
{
    /// <summary>Percent of the resolution.</summary>
    [JsonStringEnumMemberName("percent")] Percent,
    /// <summary>The actual, in the direction that is better.</summary>
    [JsonStringEnumMemberName("actual")] Actual,
}

/// <summary>A unit with its rank.</summary>
public sealed record RankedUnit
{
    /// <summary>1 for the best; ties share it, and the next rank is skipped.</summary>
    public required int Rank { get; init; }

    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>Code of the resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>The number to reach.</summary>
    public required decimal? Target { get; init; }

    /// <summary>The actual.</summary>
    public required decimal? Actual { get; init; }

    /// <summary>Percent of the resolution.</summary>
    public required decimal? Percent { get; init; }

    /// <summary>How far beyond the target.</summary>
    public required decimal? Difference { get; init; }

    /// <summary>The judgement.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What became of its target after the period was closed; null where nothing did. The rank is as it was closed.</summary>
    public required AmendedAchievement? AmendedAfterClosing { get; init; }

    /// <summary>The ranked unit of a row.</summary>
    public static RankedUnit From(int rank, AchievementRow row) => new()
    {
        Rank = rank,
        OrgUnit = row.OrgUnit,
        OrgUnitName = row.OrgUnitName,
        Resolution = row.Resolution,
        Target = row.Target,
        Actual = row.Actual,
        Percent = row.Percent,
        Difference = row.Difference,
        Verdict = row.Verdict,
        AmendedAfterClosing = row.AmendedAfterClosing,
    };
}

/// <summary>A unit that cannot be ranked.</summary>
/// <param name="OrgUnit">Its code.</param>
/// <param name="OrgUnitName">Its name.</param>
/// <param name="Resolution">Code of the resolution.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="Reason">Why.</param>
/// <param name="AmendedAfterClosing">What became of its target after the period was closed; null where nothing did.</param>
public sealed record UnrankedUnit(
    string OrgUnit, string OrgUnitName, string Resolution, Verdict Verdict, Reason? Reason, AmendedAchievement? AmendedAfterClosing);
