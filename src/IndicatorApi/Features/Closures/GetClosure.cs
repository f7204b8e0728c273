using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Closures;

public sealed class GetClosure(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<GetClosureRequest, Results<Ok<ClosureResponse>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/closures/{id}");
        Group<ClosuresGroup>();
        Policies(Right.Read);
    }

    /// <summary>One closure.</summary>
    public override async Task<Results<Ok<ClosureResponse>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetClosureRequest request, CancellationToken cancellationToken)
    {
        var closure = !Guid.TryParse(request.Id, out var key) ? null
            : await context.Closures.AsNoTracking().Include(row => row.Reopenings).SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (closure is null) return Problem.Unknown(Noun.Closure, request.Id);
        if (ETags.IsUnchanged(HttpContext, TagOf(closure))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ClosureResponse.From(closure, null, await cache.GetAsync(cancellationToken)));
    }

    /// <summary>The tag of a closure: only a reopening changes what is shown of it.</summary>
    public static string TagOf(Closure closure) => ETags.Of(closure.Reopenings.Count + 1);
}

/// <summary>Which closure.</summary>
public sealed record GetClosureRequest
{
    /// <summary>The closure's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
