using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class GetActual(IndicatorDbContext context, AsOf moment)
    : Endpoint<GetActualRequest, Results<Ok<ActualResponse>, StatusCodeHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/actuals/{orgUnit}/{indicator}/{period}");
        Group<ActualsGroup>();
        Policies(Right.Read);
    }

    /// <summary>One figure.</summary>
    public override async Task<Results<Ok<ActualResponse>, StatusCodeHttpResult, Problem>> ExecuteAsync(
        GetActualRequest request, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(request.AsOf, cancellationToken);
        if (reference is null) return refused!;
        var (place, unknown) = ActualPlace.Find(request.OrgUnit, request.Indicator, request.Period, reference);
        if (place is null) return unknown!;
        var text = place.Period.ToString();
        var rows = then is { } instant ? context.ActualsAt(instant) : context.Actuals.AsNoTracking().Cast<ActualFigure>();
        var group = request.Group ?? "";
        var actual = await rows.SingleOrDefaultAsync(
            row => row.OrganisationUnitId == place.Unit.Id && row.IndicatorId == place.Indicator.Id && row.GroupCode == group && row.Period == text,
            cancellationToken);
        if (actual is null) return Problem.Unknown(Noun.Actual, $"{request.OrgUnit}/{request.Indicator}/{text}");
        if (ETags.IsUnchanged(HttpContext, ETags.Of(actual.RowVersion))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ActualResponse.From(actual, actual is ActualRevision revision ? revision.Id : ((Actual)actual).Revision, reference));
    }
}

/// <summary>Which figure, and as of when.</summary>
public sealed record GetActualRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The indicator's code.</summary>
    [RouteParam] public required string Indicator { get; init; }

    /// <summary>The time it is about.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>The sub-group it is for; the whole when left out.</summary>
    [QueryParam] public string? Group { get; init; }

    /// <summary>As it stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }
}
