using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PutTarget : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/targets/{id}", HandleAsync);

    /// <summary>Changes a target under <c>If-Match</c> with its ETag: a new version with its reason; the old one stays readable.</summary>
    /// <param name="id">The target's id.</param>
    internal static async Task<Results<Ok<TargetResponse>, Problem>> HandleAsync(
        string id, TargetBody body, HttpContext http, IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var target = await store.LockAsync(id, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, id);
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(reference.Unit(target.OrganisationUnitId)) is { } foreign) return foreign;
        if (ETags.Refusal(http, RowTags.Of(target, reference)) is { } refusal) return refusal;
        var errors = new Errors();
        var wanted = body.Resolution is null ? body with { Resolution = reference.Resolution(target.ResolutionId).Code } : body;
        var changed = await store.ReplaceAsync(target, wanted, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (changed)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        http.Response.Headers.ETag = RowTags.Of(target, reference);
        return TypedResults.Ok(TargetResponse.From(target, reference));
    }
}
