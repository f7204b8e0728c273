using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Indicators;

public sealed class PutIndicator : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/indicators/{code}", HandleAsync);

    /// <summary>Creates or replaces an indicator. One that exists is replaced only under <c>If-Match</c> with its ETag.</summary>
    /// <param name="code">The indicator's code.</param>
    internal static async Task<Results<Ok<IndicatorBody>, Created<IndicatorBody>, Problem>> HandleAsync(
        string code, IndicatorBody body, IndicatorDbContext context, StoreIndicators store, ReferenceDataCache cache, HttpContext http, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        if (body.Code != code) errors.Add("code", ErrorCodes.CodeDiffers);
        if (errors.AreFatal(out var mismatch)) return mismatch;
        var caller = Caller.Of(http.User);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.RaiseReferenceAsync(cancellationToken);
        var existing = await context.Indicators.SingleOrDefaultAsync(indicator => indicator.Code == code, cancellationToken);
        if ((existing is null ? ETags.RefusalOfNew(http) : ETags.Refusal(http, RowTags.Of(existing))) is { } refusal) return refusal;
        var counts = await store.RunAsync([body], (_, member) => member, caller, errors, cancellationToken);
        if (errors.AreFatal(out var problem)) return problem;
        if (counts.Unchanged == 0)
        {
            await context.SaveChangesAsync(caller.Author, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var reference = await cache.GetAsync(cancellationToken);
        var indicator = reference.Indicator(code)!;
        http.Response.Headers.ETag = RowTags.Of(indicator);
        var answer = IndicatorBody.From(indicator, reference);
        return counts.Created > 0 ? TypedResults.Created($"/api/v1/indicators/{code}", answer) : TypedResults.Ok(answer);
    }
}
