namespace IndicatorApi.Calculation;

/// <summary>A stretch of whole days, both ends included.</summary>
public readonly record struct Period
{
    /// <summary>The first day.</summary>
    public DateOnly Start { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly End { get; init; }
}
