using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class GetIndicator : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/indicators/{code}", HandleAsync);

    /// <summary>One indicator.</summary>
    /// <param name="code">The indicator's code.</param>
    internal static async Task<Results<Ok<IndicatorBody>, StatusCodeHttpResult, Problem>> HandleAsync(
        string code, HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Indicator(code) is not { } indicator) return Problem.Unknown(Noun.Indicator, code);
        if (ETags.IsUnchanged(http, RowTags.Of(indicator))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(IndicatorBody.From(indicator, reference));
    }
}
