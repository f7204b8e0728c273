using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Targets;

/// <summary>Stores new targets and answers; what both routes that set them share.</summary>
public sealed class SetTargets(IndicatorDbContext context, StoreTargets store, ReferenceDataCache cache)
{
    /// <summary>Sets one.</summary>
    /// <param name="body">The target.</param>
    /// <param name="under">Code of the resolution in the address, where one stands there.</param>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Results<Created<TargetResponse>, Ok<TargetResponse>,
    Problem>> OneAsync(TargetBody body, string? under, HttpContext http, CancellationToken cancellationToken)
    {
        var (counts, rows, reference, problem) = await StoreAsync(Batch<TargetBody>.One(body), under, http, cancellationToken);
        if (problem is not null) return problem;
        http.Response.Headers.ETag = RowTags.Of(rows[0], reference);
        var answer = TargetResponse.From(rows[0], reference);
        return counts.Created > 0 ? TypedResults.Created($"/api/v1/targets/{answer.Id}", answer) : TypedResults.Ok(answer);
    }

    /// <inheritdoc cref="OneAsync"/>
    /// <summary>Sets many: all or none.</summary>
    public async Task<Results<Ok<BatchResponse>, Problem>> ManyAsync(
        Batch<TargetBody> body, string? under, HttpContext http, CancellationToken cancellationToken)
    {
        var (counts, _, _, problem) = await StoreAsync(body, under, http, cancellationToken);
        if (problem is not null) return problem;
        return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));
    }

    private async Task<(UpsertCounts Counts, IReadOnlyList<Target> Rows, ReferenceData Reference, Problem? Problem)> StoreAsync(
        Batch<TargetBody> body, string? under, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        if (under is not null && reference.Resolution(under) is null) return Refused(Problem.Unknown(Noun.Resolution, under));
        var errors = new Errors();
        for (var i = 0; under is not null && i < body.Items.Count; i++)
        {
            if (body.Items[i].Resolution is { } other && other != under) errors.Add(body.Where(i, "resolution"), ErrorCodes.CodeDiffers);
        }
        if (errors.AreFatal(out var differs)) return Refused(differs);
        var items = under is null ? body.Items : body.Items.Select(item => item with { Resolution = under }).ToList();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var (counts, rows) = await store.RunAsync(items, body.Where, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return Refused(problem);
        if (body.IsSingle && counts.Updated > 0) return Refused(new Problem(ErrorCodes.AlreadyExists, rows[0].Id));
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return (counts, rows, reference, null);

        (UpsertCounts, IReadOnlyList<Target>, ReferenceData, Problem?) Refused(Problem refusal) => (default, [], reference, refusal);
    }
}
