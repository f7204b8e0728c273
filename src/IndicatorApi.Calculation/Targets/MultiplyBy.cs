namespace IndicatorApi.Calculation;

/// <summary>Reach a multiple of the baseline (tăng 1,5 lần, gấp 2 lần).</summary>
/// <remarks>
/// Percent <c>A / (f B) × 100</c>. "Tăng 1,25 lần" is read as 1.25 times the baseline, as most texts mean it, not as an increment of
/// 125 %. Asked for in each year of a level, several years compound.
/// </remarks>
/// <example>Xã Long Đức: "năm 2022 đạt 72,3 triệu, tăng 1,25 lần so với năm 2020" from 57.84: 72.3 / (1.25 × 57.84) × 100 = 100, met.</example>
public sealed record MultiplyBy() : NumericRule(Kind, Direction.Up, Methods.Ratio)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "multiplyBy";

    /// <summary>How many times the baseline.</summary>
    public required decimal Factor { get; init; }

    private protected override string Say(in Tongue tongue) =>
        $"{tongue.Of("tăng", "up to")} {Said(tongue, Factor, tongue.Of("trên", "over"), tongue.Of(" lần", " times"))}";

    internal override decimal? Number => Factor;

    internal override NumericRule WithNumber(decimal number) => this with { Factor = number };

    internal override bool CountsFromBaseline(bool isKnown) => true;

    private protected override void CheckNumber(RuleProblems problems)
    {
        problems.Positive("factor", Factor);
        problems.PositiveBaseline();
        if (problems.Baseline is > 0 and { } baseline && Factor > 0)
            problems.InRange("factor", () => Factor * baseline);
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Goal(context));

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context)
    {
        if (Goal(context) is not { } goal)
            return Judgement.WithoutPercent(context.Baseline is null ? Reason.BaselineMissing : Reason.NoMeaning, Verdict.NoData);
        var difference = actual - goal;
        return goal > 0
            ? Judgement.Of(actual, goal, difference, VerdictOf(difference))
            : Judgement.WithoutPercent(Reason.TargetZero, VerdictOf(difference), difference);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var baseline = context.ScaledBaseline ?? 0;
        var goal = Goal(context);
        var times = context.AddsUp || context.Years == 1 ? Formula.N(Factor) : $"{Formula.N(Factor)} ^ {context.Years}";
        return new("A / (f × B) × 100", $"{Formula.N(actual)} / ({times} × {Formula.N(baseline)}) × 100",
            goal is { } asked ? Formula.Compared(actual, asked) : "", new(
            "Kết quả thực hiện chia cho số lần đề ra nhân với số đầu kỳ.",
            "The actual over the multiple of the value at the start."),
            goal is { } reach
                ? [new ExplanationStep("f", Symbols.Factor, null, Factor), new("T", Symbols.Target, $"{times} × {Formula.N(baseline)}", reach)]
                : [new ExplanationStep("f", Symbols.Factor, null, Factor)]);
    }

    internal override string FormulaId(in RuleContext context) => "multiple/2";

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context switch
    {
        { AddsUp: true } => PaceShape.Total,
        { Baseline: null } => PaceShape.OpenLevel,
        _ => PaceShape.Path,
    };

    internal override TargetRule AtCheckpoint(decimal value) => new AtLeast { Value = value, Strict = Strict, StrictMeansNotMet = StrictMeansNotMet };

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } value ? new AtLeast { Value = value, Strict = Strict, StrictMeansNotMet = StrictMeansNotMet } : null;

    // A multiple of something negative has no meaning as a rise.
    private decimal? Goal(in RuleContext context) => context.ScaledBaseline is not (>= 0 and { } baseline)
        ? null
        : baseline * (context.AddsUp ? Factor : DecimalMath.Power(Factor, context.Years));
}
