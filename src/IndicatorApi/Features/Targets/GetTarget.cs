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
    /// <param name="asOf">As it stood at this instant.</param>
    internal static async Task<Results<Ok<TargetResponse>, StatusCodeHttpResult, Problem>> HandleAsync(
        string id, string? asOf, HttpContext http, IndicatorDbContext context, AsOf moment, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(asOf, cancellationToken);
        if (reference is null) return refused!;
        TargetTerms? target = !Guid.TryParse(id, out var key) ? null
            : then is { } instant ? await context.TargetsAt(instant).SingleOrDefaultAsync(row => row.TargetId == key, cancellationToken)
            : await context.Targets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, id);
        if (ETags.IsUnchanged(http, RowTags.Of(target, reference))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(TargetResponse.From(target, key, reference));
    }
}
