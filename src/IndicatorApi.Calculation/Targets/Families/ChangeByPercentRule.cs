using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change by a share of the baseline.</summary>
/// <remarks>
/// Asked for in each year of a level, each year's share is of the year before, so several years compound: 20 % less in each of two
/// years leaves 64 %. Where figures add up, every year is set against the same baseline.
/// </remarks>
public abstract record ChangeByPercentRule : ChangeBySizeRule
{
    private protected ChangeByPercentRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The share in percent, always positive. Left out where <c>lower</c> and <c>upper</c> give a band.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Percent { get; init; }

    internal sealed override decimal? Number => Percent;

    internal sealed override NumericRule WithNumber(decimal number) => this with { Percent = number };

    private protected sealed override decimal? PlannedOf(decimal size, decimal baseline, in RuleContext context)
    {
        if (baseline < 0)
            return null;
        if (context.AddsUp || context.Years == 1)
            return baseline * size / 100;
        return Sign * ((baseline * DecimalMath.Power(1 + (Sign * size / 100), context.Years)) - baseline);
    }

    private protected sealed override string? ArithmeticOf(decimal size, decimal baseline, in RuleContext context)
    {
        if (context.AddsUp || context.Years == 1)
            return $"{Formula.N(baseline)} × {Formula.N(size)} / 100";
        return Sign > 0
            ? $"{Formula.N(baseline)} × (1 + {Formula.N(size)} / 100) ^ {context.Years} - {Formula.N(baseline)}"
            : $"{Formula.N(baseline)} - {Formula.N(baseline)} × (1 - {Formula.N(size)} / 100) ^ {context.Years}";
    }

    private protected override void CheckNumber(RuleProblems problems)
    {
        problems.PositiveBaseline();
        if (problems.PositiveOneOrBand("percent", Percent, Lower, Upper) is { } percent && problems.Baseline is > 0 and { } baseline)
            problems.InRange(IsBand ? "lower" : "percent", () => baseline + (Sign * baseline * percent / 100));
    }

    // The sum of several shares of several baselines is an amount.
    internal sealed override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline)
    {
        ChangeByAmountRule byAmount = Direction == Direction.Up ? new RaiseBy() : new ReduceBy();
        return (byAmount with { Strict = Strict, StrictMeansNotMet = StrictMeansNotMet, Amount = IsBand ? null : 0 }).ForUnits(target, upper, baseline);
    }
}
