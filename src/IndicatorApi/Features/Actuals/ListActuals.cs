using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class ListActuals(IndicatorDbContext context, ReferenceDataCache cache, AsOf moment)
    : Endpoint<ListActualsRequest, Results<Ok<Page<ActualResponse>>, FileAnswer, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/actuals");
        Group<ActualsGroup>();
        Policies(Right.Read);
        Description(route => route.WithFiles());
    }

    /// <summary>Figures, by unit and indicator (as these were created), sub-group and period.</summary>
    public override async Task<Results<Ok<Page<ActualResponse>>, FileAnswer, Problem>> ExecuteAsync(
        ListActualsRequest request, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moment.ReadAsync(request.AsOf, cancellationToken);
        if (reference is null) return refused!;
        var errors = new Errors();
        var choice = FileChoice.Of(request, HttpContext.Request, errors);
        var size = request.Size(errors);
        var periodWanted = ParameterText.Period(errors, "period", request.Period)?.ToString();
        var statusWanted = ParameterText.Word<ActualStatus>(errors, "status", request.Status);
        var rows = then is { } instant ? context.ActualsAt(instant) : context.Actuals.AsNoTracking().Cast<ActualFigure>();
        if (choice is null && request.After(HttpContext, errors, 4) is [var u, var i, var g, var p])
        {
            if (!Guid.TryParse(u, out var unitAfter) || !Guid.TryParse(i, out var indicatorAfter))
                return new Problem([new Error("cursor", ErrorCodes.InvalidCursor)]);
            rows = rows.Where(row => EF.Functions.GreaterThan(
                ValueTuple.Create(row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period), ValueTuple.Create(unitAfter, indicatorAfter, g, p)));
        }
        if (errors.AreFatal(out var problem)) return problem;
        (rows, var unknown) = ActualPlace.Narrow(rows, request.OrgUnit, request.Under, request.Indicator, reference);
        if (unknown is not null) return unknown;
        if (periodWanted is not null) rows = rows.Where(row => row.Period == periodWanted);
        rows = rows.Between(request.From, request.To, reference.Calendar);
        if (request.Late is { } late) rows = rows.Where(row => row.Late == late);
        if (statusWanted is not null) rows = rows.Where(row => row.Figure.Status == statusWanted);

        var ordered = rows.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.IndicatorId).ThenBy(row => row.GroupCode).ThenBy(row => row.Period);
        if (choice is not null)
        {
            var items = ordered.AsAsyncEnumerable()
                .NamedAsync(new Naming(cache, reference, then is null), row => (row.OrganisationUnitId, row.IndicatorId), Item, cancellationToken);
            return FileAnswer.Of(choice, items, "actuals", request.OrgUnit ?? request.Under, request.Indicator, periodWanted);
        }
        var found = await ordered.Take(size + 1).ToListAsync(cancellationToken);
        if (then is null) reference = await cache.NamingAsync(reference, found, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size,
            row => [$"{row.OrganisationUnitId}", $"{row.IndicatorId}", row.GroupCode, row.Period], row => Item(row, reference)));
    }

    private static ActualResponse Item(ActualFigure row, ReferenceData reference) =>
        ActualResponse.From(row, row is ActualRevision revision ? revision.Id : ((Actual)row).Revision, reference);
}

/// <summary>Which figures.</summary>
public sealed record ListActualsRequest : ListRequest
{
    /// <summary>Only this unit's.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Only of exactly this period.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only of periods that end on this day or later.</summary>
    [QueryParam] public DateOnly? From { get; init; }

    /// <summary>Only of periods that begin on this day or earlier.</summary>
    [QueryParam] public DateOnly? To { get; init; }

    /// <summary>Only those that have got this far.</summary>
    [QueryParam] public string? Status { get; init; }

    /// <summary>Only those that came after their period had once been closed, or only the others.</summary>
    [QueryParam] public bool? Late { get; init; }

    /// <summary>As it stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }
}
