using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class PutActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>Reports or corrects one figure. One that exists is replaced only under <c>If-Match</c> with its ETag; the old one stays in the revisions.</summary>
    /// <remarks>Where a second person approves the unit's figures, it becomes a submission: 202.</remarks>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; may stand in the body instead.</param>
    internal static async Task<Results<Ok<ActualResponse>, Created<ActualResponse>, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, ActualBody body,
        HttpContext http, Database database, IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(place.Unit) is { } foreign) return foreign;
        var errors = new Errors();
        if (group is not null && body.Group is not null && group != body.Group) errors.Add("group", ErrorCodes.CodeDiffers);
        var write = (body with { Group = group ?? body.Group }).ToWrite(place.Unit, place.Indicator, place.Period, reference, errors, member => member);
        if (errors.AreFatal(out var problem)) return problem;

        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        var writer = new ActualWriter(connection, transaction, clock);
        if (!await writer.CompareAsync([write], cancellationToken)) return new Problem(ErrorCodes.Conflict);
        if ((write.StoredVersion is { } stored ? ETags.Refusal(http, ETags.Of(stored)) : ETags.RefusalOfNew(http)) is { } refusal) return refusal;
        var (refused, submission) = await StoreActuals.CommitAsync([write], (_, member) => member, reference, caller, dryRun: false, connection, transaction, clock, cancellationToken);
        if (refused is not null) return refused;
        if (submission is { } id) return await SubmissionResponse.AcceptedAsync(id, context, reference, cancellationToken);
        http.Response.Headers.ETag = ETags.Of(write.Figure.RowVersion);
        var answer = ActualResponse.From(write.Figure, reference);
        return write.Change == ActualChange.Created ? TypedResults.Created(http.Request.Path.Value + http.Request.QueryString, answer) : TypedResults.Ok(answer);
    }
}
