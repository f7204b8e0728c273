using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class GetResolution : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resolutions/{code}", HandleAsync);

    /// <summary>One resolution.</summary>
    /// <param name="code">The resolution's code.</param>
    internal static async Task<Results<Ok<ResolutionBody>, StatusCodeHttpResult, Problem>> HandleAsync(
        string code, HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Resolution(code) is not { } resolution) return Problem.Unknown(Noun.Resolution, code);
        if (ETags.IsUnchanged(http, RowTags.Of(resolution))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ResolutionBody.From(resolution, reference));
    }
}
