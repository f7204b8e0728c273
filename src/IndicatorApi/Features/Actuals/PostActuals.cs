using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PostActuals : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/actuals", HandleAsync);

    /// <summary>Reports one figure, or many: all or none; figures that are there are replaced, the same body again changes nothing. A dry run shows what would change, with the percents before and after.</summary>
    /// <remarks>Where a second person approves the figures of one of the units, those that change become one submission: 202.</remarks>
    internal static async Task<Results<Created<ActualResponse>, Ok<ActualResponse>, Ok<ActualBatchResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        OneOrMany<ActualItem> body, Database database, IndicatorDbContext context, ReferenceDataCache cache, ActualEffects effects, TimeProvider clock, HttpContext http, CancellationToken cancellationToken)
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
        if (!await writer.CompareAsync(writes, cancellationToken)) return new Problem(ErrorCodes.Conflict);
        if (body.IsSingle && writes[0].Change == ActualChange.Updated) return new Problem(ErrorCodes.AlreadyExists, Address(body.Items[0]));
        var (refused, submission) = await StoreActuals.CommitAsync(writes, body.Where, reference, caller, body.DryRun, connection, transaction, clock, cancellationToken);
        if (refused is not null) return refused;
        if (submission is { } id) return await SubmissionResponse.AcceptedAsync(id, context, reference, cancellationToken);
        // What would come of it is worked out on the figures themselves; the transaction ends without them.
        var changes = body.DryRun ? await effects.OfAsync(connection, writer, writes, reference, caller.Author, cancellationToken) : null;
        int Count(ActualChange change) => writes.Count(write => write.Change == change);
        if (!body.IsSingle)
            return TypedResults.Ok(new ActualBatchResponse(Count(ActualChange.Created), Count(ActualChange.Updated), Count(ActualChange.Unchanged), body.DryRun, changes));

        http.Response.Headers.ETag = ETags.Of(writes[0].Figure.RowVersion);
        var answer = ActualResponse.From(writes[0].Figure, reference);
        return writes[0].Change == ActualChange.Created ? TypedResults.Created($"/api/v1/actuals/{Address(body.Items[0])}", answer) : TypedResults.Ok(answer);
    }

    private static string Address(ActualItem item) =>
        $"{item.OrgUnit}/{item.Indicator}/{item.Period}{(item.Group is null ? "" : $"?group={item.Group}")}";
}

/// <summary>What a batch of figures did.</summary>
/// <param name="Created">Figures that were new.</param>
/// <param name="Updated">Figures that replaced others.</param>
/// <param name="Unchanged">Figures that were there already, with the same content.</param>
/// <param name="DryRun">True when nothing was stored.</param>
/// <param name="Changes">Of a dry run: what would change, in the order of the items, the first 1,000; null otherwise.</param>
public sealed record ActualBatchResponse(int Created, int Updated, int Unchanged, bool DryRun, IReadOnlyList<FigureChange>? Changes);
