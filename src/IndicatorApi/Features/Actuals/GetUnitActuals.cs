using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class GetUnitActuals(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<GetUnitActualsRequest, Results<Ok<UnitActualsResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/actuals/{orgUnit}/{period}");
        Group<ActualsGroup>();
        Policies(Right.Read);
    }

    /// <summary>All figures of a unit for exactly one period, and what awaits one that is reported now: a closed period, or a second person.</summary>
    public override async Task<Results<Ok<UnitActualsResponse>, Problem>> ExecuteAsync(GetUnitActualsRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var asked = ParameterText.Period(errors, "period", request.Period);
        if (errors.AreFatal(out var problem)) return problem;
        if (reference.Unit(request.OrgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, request.OrgUnit);
        var (period, name) = (asked!.Value, asked.Value.ToString());
        var rows = await context.Actuals.AsNoTracking().Where(row => row.OrganisationUnitId == unit.Id && row.Period == name)
            .OrderBy(row => row.IndicatorId).ThenBy(row => row.GroupCode).ToListAsync(cancellationToken);
        var closure = await context.ClosureOfAsync(unit, period, reference, cancellationToken);
        reference = await cache.NamingAsync(reference, rows, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(new UnitActualsResponse
        {
            OrgUnit = unit.Code,
            Period = period,
            Reviewed = reference.IsReviewed(unit),
            Closure = closure is null ? null : ClosureResponse.From(closure, holds: true, reference),
            Items = [.. rows.Select(row => ActualResponse.From(row, reference))],
        });
    }
}

/// <summary>Whose figures, and for when.</summary>
public sealed record GetUnitActualsRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The time that they are about.</summary>
    [RouteParam] public required string Period { get; init; }
}

/// <summary>The figures of a unit for one period.</summary>
public sealed record UnitActualsResponse
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>The period.</summary>
    public required Period Period { get; init; }

    /// <summary>Whether a figure that is reported waits for a second person.</summary>
    public required bool Reviewed { get; init; }

    /// <summary>The closure that holds all of the period for the unit: no figure can be changed until it is opened again. Null when there is none.</summary>
    public required ClosureResponse? Closure { get; init; }

    /// <summary>The figures, by indicator (as these were created) and sub-group.</summary>
    public required IReadOnlyList<ActualResponse> Items { get; init; }
}
