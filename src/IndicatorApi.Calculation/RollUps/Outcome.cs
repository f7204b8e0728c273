namespace IndicatorApi.Calculation;

/// <summary>What a <see cref="Scoreboard"/> counts of an answer, and nothing else of it: 24 bytes, so that it can be kept for very many.</summary>
public readonly record struct Outcome
{
    private const byte None = byte.MaxValue;

    private readonly decimal _percentCapped;
    private readonly byte _verdict;
    private readonly byte _stage;
    private readonly byte _pace;
    private readonly byte _expected;
    private readonly bool _hasPercent;

    /// <summary>What is counted of an answer.</summary>
    /// <param name="achievement">The answer, with its pace where it is open.</param>
    /// <param name="expected">What a person expects of the target; null for nothing.</param>
    public Outcome(Achievement achievement, Likelihood? expected)
    {
        ArgumentNullException.ThrowIfNull(achievement);
        _verdict = (byte)achievement.Verdict;
        _stage = (byte)achievement.Stage;
        _pace = achievement.Pace is { Class: { } pace } ? (byte)pace : None;
        _expected = expected is { } likelihood ? (byte)likelihood : None;
        _hasPercent = achievement.PercentCapped is not null;
        _percentCapped = achievement.PercentCapped ?? 0;
        IsPart = achievement.Reason == Reason.PeriodIncomplete;
    }

    /// <summary>The verdict.</summary>
    public Verdict Verdict => (Verdict)_verdict;

    /// <summary>Whether it still has time.</summary>
    public Stage Stage => (Stage)_stage;

    /// <summary>The class of its pace, where it has one.</summary>
    public PaceClass? Pace => _pace == None ? null : (PaceClass)_pace;

    /// <summary>The capped percent, 0 to 100 and not rounded; null where there is none.</summary>
    public decimal? PercentCapped => _hasPercent ? _percentCapped : null;

    /// <summary>What a person expects of the target; null for nothing.</summary>
    public Likelihood? Expected => _expected == None ? null : (Likelihood)_expected;

    /// <summary>Whether there is a figure, and no verdict only because it is a part of a total (<see cref="Reason.PeriodIncomplete"/>).</summary>
    public bool IsPart { get; }
}
