using IndicatorApi.Calculation;

namespace IndicatorApi.Features.Closures;

/// <summary>A period to be closed for a unit and all under it: every actual whose period lies within it can no longer be changed.</summary>
public sealed record ClosureBody
{
    /// <summary>Code of the unit; all under it are closed too.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>The time to be closed. A term has each unit's own days.</summary>
    public required Period Period { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Why a closed period is opened again.</summary>
public sealed record ReopeningBody
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Code of a unit under the closed one: it is opened for this one and all under it only.</summary>
    public string? OrgUnit { get; init; }
}
