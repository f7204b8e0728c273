using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Actuals;

public sealed class DeleteActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>Withdraws one figure under <c>If-Match</c> with its ETag. Its revisions stay, and so does the fact of the withdrawal.</summary>
    /// <remarks>Where a second person approves the unit's figures, the withdrawal becomes a submission: 202.</remarks>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; the whole when left out.</param>
    /// <param name="reason">Why; kept with the revision.</param>
    internal static async Task<Results<NoContent, Accepted<SubmissionResponse>, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, string? reason,
        HttpContext http, Database database, IndicatorDbContext context, ReferenceDataCache cache, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var caller = Caller.Of(http.User);
        if (caller.Scope.Refusal(place.Unit) is { } foreign) return foreign;
        var errors = new Errors();
        var why = Text.Clean(errors, "reason", reason, 1000);
        if (errors.AreFatal(out var problem)) return problem;

        var (connection, transaction) = await StoreActuals.BeginAsync(database, cancellationToken);
        await using var _ = connection;
        await using var __ = transaction;
        var write = place.ToRemoval(group, why, reference);
        if (!await new ActualWriter(connection, transaction, clock).CompareAsync([write], cancellationToken)) return new Problem(ErrorCodes.Conflict);
        if (write.StoredVersion is not { } stored) return Problem.Unknown(Noun.Actual, $"{orgUnit}/{indicator}/{place.Period}");
        if (ETags.Refusal(http, ETags.Of(stored)) is { } refusal) return refusal;
        var (refused, submission) = await StoreActuals.CommitAsync([write], (_, member) => member, reference, caller, dryRun: false, connection, transaction, clock, cancellationToken);
        if (refused is not null) return refused;
        return submission is { } id ? await SubmissionResponse.AcceptedAsync(id, context, reference, cancellationToken) : TypedResults.NoContent();
    }
}
