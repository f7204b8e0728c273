using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>Many units together.</summary>
public sealed record SummaryResponse
{
    /// <summary>Code of the unit that all are under; null for all units.</summary>
    public required string? Under { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>What a row stands for.</summary>
    public required SummaryBy By { get; init; }

    /// <summary>The levels whose units are counted; units of different levels are never counted together.</summary>
    public required IReadOnlyList<OrganisationUnitLevel> Levels { get; init; }

    /// <summary>Units of other levels that have targets too; <c>level</c> asks for them.</summary>
    public required IReadOnlyList<OtherLevel> OtherLevels { get; init; }

    /// <summary>The counts over all.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The same by what targets say now; null unless some were changed after the period was closed.</summary>
    public required AmendedScoreboard? AmendedAfterClosing { get; init; }

    /// <summary>The rows: indicators and groups in order of code, units in order of code.</summary>
    public required IReadOnlyList<SummaryRow> Items { get; init; }
}

/// <summary>What a row of a summary stands for.</summary>
public enum SummaryBy
{
    /// <summary>One indicator over all units.</summary>
    [JsonStringEnumMemberName("indicator")] Indicator,
    /// <summary>One unit with all under it.</summary>
    [JsonStringEnumMemberName("orgUnit")] OrgUnit,
    /// <summary>One heading of indicators.</summary>
    [JsonStringEnumMemberName("group")] Group,
}

/// <summary>One row of a summary.</summary>
public sealed record SummaryRow
{
    /// <summary>Code of the unit; null unless rows are units.</summary>
    public required string? OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string? OrgUnitName { get; init; }

    /// <summary>Code of the indicator; null unless rows are indicators.</summary>
    public required string? Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string? IndicatorName { get; init; }

    /// <summary>The unit of its figures.</summary>
    public required string? Measure { get; init; }

    /// <summary>Code of the heading; null where indicators have none.</summary>
    public required string? Group { get; init; }

    /// <summary>The counts over the row.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The aggregate; null unless rows are indicators.</summary>
    public required RollUpResponse? RollUp { get; init; }

    /// <summary>The same by what targets say now; null unless some were changed after the period was closed.</summary>
    public required AmendedScoreboard? AmendedAfterClosing { get; init; }
}

/// <summary>A unit by code and name.</summary>
/// <param name="OrgUnit">Its code.</param>
/// <param name="OrgUnitName">Its name.</param>
public sealed record UnitName(string OrgUnit, string OrgUnitName);
