using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class DeleteActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapDelete("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>Withdraws one figure under <c>If-Match</c> with its ETag. Its revisions stay, and so does the fact of the withdrawal.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; the whole when left out.</param>
    /// <param name="reason">Why; kept with the revision.</param>
    internal static async Task<Results<NoContent, Problem>> HandleAsync(
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
        await VersionCounters.RaiseUnitsAsync(connection, [place.Unit.Id], cancellationToken);
        var text = place.Period.ToString();
        var actual = await context.Actuals.AsNoTracking().SingleOrDefaultAsync(
            row => row.OrganisationUnitId == place.Unit.Id && row.IndicatorId == place.Indicator.Id && row.GroupCode == (group ?? "") && row.Period == text, cancellationToken);
        if (actual is null) return Problem.Unknown(Noun.Actual, $"{orgUnit}/{indicator}/{text}");
        if (ETags.Refusal(http, ETags.Of(actual.RowVersion)) is { } refusal) return refusal;
        await new ActualWriter(connection, transaction, clock).RemoveAsync(actual, actual.RowVersion, why, caller.Name, cancellationToken);
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
        return TypedResults.NoContent();
    }
}
