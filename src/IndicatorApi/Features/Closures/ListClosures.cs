using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Closures;

public sealed class ListClosures : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/closures", HandleAsync);

    /// <summary>Closures, the newest first, those that were opened again included.</summary>
    /// <param name="orgUnit">Only those that were made for this unit, by itself or with a unit above it.</param>
    /// <param name="under">Only those that were made for this unit or one under it.</param>
    /// <param name="holds">Only those that still hold, or no more: for the unit of <c>orgUnit</c>, otherwise for any.</param>
    internal static async Task<Results<Ok<Page<ClosureResponse>>, Problem>> HandleAsync(
        string? orgUnit, string? under, bool? holds, [AsParameters] PageRequest page,
        HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = page.Size(errors);
        var rows = context.Closures.AsNoTracking().Include(row => row.Reopenings).AsQueryable();
        if (page.After(errors, 1) is [var after])
        {
            if (Guid.TryParse(after, out var last)) rows = rows.Where(row => row.Id < last);
            else errors.Add("cursor", ErrorCodes.InvalidCursor);
        }
        if (errors.AreFatal(out var problem)) return problem;
        OrganisationUnit? asked = null;
        if (orgUnit is not null)
        {
            if ((asked = reference.Unit(orgUnit)) is null) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
            rows = rows.Where(row => context.ClosureUnits.Any(unit => unit.OrganisationUnitId == asked.Id && unit.ClosureId == row.Id && !unit.Reopened));
            if (holds is { } still) rows = rows.Where(row => context.ClosureUnits.Any(unit => unit.OrganisationUnitId == asked.Id && unit.ClosureId == row.Id && unit.Reopened) != still);
        }
        else if (holds is { } still) rows = rows.Where(row => row.Reopenings.Sum(reopening => reopening.Units) < row.Units == still);
        if (under is not null)
        {
            if (reference.Unit(under) is not { } top) return Problem.Unknown(Noun.OrganisationUnit, under);
            var units = reference.Under(top).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => units.Contains(row.OrganisationUnitId));
        }
        var found = await rows.OrderByDescending(row => row.Id).Take(size + 1).ToListAsync(cancellationToken);
        var ids = found.Select(row => row.Id).ToArray();
        var reopened = asked is null ? null : await context.ClosureUnits.Where(unit => unit.OrganisationUnitId == asked.Id && unit.Reopened && ids.Contains(unit.ClosureId))
            .Select(unit => unit.ClosureId).ToListAsync(cancellationToken);
        reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.Id}"], row => ClosureResponse.From(row, reopened is null ? null : !reopened.Contains(row.Id), reference)));
    }
}
