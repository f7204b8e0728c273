using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActuals : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/actuals", HandleAsync);

    /// <summary>Reports one figure, or many: all or none; figures that are there are replaced, the same body again changes nothing.</summary>
    internal static async Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Ok<BatchResponse>, Problem>> HandleAsync(
        OneOrMany<ActualItem> body, Database database, ReferenceDataCache cache, TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var caller = Caller.Of(http.User);
        var errors = new Errors();
        var writes = StoreActuals.Read(body.Items, body.Where, reference, caller, errors);
        if (errors.AreFatal(out var problem)) return problem;

        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        var writer = new ActualWriter(connection, transaction, clock);
        if (!await writer.CompareAsync(writes, reference.Version, cancellationToken)) return new Problem(ErrorCodes.Conflict);
        if (body.IsSingle && writes[0].Change == ActualChange.Updated) return new Problem(ErrorCodes.AlreadyExists, Address(body.Items[0]));
        if (!body.DryRun && writes.Any(write => write.Change != ActualChange.Unchanged))
        {
            await writer.SaveAsync(writes, caller.Name, cancellationToken);
            await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
        }
        int Count(ActualChange change) => writes.Count(write => write.Change == change);
        if (!body.IsSingle)
            return TypedResults.Ok(new BatchResponse(Count(ActualChange.Created), Count(ActualChange.Updated), Count(ActualChange.Unchanged), body.DryRun));

        http.Response.Headers.ETag = ETags.Of(writes[0].Figure.RowVersion);
        var answer = ActualResponse.From(writes[0].Figure, reference);
        return writes[0].Change == ActualChange.Created ? TypedResults.Created($"/api/v1/actuals/{Address(body.Items[0])}", answer) : TypedResults.Ok(answer);
    }

    private static string Address(ActualItem item) =>
        $"{item.OrgUnit}/{item.Indicator}/{item.Period}{(item.Group is null ? "" : $"?group={item.Group}")}";
}
