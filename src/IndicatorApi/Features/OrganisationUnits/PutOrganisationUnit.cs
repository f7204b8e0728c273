using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class PutOrganisationUnit(StoreOrganisationUnits store, Upsert upsert)
    : Endpoint<PutOrganisationUnitRequest, Results<Ok<OrganisationUnitBody>, Created<OrganisationUnitBody>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/organisation-units/{code}");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Creates or replaces a unit. One that exists is replaced only under <c>If-Match</c> with its ETag.</summary>
    public override Task<Results<Ok<OrganisationUnitBody>, Created<OrganisationUnitBody>, Problem>> ExecuteAsync(
        PutOrganisationUnitRequest request, CancellationToken cancellationToken) =>
        upsert.PutAsync(store, request.Code, request.Body, HttpContext, cancellationToken);
}

/// <summary>A unit and its code.</summary>
public sealed record PutOrganisationUnitRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string Code { get; init; }

    /// <summary>The unit.</summary>
    [FromBody] public required OrganisationUnitBody Body { get; init; }
}
