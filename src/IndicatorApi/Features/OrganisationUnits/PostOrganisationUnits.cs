using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class PostOrganisationUnits(StoreOrganisationUnits store, Upsert upsert)
    : Endpoint<PostOrganisationUnitsRequest, Results<Created<OrganisationUnitBody>, Ok<BatchResponse>, Ok<OrganisationUnitBody>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/organisation-units");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Creates one unit, or stores many: all or none, parents in any order, the same body again changes nothing.</summary>
    public override Task<Results<Created<OrganisationUnitBody>, Ok<BatchResponse>, Ok<OrganisationUnitBody>, Problem>> ExecuteAsync(PostOrganisationUnitsRequest request, CancellationToken cancellationToken) =>
        upsert.PostAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>One unit or many.</summary>
public sealed record PostOrganisationUnitsRequest
{
    /// <summary>The unit, or all of them.</summary>
    [FromBody] public required OneOrMany<OrganisationUnitBody> Body { get; init; }
}
