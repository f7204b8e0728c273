using IndicatorApi.Achievements;
using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Achievements;

/// <summary>The counts of one scorecard: of all, of each resolution, and by what targets say now where some were changed after a closing.</summary>
internal sealed class ScorecardCounts
{
    private readonly Dictionary<Guid, ScoreboardCounter> _byResolution = [];
    private ScoreboardCounter? _now;
    private int _changes;

    /// <summary>All rows.</summary>
    public ScoreboardCounter All { get; } = new();

    /// <summary>The counts by what targets say now; null where nothing was changed since.</summary>
    public AmendedScoreboard? Amended => _now is null ? null : new AmendedScoreboard(_changes, ScoreboardResponse.From(_now.ToScoreboard()));

    /// <summary>The rows of one resolution; null where it has none.</summary>
    public ScoreboardCounter? Of(Guid resolution) => _byResolution.GetValueOrDefault(resolution);

    /// <summary>Counts a row.</summary>
    public void Add(AchievementRow row)
    {
        var outcome = row.Outcome;
        if (outcome.Amendment is not null)
        {
            _changes++;
            _now ??= All.Copy();
        }
        outcome.CountInto(All);
        if (!_byResolution.TryGetValue(row.Facts.Resolution, out var own)) _byResolution[row.Facts.Resolution] = own = new ScoreboardCounter();
        outcome.CountInto(own);
        if (_now is not null) outcome.CountAmendedInto(_now);
    }
}
