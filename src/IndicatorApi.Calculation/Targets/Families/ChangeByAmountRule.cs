using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change by an amount in the indicator's own unit.</summary>
/// <remarks>Asked for in each year, several years ask for that many times the amount.</remarks>
public abstract record ChangeByAmountRule : ChangeBySizeRule
{
    private protected ChangeByAmountRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>How much, always positive; points where the unit is %. Left out where <c>lower</c> and <c>upper</c> give a band.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Amount { get; init; }

    internal sealed override decimal? Number => Amount;

    internal sealed override NumericRule WithNumber(decimal number) => this with { Amount = number };

    private protected sealed override decimal? PlannedOf(decimal size, decimal baseline, in RuleContext context) => size * context.Years;

    private protected sealed override string? ArithmeticOf(decimal size, decimal baseline, in RuleContext context) =>
        context.Years == 1 ? null : $"{Formula.N(size)} × {context.Years}";

    private protected sealed override void CheckNumber(RuleProblems problems)
    {
        if (problems.PositiveOneOrBand("amount", Amount, Lower, Upper) is { } amount && problems.Baseline is { } baseline)
            problems.InRange(IsBand ? "lower" : "amount", () => baseline + (Sign * amount));
    }

    internal sealed override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) => (IsBand, target - baseline, upper - baseline) switch
    {
        (false, { } change, _) => this with { Amount = Sign * change },
        (true, { } least, { } most) => this with { Lower = Sign * least, Upper = Sign * most },
        _ => null,
    };
}
