using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Achievements;

/// <summary>Counts targets as they stood when their period was closed, and by what they say now where some were changed since.</summary>
internal sealed class OutcomeCounts
{
    // As long as nothing was changed both are the same.
    private ScoreboardCounter? _now;
    private int _changes;

    /// <summary>As they stood when the period was closed; as they stand where it is open.</summary>
    public ScoreboardCounter Closed { get; } = new();

    /// <summary>The counts by what targets say now; null where nothing was changed since.</summary>
    /// <param name="rollUp">Combines the figures by what targets say now; null where nothing is combined.</param>
    public AmendedScoreboard? Amended(Func<RollUpResponse>? rollUp = null) =>
        _now is null ? null : new AmendedScoreboard(_changes, ScoreboardResponse.From(_now.ToScoreboard()), rollUp?.Invoke());

    /// <summary>Counts a target.</summary>
    public void Add(in TargetOutcome outcome)
    {
        if (outcome.Amendment is not null)
        {
            _changes++;
            _now ??= Closed.Copy();
        }
        outcome.CountInto(Closed);
        if (_now is not null) outcome.CountAmendedInto(_now);
    }
}
