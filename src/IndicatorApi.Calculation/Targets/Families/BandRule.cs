namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a band.</summary>
/// <remarks>
/// Where figures add up, several years of a yearly band ask for the band that many times: 4 - 6 a year is 12 - 18 in three. A band may reach
/// to zero and below (a budget balance): where the actual stands is told and judged all the same, and outside it there is a percent only of a
/// bound above zero.
/// </remarks>
public abstract record BandRule : NumericRule
{
    private protected BandRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The lower bound, which belongs to the band.</summary>
    public required decimal Lower { get; init; }

    /// <summary>The upper bound, which belongs to the band.</summary>
    public required decimal Upper { get; init; }

    internal sealed override bool IsBand => true;

    internal sealed override decimal? Number => null;

    internal sealed override NumericRule? WithNumber(decimal number) => null;

    internal sealed override NumericRule Times(decimal factor) => this with { Lower = Lower * factor, Upper = Upper * factor };

    internal sealed override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => indicator.AddsUp;

    private protected override void CheckNumber(RuleProblems problems)
    {
        if (Lower >= Upper)
            problems.Add("upper", "Cận trên phải lớn hơn cận dưới.", "The upper bound must be above the lower.");
        problems.InRange("lower", Lower);
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Lower * context.ValueTimes, Upper * context.ValueTimes);

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context)
    {
        var lower = Lower * context.ValueTimes;
        var upper = Upper * context.ValueTimes;
        if (actual > upper)
            return JudgeAbove(actual, upper);
        if (actual >= lower)
            return Judgement.Of(1, 1, 0, IsOnAStrictEdge(actual, lower, upper) ? VerdictOf(0) : Verdict.Met);
        return Share(actual, lower, actual - lower, Verdict.NotMet);
    }

    // Above a band that may be exceeded there is nothing to be strict about.
    private bool IsOnAStrictEdge(decimal actual, decimal lower, decimal upper) =>
        actual == lower || (Direction == Direction.Within && actual == upper);

    /// <summary>Judges an actual above the band.</summary>
    private protected abstract Judgement JudgeAbove(decimal actual, decimal upper);

    /// <summary>How the percent of an actual above the band is written.</summary>
    private protected abstract (string Expression, string Arithmetic, Phrase Words) ExplainAbove(decimal actual, decimal upper);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var lower = Lower * context.ValueTimes;
        var upper = Upper * context.ValueTimes;
        (var above, var aboveArithmetic, var words) = ExplainAbove(actual, upper);
        var arithmetic = actual > upper ? aboveArithmetic : actual >= lower ? "100" : $"{Formula.N(actual)} / {Formula.N(lower)} × 100";
        return new($"A < L: A / L × 100; L ≤ A ≤ U: 100; A > U: {above}", arithmetic, Formula.Placed(actual, lower, upper), words,
            Formula.Goal("L", Lower, context.ValueTimes, Symbols.Lower), Formula.Goal("U", Upper, context.ValueTimes, Symbols.Upper));
    }

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Total : PaceShape.Hold;

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } low && upper is { } high ? this with { Lower = low, Upper = high } : null;
}
