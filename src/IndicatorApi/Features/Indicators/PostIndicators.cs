using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class PostIndicators : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/indicators", HandleAsync);

    /// <summary>Creates one indicator, or stores many: all or none; the same body again changes nothing.</summary>
    internal static async Task<Results<Created<IndicatorBody>, Ok<BatchResponse>, Ok<IndicatorBody>, Problem>> HandleAsync(
        OneOrMany<IndicatorBody> body, IndicatorDbContext context, StoreIndicators store, ReferenceDataCache cache, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var counts = await store.RunAsync(body.Items, body.Where, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (body.IsSingle && counts.Updated > 0) return new Problem(ErrorCodes.AlreadyExists, body.Items[0].Code);
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        if (!body.IsSingle) return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));

        var reference = await cache.GetAsync(cancellationToken);
        var indicator = reference.Indicator(body.Items[0].Code)!;
        http.Response.Headers.ETag = RowTags.Of(indicator);
        var answer = IndicatorBody.From(indicator, reference);
        return counts.Created > 0 ? TypedResults.Created($"/api/v1/indicators/{indicator.Code}", answer) : TypedResults.Ok(answer);
    }
}
