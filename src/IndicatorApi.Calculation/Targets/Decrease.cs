namespace IndicatorApi.Calculation;

/// <summary>Be lower than before, by whatever much (giảm số hộ cận nghèo).</summary>
/// <example>Phường Quang Trung: "Giảm số hộ cận nghèo theo tiêu chí mới" is met with one household less than at the start; no percent exists.</example>
public sealed record Decrease() : DirectionRule(Kind, Direction.Down)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "decrease";

    private protected override string Say(in Tongue tongue) => tongue.Of("giảm", "fall");
}
