namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a band.</summary>
/// <remarks>Where figures add up, several years of a yearly band ask for the band that many times: 4 - 6 a year is 12 - 18 in three.</remarks>
public abstract record BandRule : TargetRule
{
    private protected BandRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The lower bound, which belongs to the band.</summary>
    public required decimal Lower { get; init; }

    /// <summary>The upper bound, which belongs to the band.</summary>
    public required decimal Upper { get; init; }

    private protected override void Check(RuleProblems problems)
    {
        problems.Positive("lower", Lower);
        if (Lower >= Upper)
            problems.Add("upper", "Cận trên phải lớn hơn cận dưới.", "The upper bound must be above the lower.");
        problems.InRange("lower", Lower);
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Lower * context.ValueTimes, Upper * context.ValueTimes);

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        decimal lower = Lower * context.ValueTimes;
        decimal upper = Upper * context.ValueTimes;
        if (actual > upper)
            return upper > 0 ? JudgeAbove(actual, upper) : Judgement.WithoutPercent(Reason.TargetZero, JudgeAbove(actual, upper).Verdict, JudgeAbove(actual, upper).Difference);
        if (actual >= lower)
            return Judgement.Of(1, 1, 0, Verdict.Met);
        return lower > 0
            ? Judgement.Of(actual, lower, actual - lower, Verdict.NotMet)
            : Judgement.WithoutPercent(Reason.TargetZero, Verdict.NotMet, actual - lower);
    }

    /// <summary>Judges an actual above the band.</summary>
    private protected abstract Judgement JudgeAbove(decimal actual, decimal upper);

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Total : PaceShape.Hold;

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } low && upper is { } high ? this with { Lower = low, Upper = high } : null;
}
