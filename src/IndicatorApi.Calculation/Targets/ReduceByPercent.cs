namespace IndicatorApi.Calculation;

/// <summary>Fall by a share of the baseline (giảm 20% số hộ nghèo).</summary>
/// <remarks>Percent <c>(B - A) / (p B) × 100</c>. This is not a fall by percentage points: that is <see cref="ReduceBy"/> on a rate.</remarks>
/// <example>Phường Quang Trung: "giảm 100% số hộ nghèo" asks for none left, whatever the baseline.</example>
public sealed record ReduceByPercent() : ChangeByPercentRule(Kind, Direction.Down, Methods.Reduction)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "reduceByPercent";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("giảm", "down by")} {SaidSize(tongue, "%")}";

    private protected override void CheckNumber(RuleProblems problems)
    {
        base.CheckNumber(problems);
        if ((Percent ?? Upper) > 100)
            problems.Add(Percent is null ? "upper" : "percent", "Không thể giảm quá 100%.", "Nothing can fall by more than 100 %.");
    }
}
