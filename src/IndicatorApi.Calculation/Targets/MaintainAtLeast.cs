namespace IndicatorApi.Calculation;

/// <summary>Keep at or above a value all the time (duy trì ... trở lên).</summary>
/// <remarks>
/// The percent is <c>A / T × 100</c> on the window's actual; the verdict needs every due period: one failed year of three and the
/// whole is not met, however good the mean.
/// </remarks>
/// <example>
/// Phường Quang Trung: "Gia đình văn hóa là 93 % trở lên" with 92.1, 93.4 and 94.54 in three years: the mean 93.3467 is 100.37 % and
/// the target is not met, because the first year was not.
/// </example>
public sealed record MaintainAtLeast() : ThresholdRule(Kind, Direction.Up, Methods.Maintain)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "maintainAtLeast";

    /// <inheritdoc/>
    public override string TargetText() =>
        Strict ? $"duy trì trên {Numbers.Vietnamese(Value)}" : $"duy trì từ {Numbers.Vietnamese(Value)} trở lên";

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context) => JudgeFloor(actual, Value * context.ValueTimes);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => ExplainFloor(actual, context, new(
        "Kết quả của cả khoảng thời gian chia cho mức phải giữ; chỉ đạt khi mọi kỳ đến hạn đều giữ được.",
        "The window's actual over the value to keep; met only when every due period keeps it."));

    internal override string FormulaId(in RuleContext context) => "maintainAtLeast/1";

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Total : PaceShape.Hold;

    internal override bool HoldsThroughout => true;

    internal override TargetRule AtCheckpoint(decimal value) => this with { Value = value };

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } value ? this with { Value = value } : null;
}
