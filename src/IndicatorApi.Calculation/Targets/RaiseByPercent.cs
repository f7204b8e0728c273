namespace IndicatorApi.Calculation;

/// <summary>Rise by a share of the baseline (tăng 30% so với năm 2025).</summary>
/// <remarks>Percent <c>(A - B) / (p B) × 100</c>. "Tăng 1,5 lần" is <see cref="MultiplyBy"/>, not this.</remarks>
/// <example>"tăng 30%" from 40, with 46 reached: (46 - 40) / (0.3 × 40) × 100 = 50.</example>
public sealed record RaiseByPercent() : ChangeByPercentRule(Kind, Direction.Up, Methods.Increase)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "raiseByPercent";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("tăng", "up by")} {SaidSize(tongue, "%")}";
}
