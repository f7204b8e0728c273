using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Be at a point that has no better side (quy mô dân số khoảng 105 triệu; giữ mức sinh thay thế 2,1 con).</summary>
/// <remarks>
/// Met when <c>|A - T| ≤ d</c>, on either side; there is nothing to exceed. No percent (<see cref="Reason.KindHasNoPercent"/>): a share of the
/// point would call one side better. The difference is <c>A - T</c>, so its sign says on which side, not how good. The tolerance is asked for and
/// never guessed; zero means exactly the point. Where figures add up, several years ask for the point and the tolerance that many times.
/// </remarks>
/// <example>"duy trì vững chắc mức sinh thay thế 2,1 con" with a tolerance of 0.05 and 2.13: 0.03 off, met.</example>
public sealed record Near() : TargetRule(Kind, Direction.Within, Methods.Near)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "near";

    /// <summary>The point, in the indicator's unit.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Value { get; init; }

    /// <summary>How far from the point is still met, in the indicator's unit.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Tolerance { get; init; }

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("khoảng", "about")} {tongue.N(Value)} (± {tongue.N(Tolerance)})";

    private protected override void Check(RuleProblems problems)
    {
        problems.NotNegative("tolerance", Tolerance);
        problems.InRange("value", Value);
    }

    internal override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => indicator.AddsUp;

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Value * context.ValueTimes);

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context)
    {
        var difference = actual - (Value * context.ValueTimes);
        var verdict = Math.Abs(difference) <= Tolerance * context.ValueTimes ? Verdict.Met : Verdict.NotMet;
        return Judgement.WithoutPercent(Reason.KindHasNoPercent, verdict, difference);
    }

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context)
    {
        var gap = Math.Abs(actual - (Value * context.ValueTimes));
        var allowed = Tolerance * context.ValueTimes;
        return new("|A - T| ≤ d", "", $"|{Numbers.Invariant(actual)} - {Formula.N(Value * context.ValueTimes)}| = {Formula.Compared(gap, allowed)}", new(
            "Chỉ so sánh: đạt khi chênh lệch với con số đề ra, về phía nào cũng vậy, không quá sai số; không có tỷ lệ.",
            "Only a comparison: met when the gap to the number, on either side, is within the tolerance; there is no percent."),
            Formula.Goal("T", Value, context.ValueTimes, Symbols.Target), Formula.Goal("d", Tolerance, context.ValueTimes, Symbols.Tolerance));
    }

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => context.AddsUp ? PaceShape.ElapsedOnly : PaceShape.Hold;

    internal override TargetRule AtCheckpoint(decimal value) => this with { Value = value };
}
