using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class GetActual : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/actuals/{orgUnit}/{indicator}/{period}", HandleAsync);

    /// <summary>One figure.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="indicator">The indicator's code.</param>
    /// <param name="period">The time it is about.</param>
    /// <param name="group">The sub-group it is for; the whole when left out.</param>
    /// <param name="asOf">As it stood at this instant.</param>
    internal static async Task<Results<Ok<ActualResponse>, StatusCodeHttpResult, Problem>> HandleAsync(
        string orgUnit, string indicator, string period, string? group, string? asOf,
        HttpContext http, IndicatorDbContext context, AsOf moment, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(asOf, cancellationToken);
        if (reference is null) return refused!;
        var (place, unknown) = ActualPlace.Find(orgUnit, indicator, period, reference);
        if (place is null) return unknown!;
        var text = place.Period.ToString();
        var rows = then is { } instant ? context.ActualsAt(instant) : context.Actuals.AsNoTracking().Cast<ActualFigure>();
        var actual = await rows.SingleOrDefaultAsync(
            row => row.OrganisationUnitId == place.Unit.Id && row.IndicatorId == place.Indicator.Id && row.GroupCode == (group ?? "") && row.Period == text, cancellationToken);
        if (actual is null) return Problem.Unknown(Noun.Actual, $"{orgUnit}/{indicator}/{text}");
        if (ETags.IsUnchanged(http, ETags.Of(actual.RowVersion))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ActualResponse.From(actual, actual is ActualRevision revision ? revision.Id : ((Actual)actual).Revision, reference));
    }
}
