namespace IndicatorApi.Calculation;

/// <summary>Reach a band; more than its upper bound is better still (4 - 6 đảng viên/năm).</summary>
/// <remarks>
/// Below the band the percent is <c>A / L × 100</c>, inside it is 100, above it <c>A / U × 100</c>: the one report that states a percent
/// of a range divides by the upper bound. It is judged like a floor, so better lies upward.
/// </remarks>
/// <example>
/// Phường Thạch Quý: "kết nạp 4 - 6 đảng viên/năm". 3 is 75 % and not met; 4, 5 and 6 are 100 % and met; 7 is 7 / 6 × 100 = 116.67 % and exceeded.
/// </example>
public sealed record Between() : BandRule(Kind, Direction.Up, Methods.Band)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "between";

    private protected override string Say(in Tongue tongue) => SaidBand(tongue, Lower, Upper, tongue.Of("trên", "over"));

    private protected override Judgement JudgeAbove(decimal actual, decimal upper) =>
        Share(actual, upper, actual - upper, Verdict.Exceeded);

    private protected override (string Expression, string Arithmetic, Phrase Words) ExplainAbove(decimal actual, decimal upper) => (
        "A / U × 100",
        $"{Formula.N(actual)} / {Formula.N(upper)} × 100",
        new("Dưới khoảng thì chia cho cận dưới, trong khoảng là 100, trên khoảng thì chia cho cận trên.",
            "Below the band over its lower bound, inside it 100, above it over its upper bound."));
}
