namespace IndicatorApi.Calculation;

/// <summary>Reach at least a value.</summary>
public sealed record AtLeast : TargetRule
{
    /// <summary>The name in JSON.</summary>
    public const string Kind = "atLeast";

    /// <summary>The value to reach.</summary>
    public required decimal Value { get; init; }
}
