using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

public sealed class PutTarget(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache)
    : Endpoint<PutTargetRequest, Results<Ok<TargetResponse>, Problem>>
{
    public override void Configure()
    {
        Put("/api/v1/targets/{id}");
        Group<TargetsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Changes a target under <c>If-Match</c> with its ETag: a new version with its reason; the old one stays readable.</summary>
    public override async Task<Results<Ok<TargetResponse>, Problem>> ExecuteAsync(PutTargetRequest request, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var target = await store.LockAsync(request.Id, cancellationToken);
        if (target is null) return Problem.Unknown(Noun.Target, request.Id);
        var caller = Caller.Of(User);
        if (caller.Grant.Refusal(reference.Unit(target.OrganisationUnitId),
            reference.PathIn(reference.Unit(target.OrganisationUnitId), reference.Calendar.Scope(target))) is { } foreign) return foreign;
        if (ETags.Refusal(HttpContext, RowTags.Of(target, reference)) is { } refusal) return refusal;
        var errors = new Errors();
        var body = request.Body;
        var wanted = body.Resolution is null ? body with { Resolution = reference.Resolution(target.ResolutionId).Code } : body;
        var changed = await store.ReplaceAsync(target, wanted, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (changed)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        HttpContext.Response.Headers.ETag = RowTags.Of(target, reference);
        return TypedResults.Ok(TargetResponse.From(target, reference));
    }
}

/// <summary>A target and its id.</summary>
public sealed record PutTargetRequest
{
    /// <summary>The target's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>What it shall be.</summary>
    [FromBody] public required TargetBody Body { get; init; }
}
