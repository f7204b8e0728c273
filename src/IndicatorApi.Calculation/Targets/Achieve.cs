namespace IndicatorApi.Calculation;

/// <summary>Reach a step of an ordered scale (đạt danh hiệu, hoàn thành tốt nhiệm vụ).</summary>
/// <remarks>
/// Percent 100 when the step or a higher one is reached, else 0: steps have no size. Higher than asked is exceeded, still at 100.
/// The difference counts steps.
/// </remarks>
/// <example>
/// Phường Quang Trung: "Đảng bộ phường đạt danh hiệu hoàn thành tốt nhiệm vụ", rated "hoàn thành xuất sắc" in 2022: 100 %, exceeded by one step.
/// </example>
public sealed record Achieve() : TargetRule(Kind, Direction.Up, Methods.Ordinal)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "achieve";

    /// <summary>The step, one of the indicator's levels.</summary>
    public required string Level { get; init; }

    private protected override string Say(in Tongue tongue) => Level == "yes" ? tongue.Of("đạt", "achieved") : Level;

    private protected override bool TakesNumbers => false;

    private protected override void Check(RuleProblems problems)
    {
        if (problems.Indicator.ValueType is not (IndicatorValueType.Level or IndicatorValueType.YesNo))
            problems.Add("kind", "Chỉ dùng cho chỉ tiêu xếp loại hoặc đạt/chưa đạt.", "Only for an indicator whose values are levels or yes/no.");
        else if (Scale.PositionOf(problems.Indicator, Level) < 0)
            problems.Add("level", $"\"{Level}\" không có trong thang xếp loại của chỉ tiêu.", $"\"{Level}\" is not on the indicator's scale.");
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) =>
        Scale.PositionOf(context.Indicator, Level) is >= 0 and var position ? new(position) : default;

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        var asked = Scale.PositionOf(context.Indicator, Level);
        if (asked < 0)
            return Judgement.WithoutPercent(Reason.LevelUnknown, Verdict.NoData);
        var difference = actual - asked;
        return difference < 0
            ? Judgement.Of(0, 1, difference, Verdict.NotMet)
            : Judgement.Of(1, 1, difference, difference > 0 ? Verdict.Exceeded : Verdict.Met);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var asked = Scale.PositionOf(context.Indicator, Level);
        return new("A ≥ T: 100; A < T: 0", actual >= asked ? "100" : "0", Formula.Compared(actual, asked), new(
            "Đạt mức đề ra hoặc cao hơn trên thang xếp loại là 100, chưa đạt là 0; A và T là thứ bậc tính từ 0.",
            "100 when the step asked for or a higher one is reached, else 0; A and T are positions on the scale, from 0."),
            new ExplanationStep("T", Symbols.Target, null, asked));
    }

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.ElapsedOnly;
}
