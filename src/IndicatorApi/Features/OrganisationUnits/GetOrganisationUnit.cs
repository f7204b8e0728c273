using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class GetOrganisationUnit : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/organisation-units/{code}", HandleAsync);

    /// <summary>One organisation unit.</summary>
    /// <param name="code">The unit's code.</param>
    internal static async Task<Results<Ok<OrganisationUnitBody>, StatusCodeHttpResult, Problem>> HandleAsync(
        string code, HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Unit(code) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, code);
        if (ETags.IsUnchanged(http, RowTags.Of(unit))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(OrganisationUnitBody.From(unit, reference));
    }
}
