using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Features.Shared;

/// <summary>A period that was closed.</summary>
public sealed record ClosureResponse
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Code of the unit that it was closed for, with all under it at that time.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>The closed period.</summary>
    public required Period Period { get; init; }

    /// <summary>Whether it still holds: for the unit asked about with <c>orgUnit</c>, otherwise for any.</summary>
    public required bool Holds { get; init; }

    /// <summary>For how many units it was closed.</summary>
    public required int Units { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was closed.</summary>
    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>Who closed it.</summary>
    public required string ClosedBy { get; init; }

    /// <summary>Since opened again, in order.</summary>
    public required IReadOnlyList<ReopeningResponse> Reopenings { get; init; }

    /// <summary>The answer for a stored closure.</summary>
    public static ClosureResponse From(Closure closure, bool? holds, ReferenceData reference) => new()
    {
        Id = closure.Id,
        OrgUnit = reference.Unit(closure.OrganisationUnitId).Code,
        Period = Period.Parse(closure.Period, null),
        Holds = holds ?? closure.Reopenings.Sum(reopening => reopening.Units) < closure.Units,
        Units = closure.Units,
        Reason = closure.Reason,
        ClosedAt = closure.ClosedAt,
        ClosedBy = closure.ClosedBy,
        Reopenings = [.. closure.Reopenings.OrderBy(reopening => reopening.ReopenedAt).ThenBy(reopening => reopening.Id)
            .Select(reopening => new ReopeningResponse(reference.Unit(reopening.OrganisationUnitId).Code, reopening.Units, reopening.Reason,
                reopening.ReopenedAt, reopening.ReopenedBy))],
    };
}

/// <summary>That a closed period was opened again.</summary>
/// <param name="OrgUnit">Code of the unit that it was opened for, with all under it.</param>
/// <param name="Units">For how many units.</param>
/// <param name="Reason">Why.</param>
/// <param name="ReopenedAt">When.</param>
/// <param name="ReopenedBy">Who did it.</param>
public sealed record ReopeningResponse(string OrgUnit, int Units, string Reason, DateTimeOffset ReopenedAt, string ReopenedBy);
