using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a way from the baseline to a value.</summary>
public abstract record ChangeToRule : ChangeRule
{
    private protected ChangeToRule(string kind, Direction direction)
        : base(kind, direction, Methods.Path)
    {
    }

    /// <summary>The value to reach, in the indicator's unit.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Value { get; init; }

    internal sealed override decimal? Number => Value;

    internal sealed override NumericRule WithNumber(decimal number) => this with { Value = number };

    private protected sealed override int Harder => Sign;

    private protected override decimal? KnownTarget(in RuleContext context) => Value * context.ValueTimes;

    private protected override decimal? Planned(decimal baseline, in RuleContext context) =>
        Sign * ((Value * context.ValueTimes) - baseline);

    private protected override void CheckNumber(RuleProblems problems)
    {
        problems.InRange("value", Value);
        if (problems.Baseline is not { } baseline)
            return;
        // "Không còn hộ nghèo" where there was none to begin with is met by staying so; it has a verdict and no percent.
        if (Value == baseline && Value != 0)
            problems.Add("value", "Bằng đúng số đầu kỳ: không có gì để thay đổi.", "Equal to the baseline: there is no way to go.");
        else if (Sign > 0 ? Value < baseline : Value > baseline)
            problems.Add("value", Sign > 0 ? "Thấp hơn số đầu kỳ: đây là giảm, không phải tăng." : "Cao hơn số đầu kỳ: đây là tăng, không phải giảm.",
                Sign > 0 ? "Below the baseline: this is a reduction, not a raise." : "Above the baseline: this is a raise, not a reduction.");
    }

    internal sealed override TargetRule AtCheckpoint(decimal value) => this with { Value = value, Stretch = null };

    internal sealed override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target is { } value ? this with { Value = value } : null;
}
