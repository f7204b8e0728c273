using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Actuals;

public sealed class ListActuals : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/actuals", HandleAsync).WithFiles();

    /// <summary>Figures, by unit and indicator (as these were created), sub-group and period.</summary>
    /// <param name="orgUnit">Only this unit's.</param>
    /// <param name="under">Only of this unit and all under it.</param>
    /// <param name="indicator">Only of this indicator.</param>
    /// <param name="period">Only of exactly this period.</param>
    /// <param name="from">Only of periods that end on this day or later.</param>
    /// <param name="to">Only of periods that begin on this day or earlier.</param>
    /// <param name="status">Only those that have got this far.</param>
    /// <param name="late">Only those that came after their period had once been closed, or only the others.</param>
    /// <param name="asOf">As it stood at this instant.</param>
    internal static async Task<Results<Ok<Page<ActualResponse>>, FileAnswer, Problem>> HandleAsync(
        string? orgUnit, string? under, string? indicator, string? period, DateOnly? from, DateOnly? to, string? status, bool? late, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        string? asOf, HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, Moments moments, CancellationToken cancellationToken)
    {
        var (reference, then, refused) = await moments.BeginAsync(asOf, _ => false, cancellationToken);
        if (reference is null) return refused!;
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var periodWanted = Query.Period(errors, "period", period)?.ToString();
        var statusWanted = Query.Word<ActualStatus>(errors, "status", status);
        var rows = then is { } instant ? context.ActualsAt(instant) : context.Actuals.AsNoTracking().Cast<ActualFigure>();
        if (choice is null && page.After(errors, 4) is [var u, var i, var g, var p])
        {
            if (!Guid.TryParse(u, out var unitAfter) || !Guid.TryParse(i, out var indicatorAfter)) return new Problem([new Error("cursor", ErrorCodes.InvalidCursor)]);
            rows = rows.Where(row => EF.Functions.GreaterThan(
                ValueTuple.Create(row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period), ValueTuple.Create(unitAfter, indicatorAfter, g, p)));
        }
        if (errors.AreFatal(out var problem)) return problem;
        (rows, var unknown) = ActualPlace.Narrow(rows, orgUnit, under, indicator, reference);
        if (unknown is not null) return unknown;
        if (periodWanted is not null) rows = rows.Where(row => row.Period == periodWanted);
        if (from is not null) rows = rows.Where(row => row.PeriodEnd >= from);
        if (to is not null) rows = rows.Where(row => row.PeriodStart <= to);
        if (late is not null) rows = rows.Where(row => row.Late == late);
        if (statusWanted is not null) rows = rows.Where(row => row.Figure.Status == statusWanted);

        var ordered = rows.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.IndicatorId).ThenBy(row => row.GroupCode).ThenBy(row => row.Period);
        if (choice is not null)
            return FileAnswer.Of(choice, ordered.AsAsyncEnumerable().NamedAsync(cache, reference, then is null, row => (row.OrganisationUnitId, row.IndicatorId), Item, cancellationToken), "actuals", orgUnit ?? under, indicator, periodWanted);
        var found = await ordered.Take(size + 1).ToListAsync(cancellationToken);
        if (then is null) reference = await cache.NamingAsync(reference, found, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size,
            row => [$"{row.OrganisationUnitId}", $"{row.IndicatorId}", row.GroupCode, row.Period], row => Item(row, reference)));
    }

    private static ActualResponse Item(ActualFigure row, ReferenceData reference) =>
        ActualResponse.From(row, row is ActualRevision revision ? revision.Id : ((Actual)row).Revision, reference);
}
