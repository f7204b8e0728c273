namespace IndicatorApi.Calculation;

/// <summary>One measure of a composite: an indicator and what is asked of it.</summary>
public sealed record CompositeMember
{
    /// <summary>The code of its indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>The sub-group it is for; null for the whole.</summary>
    public string? Group { get; init; }

    /// <summary>What is asked; any kind that is judged by figures.</summary>
    public required TargetRule Rule { get; init; }

    /// <summary>The value at the start, where it is known.</summary>
    public Baseline? Baseline { get; init; }
}
