using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>Be among the first of a ranking (thuộc nhóm 10 tỉnh dẫn đầu).</summary>
/// <remarks>
/// The actual is the place, from 1. Met when it is <c>n</c> or better; being third of the first ten is what was asked and exceeds nothing.
/// No percent (<see cref="Reason.KindHasNoPercent"/>): places have no size. The difference counts places, positive inside.
/// </remarks>
/// <example>
/// "thuộc nhóm 10 quốc gia có giáo dục đại học tốt nhất châu Á" is <c>{ "kind": "rankWithin", "n": 10 }</c>; place 12 is not met by 2 places.
/// </example>
public sealed record RankWithin() : TargetRule(Kind, Direction.Down, Methods.Rank)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "rankWithin";

    /// <summary>The last place that is good enough.</summary>
    [JsonPropertyOrder(-1)]
    public required int N { get; init; }

    /// <summary>How many are ranked, where the resolution says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Of { get; init; }

    private protected override string Say(in Tongue tongue) =>
        $"{tongue.Of("thuộc nhóm", "among the first")} {tongue.N(N)}{(Of is { } all ? $"/{tongue.N(all)}" : "")}";

    private protected override void Check(RuleProblems problems)
    {
        problems.Positive("n", N);
        if (Of < N)
            problems.Add("of", "Số đơn vị xếp hạng phải từ n trở lên.", "No fewer can be ranked than n.");
    }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(N);

    /// <inheritdoc/>
    internal override Judgement Judge(decimal actual, in RuleContext context) =>
        Judgement.WithoutPercent(Reason.KindHasNoPercent, actual <= N ? Verdict.Met : Verdict.NotMet, N - actual);

    /// <inheritdoc/>
    internal override Formula Explain(decimal actual, in RuleContext context) => new("A ≤ n", "", Formula.Compared(actual, N), new(
        "Chỉ so sánh: đạt khi thứ hạng từ n trở lên phía trên; không có tỷ lệ.",
        "Only a comparison: met when the place is n or better; there is no percent."),
        new ExplanationStep("T", Symbols.Places, null, N));

    /// <inheritdoc/>
    internal override PaceShape Shape(in RuleContext context) => PaceShape.ElapsedOnly;

    internal override TargetRule? AtCheckpoint(decimal value) =>
        value >= 1 && value <= int.MaxValue && decimal.IsInteger(value) ? this with { N = (int)value } : null;
}
