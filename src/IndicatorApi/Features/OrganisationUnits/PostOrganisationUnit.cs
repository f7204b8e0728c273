using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class PostOrganisationUnit(StoreOrganisationUnits store, Upsert upsert)
    : Endpoint<PostOrganisationUnitRequest, Results<Created<OrganisationUnitBody>, Ok<OrganisationUnitBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/organisation-units");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates a unit. One that is there already, with the same content, is answered as it is.</summary>
    public override Task<Results<Created<OrganisationUnitBody>, Ok<OrganisationUnitBody>,
    Problem>> ExecuteAsync(PostOrganisationUnitRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>A unit to be created.</summary>
public sealed record PostOrganisationUnitRequest
{
    /// <summary>The unit.</summary>
    [FromBody] public required OrganisationUnitBody Body { get; init; }
}
