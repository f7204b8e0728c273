using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Stay at or under a value (dưới, không quá).</summary>
/// <remarks>
/// "Vượt" a ceiling is bad, yet <see cref="Verdict.Exceeded"/> always means better than asked: here, less. A ceiling of zero has a
/// verdict and no percent (<see cref="Reason.TargetZero"/>); nor has a negative one (a budget balance, a net migration), nor a negative
/// actual (<see cref="Reason.NoMeaning"/>).
/// </remarks>
/// <example>"tỷ lệ hộ nghèo dưới 1%" is <c>{ "kind": "atMost", "value": 1, "strict": true }</c>; with 0 it is exceeded, and 2 - 0 / 1 makes 200 %.</example>
public sealed record AtMost() : ThresholdRule(Kind, Direction.Down, Methods.Complement)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "atMost";

    /// <summary>How the percent is made.</summary>
    [JsonPropertyName("method")]
    [JsonConverter(typeof(JsonStringEnumConverter<CeilingMethod>))]
    public CeilingMethod CeilingMethod { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Method => CeilingMethod == CeilingMethod.InverseRatio ? Methods.InverseRatio : Methods.Complement;

    private protected override string Say(in Tongue tongue) =>
        Said(tongue, Value, tongue.Of("dưới", "under"), plainWord: tongue.Of("không quá", "at most"));

    /// <inheritdoc/>
    private protected override Judgement JudgeNumber(decimal actual, in RuleContext context)
    {
        var target = Value * context.ValueTimes;
        if (CeilingMethod == CeilingMethod.Complement)
            return JudgeCeiling(actual, target);
        (var difference, var verdict) = Compare(actual, target);
        var reason = NoShareOf(actual, target) ?? (actual == 0 ? Reason.DenominatorZero : null);
        return reason is { } why
            ? Judgement.WithoutPercent(why, verdict, difference)
            : Judgement.Of(target, actual, difference, verdict);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        if (CeilingMethod == CeilingMethod.Complement)
        {
            return ExplainCeiling(actual, context, new(
                "Hai trừ đi thương của kết quả và mức trần: đúng mức trần là 100, càng thấp càng cao.",
                "Two less the actual over the ceiling: 100 at the ceiling, more the lower the actual is."));
        }

        var target = Value * context.ValueTimes;
        return new("T / A × 100", $"{Formula.N(target)} / {Formula.N(actual)} × 100", Formula.Compared(actual, target), new(
            "Mức trần chia cho kết quả thực hiện.",
            "The ceiling over the actual."), Formula.Goal("T", Value, context.ValueTimes, Symbols.Target));
    }

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.Ceiling : PaceShape.Hold;
}
