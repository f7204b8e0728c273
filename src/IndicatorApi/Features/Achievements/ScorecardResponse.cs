using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>A unit's scorecard.</summary>
public sealed record ScorecardResponse
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>The period asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>The counts.</summary>
    public required ScoreboardResponse Scoreboard { get; init; }

    /// <summary>The counts by what targets say now; null unless some were changed after the period was closed.</summary>
    public required AmendedScoreboard? AmendedAfterClosing { get; init; }

    /// <summary>Counts of the whole scoreboard that reports published for exactly this period, beside ours.</summary>
    public required IReadOnlyList<ScoreboardClaimResponse> Claims { get; init; }

    /// <summary>The rows, in the order of the resolutions.</summary>
    public required IReadOnlyList<AchievementRow> Items { get; init; }
}
