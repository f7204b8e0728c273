using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>The counts of one scorecard: of all, of each resolution, and by what targets say now where some were changed after a closing.</summary>
internal sealed class ScorecardCounts
{
    private readonly Dictionary<Guid, ScoreboardCounter> _byResolution = [];
    private readonly ScoreboardCounter _now = new();
    private int _changes;

    /// <summary>All rows.</summary>
    public ScoreboardCounter All { get; } = new();

    /// <summary>The counts by what targets say now; null where nothing was changed since.</summary>
    public AmendedScoreboard? Amended => _changes == 0 ? null : new AmendedScoreboard(_changes, ScoreboardResponse.From(_now.ToScoreboard()));

    /// <summary>The rows of one resolution; null where it has none.</summary>
    public ScoreboardCounter? Of(Guid resolution) => _byResolution.GetValueOrDefault(resolution);

    /// <summary>Counts a row.</summary>
    public void Add(AchievementRow row)
    {
        row.CountInto(All);
        if (!_byResolution.TryGetValue(row.Facts.Resolution, out var own)) _byResolution[row.Facts.Resolution] = own = new ScoreboardCounter();
        row.CountInto(own);
        row.CountAmendedInto(_now);
        if (row.Facts.Change is not null) _changes++;
    }
}
