namespace IndicatorApi.Features.Shared;

/// <summary>What is said with a decision.</summary>
public sealed record DecisionBody
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Why something is rejected.</summary>
public sealed record RejectionBody
{
    /// <summary>Why: who proposed it has to know what to mend.</summary>
    public required string Reason { get; init; }
}
