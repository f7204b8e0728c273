using FastEndpoints;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Resolutions;

public sealed class DeleteResolution(IndicatorDbContext context, StoreResolutions store, TimeProvider clock)
    : Endpoint<ResolutionRequest, Results<NoContent, Problem>>
{
    public override void Configure()
    {
        Delete("/api/v1/resolutions/{code}");
        Group<ResolutionsGroup>();
        Policies(Right.Plan);
    }

    /// <summary>Removes a resolution that nothing uses, under <c>If-Match</c> with its ETag.</summary>
    public override async Task<Results<NoContent, Problem>> ExecuteAsync(ResolutionRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var resolution = await context.Resolutions.FromSql($"SELECT * FROM resolution WHERE code = {request.Code} FOR UPDATE")
            .SingleOrDefaultAsync(cancellationToken);
        if (resolution is null) return Problem.Unknown(Noun.Resolution, request.Code);
        var caller = Caller.Of(User);
        if (await store.RefusalAsync(resolution, caller, cancellationToken) is { } foreign) return foreign;
        if (ETags.Refusal(HttpContext, RowTags.Of(resolution)) is { } refusal) return refusal;
        var use = await context.Targets.AnyAsync(row => row.ResolutionId == resolution.Id, cancellationToken) ? Noun.Target
            : await context.Claims.AnyAsync(row => row.ResolutionId == resolution.Id, cancellationToken) ? Noun.Claim
            : null;
        if (use is not null) return new Problem(ErrorCodes.StillReferenced, use);
        context.RemoveCoded(resolution, caller.Name, clock);
        await context.SaveChangesAsync(caller.Author, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
