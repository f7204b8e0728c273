namespace IndicatorApi.Calculation;

/// <summary>Reach at least a value (đạt, từ ... trở lên).</summary>
/// <remarks>
/// Percent <c>A / T × 100</c>, uncapped, also where the half-term figure is set against the target of the whole term: that is what
/// reports print. With a baseline, a level that is asked once is a way from there for its pace, never for its percent.
/// </remarks>
/// <example>
/// Phường 4: "kết nạp 28 đảng viên mới, đạt 112% nghị quyết" is <c>{ "kind": "atLeast", "value": 25 }</c> with 28: 28 / 25 × 100 = 112, exceeded by 3.
/// </example>
public sealed record AtLeast() : ThresholdRule(Kind, Direction.Up, Methods.Ratio)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "atLeast";

    private protected override string Say(in Tongue tongue) =>
        Said(tongue, Value, tongue.Of("trên", "over"), plainWord: tongue.Of("", "at least"));

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context) => JudgeFloor(actual, Value * context.ValueTimes);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => ExplainFloor(actual, context, new(
        "Kết quả thực hiện chia cho chỉ tiêu đề ra.",
        "The actual over the number to reach."));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context switch
    {
        { AddsUp: true } => PaceShape.Total,
        { Indicator.OverTime: not (TimeCombining.Last or TimeCombining.None) } => PaceShape.Hold,
        { Baseline: { } baseline } => baseline < Value ? PaceShape.Path : PaceShape.Hold,
        _ => PaceShape.OpenLevel,
    };
}
