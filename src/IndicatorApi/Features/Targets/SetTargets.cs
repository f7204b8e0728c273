using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

/// <summary>Stores new targets and answers; what both routes that set them share.</summary>
public sealed class SetTargets(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache)
{
    /// <summary>Stores all items or none; the route under a resolution has put its code into each.</summary>
    public async Task<Results<Created<TargetResponse>, Ok<TargetResponse>, Ok<BatchResponse>, Problem>> RunAsync(
        OneOrMany<TargetBody> body, IReadOnlyList<TargetBody> items, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var (counts, rows) = await store.RunAsync(items, body.Where, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (body.IsSingle && counts.Updated > 0) return new Problem(ErrorCodes.AlreadyExists, rows[0].Id);
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        if (!body.IsSingle) return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));

        http.Response.Headers.ETag = RowTags.Of(rows[0]);
        var answer = TargetResponse.From(rows[0], reference);
        return counts.Created > 0 ? TypedResults.Created($"/api/v1/targets/{answer.Id}", answer) : TypedResults.Ok(answer);
    }
}
