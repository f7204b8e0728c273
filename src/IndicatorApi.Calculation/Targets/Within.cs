namespace IndicatorApi.Calculation;

/// <summary>Stay inside a band; above it is as bad as below (giữ trong khoảng).</summary>
/// <remarks>Below the band the percent is <c>A / L × 100</c>, inside it is 100, above it <c>(2 - A / U) × 100</c>. It cannot be exceeded.</remarks>
/// <example>"giữ mức sinh từ 2,0 đến 2,2" with 2.42: (2 - 2.42 / 2.2) × 100 = 90, not met by 0.22.</example>
public sealed record Within() : BandRule(Kind, Direction.Within, Methods.StrictBand)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "within";

    private protected override string Say(in Tongue tongue) =>
        $"{(About ? tongue.Of("khoảng ", "about ") : "")}{tongue.Of("từ", "from")} {tongue.N(Lower)} {tongue.Of("đến", "to")} {tongue.N(Upper)}";

    private protected override Judgement JudgeAbove(decimal actual, decimal upper) =>
        Share((2 * upper) - actual, upper, upper - actual, Verdict.NotMet);

    private protected override (string Expression, string Arithmetic, Phrase Words) ExplainAbove(decimal actual, decimal upper) => (
        "(2 - A / U) × 100",
        $"(2 - {Formula.N(actual)} / {Formula.N(upper)}) × 100",
        new("Dưới khoảng thì chia cho cận dưới, trong khoảng là 100, trên khoảng thì lấy hai trừ đi thương với cận trên.",
            "Below the band over its lower bound, inside it 100, above it two less the share of its upper bound."));
}
