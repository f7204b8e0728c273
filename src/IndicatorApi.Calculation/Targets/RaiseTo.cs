namespace IndicatorApi.Calculation;

/// <summary>Rise from the baseline to a value, asked as a way (từ ... lên ...).</summary>
/// <remarks>
/// Percent <c>(A - B) / (T - B) × 100</c>: nothing done is 0, the wrong way is negative. Without a baseline there is no percent
/// (<see cref="Reason.BaselineMissing"/>) and the verdict still stands.
/// </remarks>
/// <example>From -5 to -2, with 3 reached: (3 + 5) / (-2 + 5) × 100 = 266.67.</example>
public sealed record RaiseTo() : ChangeToRule(Kind, Direction.Up)
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "raiseTo";

    private protected override string Say(in Tongue tongue) => $"{tongue.Of("tăng lên", "up to")} {Said(tongue, Value, tongue.Of("trên", "over"))}";
}
