using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change by an amount in the indicator's own unit.</summary>
/// <remarks>Asked for in each year, several years ask for that many times the amount.</remarks>
public abstract record ChangeByAmountRule : ChangeRule
{
    private protected ChangeByAmountRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>How much, always positive; points where the unit is %.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Amount { get; init; }

    private protected override decimal? Planned(decimal baseline, in RuleContext context) => Amount * context.Years;

    private protected override string? PlannedArithmetic(decimal baseline, in RuleContext context) =>
        context.Years == 1 ? null : $"{Formula.N(Amount)} × {context.Years}";

    private protected override void Check(RuleProblems problems)
    {
        problems.Positive("amount", Amount);
        if (Amount > 0 && problems.Baseline is { } baseline)
            problems.InRange("amount", () => baseline + (Sign * Amount));
    }

    internal override TargetRule AtCheckpoint(decimal value) =>
        Direction == Direction.Up ? new RaiseTo { Value = value } : new ReduceTo { Value = value };

    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        target - baseline is { } change ? this with { Amount = Sign * change } : null;
}
