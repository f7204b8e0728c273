using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Resolutions;

public sealed class PutResolution : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/resolutions/{code}", HandleAsync);

    /// <summary>Creates or replaces a resolution. One that exists is replaced only under <c>If-Match</c> with its ETag.</summary>
    /// <param name="code">The resolution's code.</param>
    internal static async Task<Results<Ok<ResolutionBody>, Created<ResolutionBody>, Problem>> HandleAsync(
        string code, ResolutionBody body, IndicatorDbContext context, StoreResolutions store, ReferenceDataCache cache, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (body.Code != code) errors.Add("code", ErrorCodes.CodeDiffers);
        if (errors.AreFatal(out var mismatch)) return mismatch;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var existing = await context.Resolutions.SingleOrDefaultAsync(resolution => resolution.Code == code, cancellationToken);
        var caller = Caller.Of(http.User);
        if (existing is not null && await store.RefusalAsync(existing, caller, cancellationToken) is { } foreign) return foreign;
        if ((existing is null ? ETags.RefusalOfNew(http) : ETags.Refusal(http, RowTags.Of(existing))) is { } refusal) return refusal;
        var counts = await store.RunAsync([body], (_, member) => member, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (counts.Unchanged == 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var reference = await cache.GetAsync(cancellationToken);
        var resolution = reference.Resolution(code)!;
        http.Response.Headers.ETag = RowTags.Of(resolution);
        var answer = ResolutionBody.From(resolution, reference);
        return counts.Created > 0 ? TypedResults.Created($"/api/v1/resolutions/{code}", answer) : TypedResults.Ok(answer);
    }
}
