namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask only for a direction.</summary>
/// <remarks>
/// No number is asked, so there is no percent (<see cref="Reason.NoNumericTarget"/>), nothing to exceed, and the verdict needs the
/// value at the start. The difference is the change, positive in the asked direction.
/// </remarks>
public abstract record DirectionRule : TargetRule
{
    private protected DirectionRule(string kind, Direction direction)
        : base(kind, direction, Methods.Direction)
    {
    }

    private protected override bool TakesNumbers => false;

    internal override bool CountsFromBaseline(bool isKnown) => true;

    private protected override void Check(RuleProblems problems)
    {
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => default;

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        if (context.ScaledBaseline is not { } baseline)
            return Judgement.WithoutPercent(Reason.BaselineMissing, Verdict.NoData);
        var change = Direction == Direction.Up ? actual - baseline : baseline - actual;
        return Judgement.WithoutPercent(Reason.NoNumericTarget, change > 0 ? Verdict.Met : Verdict.NotMet, change);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => new(
        Direction == Direction.Up ? "A > B" : "A < B",
        "",
        context.ScaledBaseline is { } baseline ? Formula.Compared(actual, baseline) : "",
        Direction == Direction.Up
            ? new("Chỉ so sánh: đạt khi cao hơn số đầu kỳ; không có tỷ lệ.", "Only a comparison: met when higher than at the start; there is no percent.")
            : new("Chỉ so sánh: đạt khi thấp hơn số đầu kỳ; không có tỷ lệ.", "Only a comparison: met when lower than at the start; there is no percent."));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.ElapsedOnly;

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) => this;
}
