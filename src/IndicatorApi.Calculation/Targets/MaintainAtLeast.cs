using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Keep at or above a value all the time (duy trì ... trở lên).</summary>
/// <remarks>
/// The percent is <c>A / T × 100</c> on the window's actual; the verdict needs every due year, by what stood at its end, unless
/// <see cref="Holds"/> says otherwise: one failed year of three and the whole is not met, however good the mean.
/// </remarks>
/// <example>
/// Phường Quang Trung: "Gia đình văn hóa là 93 % trở lên" with 92.1, 93.4 and 94.54 in three years: the mean 93.3467 is 100.37 % and
/// the target is not met, because the first year was not.
/// </example>
public sealed record MaintainAtLeast() : ThresholdRule(Kind, Direction.Up, Methods.Maintain)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "maintainAtLeast";

    /// <summary>Which periods must hold: each due year by what stood at its end, every single figure, or only the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(JsonStringEnumConverter<Holding>))]
    public Holding Holds { get; init; }

    private protected override string Say(in Tongue tongue) => Strict
        ? $"{tongue.Of("duy trì", "keep")} {Said(tongue, Value, tongue.Of("trên", "over"))}"
        : $"{tongue.Of("duy trì từ", "keep at")} {Said(tongue, Value, "", tongue.Of(" trở lên", " or more"))}";

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context) => JudgeFloor(actual, Value * context.ValueTimes);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => ExplainFloor(actual, context, new(
        "Kết quả của cả khoảng thời gian chia cho mức phải giữ; chỉ đạt khi các kỳ phải giữ đều giữ được.",
        "The window's actual over the value to keep; met only when every period that must keep it does."));

    internal override string FormulaId(in RuleContext context) => "maintainAtLeast/2";

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Total : PaceShape.Hold;

    internal override Holding? Held => Holds;
}
