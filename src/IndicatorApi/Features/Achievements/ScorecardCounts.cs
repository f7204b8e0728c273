using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>The counts of one scorecard: of all, of each resolution, and by what targets say now where some were changed after a closing.</summary>
internal sealed class ScorecardCounts
{
    private readonly Dictionary<Guid, ScoreboardCounter> _byResolution = [];
    private readonly OutcomeCounts _all = new();

    /// <summary>All rows.</summary>
    public ScoreboardCounter All => _all.Closed;

    /// <summary>The counts by what targets say now; null where nothing was changed since.</summary>
    public AmendedScoreboard? Amended => _all.Amended();

    /// <summary>The rows of one resolution; null where it has none.</summary>
    public ScoreboardCounter? Of(Guid resolution) => _byResolution.GetValueOrDefault(resolution);

    /// <summary>Counts a row.</summary>
    public void Add(AchievementRow row)
    {
        var outcome = row.Outcome;
        _all.Add(outcome);
        if (!_byResolution.TryGetValue(row.Facts.Resolution, out var own)) _byResolution[row.Facts.Resolution] = own = new ScoreboardCounter();
        outcome.CountInto(own);
    }
}
