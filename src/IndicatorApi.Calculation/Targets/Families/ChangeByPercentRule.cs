using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change by a share of the baseline.</summary>
/// <remarks>
/// Asked for in each year of a level, each year's share is of the year before, so several years compound: 20 % less in each of two
/// years leaves 64 %. Where figures add up, every year is set against the same baseline.
/// </remarks>
public abstract record ChangeByPercentRule : ChangeRule
{
    private protected ChangeByPercentRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The share in percent, always positive.</summary>
    [JsonPropertyOrder(-1)]
    public required decimal Percent { get; init; }

    private protected override decimal? Planned(decimal baseline, in RuleContext context)
    {
        if (baseline < 0)
            return null;
        if (context.AddsUp || context.Years == 1)
            return baseline * Percent / 100;
        return Sign * ((baseline * DecimalMath.Power(1 + (Sign * Percent / 100), context.Years)) - baseline);
    }

    private protected override string? PlannedArithmetic(decimal baseline, in RuleContext context)
    {
        if (context.AddsUp || context.Years == 1)
            return $"{Formula.N(baseline)} × {Formula.N(Percent)} / 100";
        return Sign > 0
            ? $"{Formula.N(baseline)} × (1 + {Formula.N(Percent)} / 100) ^ {context.Years} - {Formula.N(baseline)}"
            : $"{Formula.N(baseline)} - {Formula.N(baseline)} × (1 - {Formula.N(Percent)} / 100) ^ {context.Years}";
    }

    private protected override void Check(RuleProblems problems)
    {
        problems.Positive("percent", Percent);
        problems.PositiveBaseline();
        if (problems.Baseline is > 0 and { } baseline && Percent > 0)
            problems.InRange("percent", () => baseline + (Sign * baseline * Percent / 100));
    }

    internal override TargetRule? AtCheckpoint(decimal value) =>
        Direction == Direction.Up ? new RaiseTo { Value = value } : new ReduceTo { Value = value };

    // The sum of several shares of several baselines is an amount.
    internal override TargetRule? ForUnits(decimal? target, decimal? upper, decimal? baseline) =>
        (target - baseline, Direction) switch
        {
            ({ } change, Direction.Up) => new RaiseBy { Amount = change },
            ({ } change, _) => new ReduceBy { Amount = -change },
            _ => null,
        };
}
