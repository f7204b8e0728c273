namespace IndicatorApi.Calculation;

/// <summary>How many targets are exceeded, met, not met, still open and without data, each kept apart ("15/18 chỉ tiêu đạt và vượt").</summary>
/// <remarks>
/// Counts come first. The mean is of <em>capped</em> percents, so that one target at 300 % cannot hide two that failed, and it is not
/// given at all while less than 80 % of the weight has a percent. Targets that do not apply are in no count but their own. "Not met" is said only
/// of a target whose time is over; what has a figure, is not met and still has time is open.
/// </remarks>
/// <example>
/// Three targets that are due at 112 %, 100 % and 60 %, and one without data: 2 of 3 assessed are met or exceeded; the mean would have a coverage of 3 / 4, so
/// it is null.
/// </example>
public sealed record Scoreboard
{
    /// <summary>The share of the weight that must have a percent before a mean is given.</summary>
    public const decimal LeastCoverage = 0.8m;

    /// <summary>Targets judged better than asked.</summary>
    public int Exceeded { get; init; }

    /// <summary>Targets judged exactly as asked.</summary>
    public int Met { get; init; }

    /// <summary>Targets judged worse than asked whose scope, or the year asked for, is over.</summary>
    public int NotMet { get; init; }

    /// <summary>Targets that are not met yet and still have time, by pace.</summary>
    public OpenTargets Open { get; init; } = new();

    /// <summary>What persons expect of all targets that apply and still have time, those already met among them.</summary>
    public ExpectedTargets Expected { get; init; } = new();

    /// <summary>Targets that apply and have neither a verdict nor a part of one on the way.</summary>
    public int NoData { get; init; }

    /// <summary>Targets that do not apply.</summary>
    public int NotAssessable { get; init; }

    /// <summary>Targets with a figure to judge, whether finally or on the way.</summary>
    public int Assessed => Exceeded + Met + NotMet + Open.Total;

    /// <summary>Targets met or better (đạt và vượt).</summary>
    public int MetOrExceeded => Exceeded + Met;

    /// <summary>Targets that apply, with a figure or without.</summary>
    public int Applicable => Assessed + NoData;

    /// <summary>Whether every target that applies is met or better; false while one has no data, and when there is none.</summary>
    public bool AllMet => Applicable > 0 && MetOrExceeded == Applicable;

    /// <summary>The share of the applicable targets that is exceeded, 0 to 1; null when there is none. One without data is not exceeded.</summary>
    public decimal? ShareExceeded => Applicable == 0 ? null : (decimal)Exceeded / Applicable;

    /// <summary>The weighted mean of the capped percents; null where less than <see cref="LeastCoverage"/> of the weight has one.</summary>
    public decimal? MeanPercent { get; init; }

    /// <summary>The share of the applicable weight that has a percent, 0 to 1; null when there is no weight.</summary>
    public decimal? Coverage { get; init; }
}

/// <summary>Counts answers into a <see cref="Scoreboard"/>, one by one and without keeping them.</summary>
public sealed class ScoreboardCounter
{
    private int[] _counts = new int[5];
    private int[] _open = new int[7];
    private int[] _expected = new int[4];
    private decimal _weight;
    private decimal _weightWithPercent;
    private decimal _weightedPercents;

    /// <summary>Counts one answer.</summary>
    /// <param name="achievement">The answer.</param>
    /// <param name="weight">The target's weight; 1 where the resolution gives none. Not negative.</param>
    public void Add(Achievement achievement, decimal weight = 1)
    {
        var outcome = new Outcome(achievement, null);
        Add(outcome.Verdict, outcome.Stage, outcome.Pace, outcome.PercentCapped, weight, outcome.IsPart);
    }

    /// <summary>Counts one answer, and what a person expects of its target; of one whose time is over nothing is expected any more.</summary>
    /// <param name="outcome">What matters of the answer.</param>
    /// <param name="weight">The target's weight; 1 where the resolution gives none. Not negative.</param>
    public void Add(in Outcome outcome, decimal weight)
    {
        Add(outcome.Verdict, outcome.Stage, outcome.Pace, outcome.PercentCapped, weight, outcome.IsPart);
        if (outcome.Stage == Stage.Open && outcome.Verdict != Verdict.NotAssessable)
            _expected[outcome.Expected is { } likelihood ? (Index)(int)likelihood : ^1]++;
    }

    /// <summary>Counts one answer by the things that matter here.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="stage">Whether it still has time.</param>
    /// <param name="pace">The class of its pace, where it has one.</param>
    /// <param name="percentCapped">The capped percent, where there is one.</param>
    /// <param name="weight">The target's weight; 1 where the resolution gives none. Not negative.</param>
    /// <param name="isPart">Whether there is a figure, and no verdict only because it is a part of a total (<see cref="Reason.PeriodIncomplete"/>).</param>
    public void Add(Verdict verdict, Stage stage, PaceClass? pace, decimal? percentCapped, decimal weight = 1, bool isPart = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        if (stage == Stage.Open && (verdict == Verdict.NotMet || (verdict == Verdict.NoData && isPart)))
            _open[pace is { } known ? (Index)(int)known : ^1]++;
        else
            _counts[(int)verdict]++;
        if (verdict == Verdict.NotAssessable)
            return;
        _weight += weight;
        if (percentCapped is not { } percent)
            return;
        _weightWithPercent += weight;
        _weightedPercents += percent * weight;
    }

    /// <summary>Another that has counted the same so far.</summary>
    public ScoreboardCounter Copy()
    {
        var copy = (ScoreboardCounter)MemberwiseClone();
        (copy._counts, copy._open, copy._expected) = ([.. _counts], [.. _open], [.. _expected]);
        return copy;
    }

    /// <summary>The scoreboard of what was counted so far.</summary>
    public Scoreboard ToScoreboard()
    {
        decimal? coverage = _weight > 0 ? _weightWithPercent / _weight : null;
        return new()
        {
            Exceeded = _counts[(int)Verdict.Exceeded],
            Met = _counts[(int)Verdict.Met],
            NotMet = _counts[(int)Verdict.NotMet],
            Open = new()
            {
                Ahead = _open[(int)PaceClass.Ahead],
                OnTrack = _open[(int)PaceClass.OnTrack],
                Behind = _open[(int)PaceClass.Behind],
                FarBehind = _open[(int)PaceClass.FarBehind] + _open[(int)PaceClass.MovingAway],
                // A target that is met is not open: the class says nothing here.
                Unknown = _open[^1] + _open[(int)PaceClass.Met],
            },
            Expected = new(
                _expected[(int)Likelihood.Likely], _expected[(int)Likelihood.AtRisk], _expected[(int)Likelihood.Unlikely], _expected[^1]),
            NoData = _counts[(int)Verdict.NoData],
            NotAssessable = _counts[(int)Verdict.NotAssessable],
            Coverage = coverage,
            MeanPercent = coverage >= Scoreboard.LeastCoverage ? _weightedPercents / _weightWithPercent : null,
        };
    }
}
