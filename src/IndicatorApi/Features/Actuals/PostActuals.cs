using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActuals : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/actuals", HandleAsync);

    /// <summary>Reports one figure, or many: all or none; figures that are there are replaced, the same body again changes nothing.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202.</remarks>
    internal static async Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Ok<BatchResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        OneOrMany<ActualItem> body, Database database, IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
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
        var (refused, submission) = await StoreActuals.CommitAsync(writes, body.Where, reference, caller, body.DryRun, connection, transaction, clock, cancellationToken);
        if (refused is not null) return refused;
        if (submission is { } id) return await SubmissionResponse.AcceptedAsync(id, context, reference, cancellationToken);
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
