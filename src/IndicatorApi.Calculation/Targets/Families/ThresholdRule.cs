using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that set one value as a floor or as a ceiling.</summary>
public abstract record ThresholdRule : NumericRule
{
    private protected ThresholdRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The value to reach, in the indicator's unit.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Value { get; init; }

    internal sealed override decimal? Number => Value;

    internal sealed override NumericRule WithNumber(decimal number) => this with { Value = number };

    internal sealed override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => !HoldsThroughout && indicator.AddsUp;

    private protected sealed override int Harder => Direction == Direction.Up ? 1 : -1;

    /// <inheritdoc/>
    internal override Bounds Effective(in RuleContext context) => new(Value * context.ValueTimes);

    internal sealed override TargetRule AtCheckpoint(decimal value) => this with { Value = value, Stretch = null };

    internal sealed override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } value ? this with { Value = value } : null;

    private protected override void CheckNumber(RuleProblems problems)
    {
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
        return (difference, VerdictOf(difference));
    }

    /// <summary><c>A / T</c>: for a floor.</summary>
    private protected Judgement JudgeFloor(decimal actual, decimal target)
    {
        (var difference, var verdict) = Compare(actual, target);
        return Share(actual, target, difference, verdict);
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
