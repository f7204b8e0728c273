namespace IndicatorApi.Calculation;

/// <summary>Stay inside a band; above it is as bad as below (giữ trong khoảng).</summary>
/// <remarks>Below the band the percent is <c>A / L × 100</c>, inside it is 100, above it <c>(2 - A / U) × 100</c>. It cannot be exceeded.</remarks>
/// <example>"giữ mức sinh từ 2,0 đến 2,2" with 2.42: (2 - 2.42 / 2.2) × 100 = 90, not met by 0.22.</example>
public sealed record Within() : BandRule(Kind, Direction.Within, Methods.StrictBand)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "within";

    /// <inheritdoc/>
    public override string TargetText() => $"từ {Numbers.Vietnamese(Lower)} đến {Numbers.Vietnamese(Upper)}";

    private protected override Judgement JudgeAbove(decimal actual, decimal upper) =>
        Judgement.Of((2 * upper) - actual, upper, upper - actual, Verdict.NotMet);
}
