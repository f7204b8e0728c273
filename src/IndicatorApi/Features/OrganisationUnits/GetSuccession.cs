using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class GetSuccession(ReferenceDataCache cache) : Endpoint<GetSuccessionRequest, Results<Ok<SuccessionResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/organisation-units/successions/{id}");
        Group<OrganisationUnitsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One succession.</summary>
    public override async Task<Results<Ok<SuccessionResponse>, Problem>> ExecuteAsync(GetSuccessionRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var row = Guid.TryParse(request.Id, out var id) ? reference.Lineage.Successions.FirstOrDefault(one => one.Id == id) : null;
        return row is null ? Problem.Unknown(Noun.Succession, request.Id) : TypedResults.Ok(SuccessionResponse.Of(row, reference));
    }
}

/// <summary>Which succession.</summary>
public sealed record GetSuccessionRequest
{
    /// <summary>The succession's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
