namespace IndicatorApi.Calculation;

/// <summary>Fall by an amount from the baseline (giảm 2 hộ; giảm 1,5 điểm %).</summary>
/// <remarks>Percent <c>(B - A) / N × 100</c>, achieved reduction over planned reduction.</remarks>
/// <example>
/// Phường Lương Khánh Thiện: "tỷ lệ hộ nghèo giảm 2 hộ" from 9. Nothing done is 0 %, 8 left is 50 %, 7 left is 100 %, 6 left is 150 %
/// and 10 left is -50 %.
/// </example>
public sealed record ReduceBy() : ChangeByAmountRule(Kind, Direction.Down, Methods.Reduction)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "reduceBy";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("giảm", "down by")} {SaidSize(tongue)}";
}
