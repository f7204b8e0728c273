using System.Text.Json.Serialization;

namespace IndicatorApi.Calculation;

/// <summary>The kinds that ask for a change of a size, one size or a band of sizes.</summary>
/// <example>
/// Nghệ An: "hộ nghèo giảm bình quân 0,5-1,5%/năm" is <c>{ "kind": "reduceBy", "lower": 0.5, "upper": 1.5 }</c>; from 5 % to 3 % in a year the
/// change is 2, above the band: 2 / 1.5 × 100 = 133.33, exceeded by half a point.
/// </example>
public abstract record ChangeBySizeRule : ChangeRule
{
    private protected ChangeBySizeRule(string kind, Direction direction, string method)
        : base(kind, direction, method)
    {
    }

    /// <summary>The least change of a band, in the place of the one size.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Lower { get; init; }

    /// <summary>The change above which the band is exceeded; with <see cref="Lower"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Upper { get; init; }

    internal sealed override bool IsBand => Number is null;

    internal sealed override bool CanBeAveragedOverYears(IndicatorDefinition indicator) => true;

    /// <summary>The planned change of a size.</summary>
    private protected abstract decimal? PlannedOf(decimal size, decimal baseline, in RuleContext context);

    /// <summary>How it is found, with numbers; null where it was given.</summary>
    private protected abstract string? ArithmeticOf(decimal size, decimal baseline, in RuleContext context);

    private protected sealed override decimal? Planned(decimal baseline, in RuleContext context) =>
        (Number ?? Lower) is { } size ? PlannedOf(size, baseline, context) : null;

    private protected sealed override decimal? PlannedMost(decimal baseline, in RuleContext context) =>
        IsBand && Upper is { } size ? PlannedOf(size, baseline, context) : null;

    private protected sealed override string? PlannedArithmetic(decimal baseline, in RuleContext context, bool isMost) =>
        ArithmeticOf((isMost ? Upper : Number ?? Lower) ?? 0, baseline, context);

    internal sealed override NumericRule? Times(decimal factor) =>
        IsBand ? this with { Lower = Lower * factor, Upper = Upper * factor } : base.Times(factor);

    /// <summary>A checkpoint is a level on the way.</summary>
    internal sealed override TargetRule AtCheckpoint(decimal value) =>
        Direction == Direction.Up ? new RaiseTo { Value = value } : new ReduceTo { Value = value };

    private protected string SaidSize(in Tongue tongue, string unit = "") =>
        IsBand ? SaidBand(tongue, Lower, Upper, tongue.Of("trên", "over"), unit) : Said(tongue, Number, tongue.Of("trên", "over"), unit);
}
