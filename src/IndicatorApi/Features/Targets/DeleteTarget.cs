using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class DeleteTarget(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache, TimeProvider clock)
    : Endpoint<TargetRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/targets/{id}");
        Group<TargetsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Removes a target under <c>If-Match</c> with its ETag. Its versions stay readable.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(TargetRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var target = await store.LockAsync(request.Id, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, request.Id);
        var caller = Caller.Of(User);
        if (caller.Grant.Refusal(reference.Unit(target.OrganisationUnitId),
            reference.PathIn(reference.Unit(target.OrganisationUnitId), reference.Calendar.Scope(target))) is { } foreign) return foreign;
        if (ETags.Refusal(HttpContext, RowTags.Of(target, reference)) is { } refusal) return refusal;
        if (await context.Targets.AnyAsync(row => row.ParentTargetId == target.Id, cancellationToken)) return new Problem(
            ErrorCodes.StillReferenced, Noun.Target);
        context.Remove(target);
        target.RowVersion++;
        store.AddVersion(target, null, caller, clock.GetUtcNow(), deleted: true);
        context.Entry(target).Property(row => row.RowVersion).OriginalValue = target.RowVersion - 1;
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>Which target.</summary>
public sealed record TargetRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
