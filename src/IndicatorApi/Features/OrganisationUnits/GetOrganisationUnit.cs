using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class GetOrganisationUnit(ReferenceDataCache cache)
    : Endpoint<GetOrganisationUnitRequest, Results<Ok<OrganisationUnitBody>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/organisation-units/{code}");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One organisation unit, by its own code, else by the statistics office's. Where several bore that one in turn, <c>asOf</c> says which is
    /// meant; without it the answer names all of them.</summary>
    public override async Task<Results<Ok<OrganisationUnitBody>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetOrganisationUnitRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var code = request.Code;
        if (reference.Unit(code) is null)
        {
            var bearers = reference.Bearers(code, request.AsOf is { } day ? new Period(day, day) : null).ToList();
            if (bearers.Count > 1) return new Problem([Refusals.Ambiguous(code, bearers)]);
            if (bearers is [var one]) code = one.Code;
        }
        return Upsert.Read<OrganisationUnitBody, OrganisationUnit>(reference, code, HttpContext);
    }
}

/// <summary>Which unit, and when.</summary>
public sealed record GetOrganisationUnitRequest
{
    /// <summary>The unit's code, or the statistics office's code of it.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>A day on which the unit bore the statistics office's code; a unit's own code is never given again and needs none.</summary>
    [QueryParam] public DateOnly? AsOf { get; init; }
}

/// <summary>Which unit.</summary>
public sealed record OrganisationUnitRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string Code { get; init; }
}
