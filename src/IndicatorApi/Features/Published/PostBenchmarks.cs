using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Published;

public sealed class PostBenchmarks : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/benchmarks", HandleAsync);

    /// <summary>Records a wider unit's value, one or many: all or none; what is there is replaced, the same body again changes nothing.</summary>
    internal static async Task<Results<Ok<BatchResponse>, Problem>> HandleAsync(
        OneOrMany<BenchmarkBody> body, IndicatorDbContext context, StorePublished store, ReferenceDataCache cache, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var counts = await store.RunAsync(body, reference, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (!body.DryRun && counts.Created + counts.Updated > 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return TypedResults.Ok(new BatchResponse(counts.Created, counts.Updated, counts.Unchanged, body.DryRun));
    }
}
