namespace IndicatorApi.Calculation;

/// <summary>Fall from the baseline to a value, asked as a way (giảm còn, xuống còn, không còn).</summary>
/// <remarks>
/// Percent <c>(B - A) / (B - T) × 100</c>. This is the kind for a target of zero: "không còn hộ nghèo" is 100 % when none is left,
/// with nothing divided by zero. A baseline that is already there leaves no percent (<see cref="Reason.TargetZero"/>).
/// </remarks>
/// <example>Phường 9: from 33 poor households to none, with 24 left: (33 - 24) / (33 - 0) × 100 = 27.27.</example>
public sealed record ReduceTo() : ChangeToRule(Kind, Direction.Down)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "reduceTo";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("giảm còn", "down to")} {Said(tongue, Value, tongue.Of("dưới", "under"))}";
}
