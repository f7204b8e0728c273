using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Keep at or under a value all the time (duy trì không quá, dưới).</summary>
/// <remarks>The percent is <c>(2 - A / T) × 100</c> on the window's actual; the verdict needs every due year, unless <see cref="Holds"/> says
/// otherwise.</remarks>
/// <example>"duy trì tỷ lệ hộ nghèo không quá 1%" is <c>{ "kind": "maintainAtMost", "value": 1 }</c>.</example>
public sealed record MaintainAtMost() : ThresholdRule(Kind, Direction.Down, Methods.Maintain)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "maintainAtMost";

    /// <summary>Which periods must hold: each due year by what stood at its end, every single figure, or only the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(JsonStringEnumConverter<Holding>))]
    public Holding Holds { get; init; }

    private protected override string Say(in Tongue tongue) =>
        $"{tongue.Of("duy trì", "keep")} {Said(tongue, Value, tongue.Of("dưới", "under"), plainWord: tongue.Of("không quá", "at most"))}";

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context) => JudgeCeiling(actual, Value * context.ValueTimes);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => ExplainCeiling(actual, context, new(
        "Hai trừ đi thương của kết quả và mức trần phải giữ; chỉ đạt khi các kỳ phải giữ đều giữ được.",
        "Two less the window's actual over the ceiling to keep; met only when every period that must keep it does."));

    internal override string FormulaId(in RuleContext context) => "maintainAtMost/2";

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Ceiling : PaceShape.Hold;

    internal override Holding? Held => Holds;
}
