using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OrganisationUnits;

public sealed class ListOrganisationUnits : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/organisation-units", HandleAsync).WithFiles();

    /// <summary>Organisation units, in order of code.</summary>
    /// <param name="parent">Only the units directly under this one.</param>
    /// <param name="under">Only this unit and all under it.</param>
    /// <param name="level">Only units of this level.</param>
    /// <param name="q">Part of the name or code; accents and case do not matter.</param>
    /// <param name="asOf">Only units that existed on this day.</param>
    internal static async Task<Results<Ok<Page<OrganisationUnitBody>>, FileAnswer, Problem>> HandleAsync(
        string? parent, string? under, string? level, string? q, DateOnly? asOf, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var after = page.After(errors, 1);
        var levelWanted = Query.Word<OrganisationUnitLevel>(errors, "level", level);
        var units = reference.Units;
        if (parent is not null)
        {
            if (reference.Unit(parent) is not { } above) return Problem.Unknown(Noun.OrganisationUnit, parent);
            units = units.Where(unit => unit.ParentId == above.Id);
        }
        if (under is not null)
        {
            if (reference.Unit(under) is not { } top) return Problem.Unknown(Noun.OrganisationUnit, under);
            units = reference.Under(top).Where(unit => parent is null || unit.ParentId == reference.Unit(parent)!.Id);
        }
        if (errors.AreFatal(out var problem)) return problem;

        var search = q is null ? null : Text.Search(q);
        var found = units
            .Where(unit => levelWanted is null || unit.Level == levelWanted)
            .Where(unit => search is null || unit.SearchName.Contains(search, StringComparison.Ordinal) || unit.Code.Contains(search, StringComparison.Ordinal))
            .Where(unit => asOf is null || (!(unit.ValidFrom > asOf) && !(unit.ValidTo < asOf)))
            .Where(unit => after is null || choice is not null || string.CompareOrdinal(unit.Code, after[0]) > 0)
            .OrderBy(unit => unit.Code, StringComparer.Ordinal);
        if (choice is not null) return FileAnswer.Of(choice, found.Select(unit => OrganisationUnitBody.From(unit, reference)), "organisation-units", under ?? parent);
        var rows = found.Take(size + 1).ToList();
        return TypedResults.Ok(Pages.From(http, rows, size, unit => [unit.Code], unit => OrganisationUnitBody.From(unit, reference)));
    }
}
