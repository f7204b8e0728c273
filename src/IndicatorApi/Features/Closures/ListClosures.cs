using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Closures;

public sealed class ListClosures(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<ListClosuresRequest, Results<Ok<Page<ClosureResponse>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/closures");
        Group<ClosuresGroup>();
        Policies(Right.Read);
    }

    /// <summary>Closures, the newest first, those that were opened again included.</summary>
    public override async Task<Results<Ok<Page<ClosureResponse>>, Problem>> ExecuteAsync(ListClosuresRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, under, holds) = (request.OrgUnit, request.Under, request.Holds);
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = request.Size(errors);
        var rows = context.Closures.AsNoTracking().Include(row => row.Reopenings).AsQueryable();
        if (request.After(HttpContext, errors, 1) is [var after])
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
            if (holds is { } still) rows = rows.Where(row =>
                context.ClosureUnits.Any(unit => unit.OrganisationUnitId == asked.Id && unit.ClosureId == row.Id && unit.Reopened) != still);
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
        var reopened = asked is null ? null : await context.ClosureUnits.Where(
            unit => unit.OrganisationUnitId == asked.Id && unit.Reopened && ids.Contains(unit.ClosureId))
            .Select(unit => unit.ClosureId).ToListAsync(cancellationToken);
        reference = await cache.GetAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [$"{row.Id}"],
            row => ClosureResponse.From(row, reopened is null ? null : !reopened.Contains(row.Id), reference)));
    }
}

/// <summary>Which closures.</summary>
public sealed record ListClosuresRequest : PagedRequest
{
    /// <summary>Only those that were made for this unit, by itself or with a unit above it.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only those that were made for this unit or one under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only those that still hold, or no more: for the unit of <c>orgUnit</c>, otherwise for any.</summary>
    [QueryParam] public bool? Holds { get; init; }
}
