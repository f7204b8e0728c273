using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class PostOrganisationUnitBatch(StoreOrganisationUnits store, Upsert upsert)
    : Endpoint<PostOrganisationUnitBatchRequest, Results<Ok<BatchResponse>, Problem>>
{
    public override void Configure()
    {
        Post("/api/v1/organisation-units/batch");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Plan);
        Metadata(new TakesIdempotencyKey());
    }

    /// <summary>Stores many organisation units: all or none, parents in any order; the same body again changes nothing.</summary>
    public override Task<Results<Ok<BatchResponse>, Problem>> ExecuteAsync(PostOrganisationUnitBatchRequest request, CancellationToken cancellationToken) =>
        upsert.PostBatchAsync(store, request.Body, HttpContext, cancellationToken);
}

/// <summary>Many organisation units.</summary>
public sealed record PostOrganisationUnitBatchRequest
{
    /// <summary>All of them.</summary>
    [FromBody] public required Batch<OrganisationUnitBody> Body { get; init; }
}
