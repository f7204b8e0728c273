using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class DeleteTarget : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/targets/{id}", HandleAsync);

    /// <summary>Removes a target under <c>If-Match</c> with its ETag. Its versions stay readable.</summary>
    /// <param name="id">The target's id.</param>
    internal static async Task<Results<NoContent, Problem>> HandleAsync(
        string id, HttpContext http, IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var target = await store.LockAsync(id, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, id);
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(reference.Unit(target.OrganisationUnitId)) is { } foreign) return foreign;
        if (ETags.Refusal(http, RowTags.Of(target, reference)) is { } refusal) return refusal;
        context.Remove(target);
        target.RowVersion++;
        store.AddVersion(target, null, caller, clock.GetUtcNow(), deleted: true);
        context.Entry(target).Property(row => row.RowVersion).OriginalValue = target.RowVersion - 1;
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
