namespace IndicatorApi.Calculation;

/// <summary>Be higher than before, by whatever much (năm sau cao hơn năm trước).</summary>
/// <example>
/// Phường Lương Khánh Thiện: "số hộ gia đình đạt tiêu chuẩn gia đình văn hóa năm sau cao hơn năm trước" is this kind in each year, and
/// each year is set against the year before.
/// </example>
public sealed record Increase() : DirectionRule(Kind, Direction.Up)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "increase";

    private protected override string Say(in Tongue tongue) => tongue.Of("tăng", "rise");
}
