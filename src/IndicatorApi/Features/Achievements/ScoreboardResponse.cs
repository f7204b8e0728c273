using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>How many targets are exceeded, met, not met and without data; never one number for all.</summary>
public sealed record ScoreboardResponse
{
    /// <summary>Better than asked (vượt).</summary>
    public required int Exceeded { get; init; }

    /// <summary>Exactly as asked, or inside the band (đạt).</summary>
    public required int Met { get; init; }

    /// <summary>Worse than asked, and the time is over (chưa đạt).</summary>
    public required int NotMet { get; init; }

    /// <summary>Not met yet and still with time, by pace.</summary>
    public required OpenTargets Open { get; init; }

    /// <summary>What persons expect of those that still have time, met or not; beside the pace, never in its place.</summary>
    public required ExpectedTargets Expected { get; init; }

    /// <summary>Without a verdict (chưa có số liệu).</summary>
    public required int NoData { get; init; }

    /// <summary>Not applicable to this unit; in no other count.</summary>
    public required int NotAssessable { get; init; }

    /// <summary>Met or better: the first number of "15/18 chỉ tiêu đạt và vượt".</summary>
    public required int MetOrExceeded { get; init; }

    /// <summary>All that apply: the second number.</summary>
    public required int Applicable { get; init; }

    /// <summary>Whether every target that applies is met or better.</summary>
    public required bool AllMet { get; init; }

    /// <summary>Share of those that apply which is exceeded, 0 to 1.</summary>
    public required decimal? ShareExceeded { get; init; }

    /// <summary>Weighted mean of the capped percents; null below 80 % coverage.</summary>
    public required decimal? MeanPercent { get; init; }

    /// <summary>Share of the weight that has a percent, 0 to 1.</summary>
    public required decimal? Coverage { get; init; }

    /// <summary>The answer for a scoreboard.</summary>
    public static ScoreboardResponse From(Scoreboard board) => new()
    {
        Exceeded = board.Exceeded,
        Met = board.Met,
        NotMet = board.NotMet,
        Open = board.Open,
        Expected = board.Expected,
        NoData = board.NoData,
        NotAssessable = board.NotAssessable,
        MetOrExceeded = board.MetOrExceeded,
        Applicable = board.Applicable,
        AllMet = board.AllMet,
        ShareExceeded = board.ShareExceeded is { } share ? AchievementRow.Wire(share) : null,
        MeanPercent = board.MeanPercent is { } mean ? AchievementRow.Wire(mean) : null,
        Coverage = board.Coverage is { } coverage ? AchievementRow.Wire(coverage) : null,
    };
}
