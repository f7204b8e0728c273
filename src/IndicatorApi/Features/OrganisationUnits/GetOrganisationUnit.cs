using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class GetOrganisationUnit(ReferenceDataCache cache)
    : Endpoint<OrganisationUnitRequest, Results<Ok<OrganisationUnitBody>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/organisation-units/{code}");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One organisation unit.</summary>
    public override async Task<Results<Ok<OrganisationUnitBody>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        OrganisationUnitRequest request, CancellationToken cancellationToken) =>
        Upsert.Read<OrganisationUnitBody, OrganisationUnit>(await cache.GetAsync(cancellationToken), request.Code, HttpContext);
}

/// <summary>Which unit.</summary>
public sealed record OrganisationUnitRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string Code { get; init; }
}
