using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Published;

public sealed class ListClaims : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/claims", HandleAsync).WithFiles();

    /// <summary>Claims, by unit (as these were created) and age.</summary>
    /// <param name="orgUnit">Only this unit's.</param>
    /// <param name="indicator">Only of this indicator.</param>
    internal static async Task<Results<Ok<Page<ClaimBody>>, FileAnswer, Problem>> HandleAsync(
        string? orgUnit, string? indicator, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        HttpContext http, StorePublished published, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var rows = published.ClaimsAt();
        if (choice is null && page.After(errors, 2) is [var u, var i])
        {
            if (!Guid.TryParse(u, out var unitAfter) || !Guid.TryParse(i, out var idAfter)) return new Problem([new Error("cursor", ErrorCodes.InvalidCursor)]);
            rows = rows.Where(row => EF.Functions.GreaterThan(ValueTuple.Create(row.OrganisationUnitId, row.Id), ValueTuple.Create(unitAfter, idAfter)));
        }
        if (errors.AreFatal(out var problem)) return problem;
        if (orgUnit is not null)
        {
            if (reference.Unit(orgUnit) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
            rows = rows.Where(row => row.OrganisationUnitId == unit.Id);
        }
        if (indicator is not null)
        {
            if (reference.Indicator(indicator) is not { } what) return Problem.Unknown(Noun.Indicator, indicator);
            rows = rows.Where(row => row.IndicatorId == what.Id);
        }
        var ordered = rows.OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.Id);
        if (choice is not null)
            return FileAnswer.Of(choice, ordered.AsAsyncEnumerable().NamedAsync(cache, reference, true, row => (row.OrganisationUnitId, row.IndicatorId), ClaimBody.From, cancellationToken), "claims", orgUnit, indicator);
        var found = await ordered.Take(size + 1).ToListAsync(cancellationToken);
        reference = await cache.NamingAsync(reference, found, row => (row.OrganisationUnitId, row.IndicatorId), cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [$"{row.OrganisationUnitId}", $"{row.Id}"], row => ClaimBody.From(row, reference)));
    }
}
