using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that set one value as a floor or as a ceiling.</summary>
/// <remarks>
/// A strict word ("trên 80", "dưới 1") is stored and shown, and reports count equality as met all the same. A target that really
/// means otherwise says <see cref="StrictMeansNotMet"/>.
/// </remarks>
public abstract record ThresholdRule : TargetRule
{
    private protected ThresholdRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The value to reach, in the indicator's unit.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Value { get; init; }

    /// <summary>Whether the resolution says "trên" or "dưới" rather than "trở lên" or "không quá".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Strict { get; init; }

    /// <summary>Whether exactly the value is not met. Only read where <see cref="Strict"/> is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StrictMeansNotMet { get; init; }

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Value * context.ValueTimes);

    private protected override void Check(RuleProblems problems)
    {
        if (StrictMeansNotMet && !Strict)
            problems.Add("strictMeansNotMet", "Chỉ dùng khi nghị quyết viết \"trên\" hoặc \"dưới\" (strict).", "Only for a strict wording: set strict as well.");
        // A floor of zero or less has no percent that grows with the actual; a ceiling has its verdict all the same (a deficit, a balance).
        if (Direction == Direction.Up)
            problems.Positive("value", Value);
        problems.InRange("value", Value);
    }

    /// <summary>How a floor's percent is found.</summary>
    private protected Formula ExplainFloor(decimal actual, in RuleContext context, Phrase words)
    {
        var target = Value * context.ValueTimes;
        return new("A / T × 100", $"{Formula.N(actual)} / {Formula.N(target)} × 100", Formula.Compared(actual, target), words,
            Formula.Goal("T", Value, context.ValueTimes, Symbols.Target));
    }

    /// <summary>How a ceiling's percent is found.</summary>
    private protected Formula ExplainCeiling(decimal actual, in RuleContext context, Phrase words)
    {
        var target = Value * context.ValueTimes;
        return new("(2 - A / T) × 100", $"(2 - {Formula.N(actual)} / {Formula.N(target)}) × 100", Formula.Compared(actual, target), words,
            Formula.Goal("T", Value, context.ValueTimes, Symbols.Target));
    }

    /// <summary>Better by how much, in the good direction, and what that means.</summary>
    private protected (decimal Difference, Verdict Verdict) Compare(decimal actual, decimal target)
    {
        var difference = Direction == Direction.Up ? actual - target : target - actual;
        return (difference, Math.Sign(difference) switch
        {
            > 0 => Verdict.Exceeded,
            0 => Strict && StrictMeansNotMet ? Verdict.NotMet : Verdict.Met,
            _ => Verdict.NotMet,
        });
    }

    /// <summary><c>A / T</c>: for a floor.</summary>
    private protected Judgement JudgeFloor(decimal actual, decimal target)
    {
        (var difference, var verdict) = Compare(actual, target);
        return target > 0
            ? Judgement.Of(actual, target, difference, verdict)
            : Judgement.WithoutPercent(target == 0 ? Reason.TargetZero : Reason.NoMeaning, verdict, difference);
    }

    /// <summary><c>2 - A / T</c>: for a ceiling.</summary>
    private protected Judgement JudgeCeiling(decimal actual, decimal target)
    {
        (var difference, var verdict) = Compare(actual, target);
        return NoShareOf(actual, target) is { } reason
            ? Judgement.WithoutPercent(reason, verdict, difference)
            : Judgement.Of((2 * target) - actual, target, difference, verdict);
    }

    /// <summary>Why an actual is no share of a ceiling, which it is only where neither is negative; null where it is.</summary>
    private protected static Reason? NoShareOf(decimal actual, decimal target) =>
        target == 0 ? Reason.TargetZero : target < 0 || actual < 0 ? Reason.NoMeaning : null;
}
