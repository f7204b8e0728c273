using FastEndpoints;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class ListClaims(PublishedFigures figures) : Endpoint<ListPublishedRequest, Results<Ok<Page<ClaimBody>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/claims");
        Group<PublishedGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Claims, by unit (as these were created) and age.</summary>
    public override Task<Results<Ok<Page<ClaimBody>>, FileAnswer, Problem>> ExecuteAsync(ListPublishedRequest request, CancellationToken cancellationToken) =>
        figures.ListAsync(PublishedKinds.Claims, request, HttpContext, cancellationToken);
}
