namespace IndicatorApi.Calculation;

/// <summary>Rise by an amount from the baseline (tăng thêm).</summary>
/// <remarks>Percent <c>(A - B) / N × 100</c>, achieved increase over planned increase.</remarks>
/// <example>"tăng thêm 1 trường đạt chuẩn" from 3, with 4 reached: (4 - 3) / 1 × 100 = 100.</example>
public sealed record RaiseBy() : ChangeByAmountRule(Kind, Direction.Up, Methods.Increase)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "raiseBy";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("tăng", "up by")} {SaidSize(tongue)}";
}
