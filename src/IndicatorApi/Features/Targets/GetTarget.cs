using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class GetTarget : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/targets/{id}", HandleAsync);

    /// <summary>One target.</summary>
    /// <param name="id">The target's id.</param>
    private static async Task<Results<Ok<TargetResponse>, StatusCodeHttpResult, Problem>> HandleAsync(
        string id, HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var target = Guid.TryParse(id, out var key) ? await context.Targets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken) : null;
        if (target is null) return Problem.Unknown(Noun.Target, id);
        if (ETags.IsUnchanged(http, ETags.Of(target))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(TargetResponse.From(target, await cache.GetAsync(cancellationToken)));
    }
}
