using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Closures;

public sealed class GetClosure : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/closures/{id}", HandleAsync);

    /// <summary>One closure.</summary>
    /// <param name="id">The closure's id.</param>
    internal static async Task<Results<Ok<ClosureResponse>, StatusCodeHttpResult, Problem>> HandleAsync(
        string id, HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var closure = !Guid.TryParse(id, out var key) ? null
            : await context.Closures.AsNoTracking().Include(row => row.Reopenings).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (closure is null) return Problem.Unknown(Noun.Closure, id);
        if (ETags.IsUnchanged(http, TagOf(closure))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ClosureResponse.From(closure, null, await cache.GetAsync(cancellationToken)));
    }

    /// <summary>The tag of a closure: only a reopening changes what is shown of it.</summary>
    public static string TagOf(Closure closure) => ETags.Of(closure.Reopenings.Count + 1);
}
