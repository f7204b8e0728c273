using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Resolutions;

public sealed class ListResolutions : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resolutions", HandleAsync).WithFiles();

    /// <summary>Resolutions, in order of code.</summary>
    /// <param name="orgUnit">Only those of this unit.</param>
    /// <param name="under">Only those of this unit and all under it.</param>
    /// <param name="term">Only those of this term.</param>
    /// <param name="issuer">Only those of this issuer.</param>
    internal static async Task<Results<Ok<Page<ResolutionBody>>, FileAnswer, Problem>> HandleAsync(
        string? orgUnit, string? under, string? term, string? issuer, [AsParameters] FileRequest file, [AsParameters] PageRequest page,
        HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var after = page.After(errors, 1);
        var termWanted = Query.Period(errors, "term", term)?.ToString();
        var issuerWanted = Query.Word<ResolutionIssuer>(errors, "issuer", issuer);
        if (errors.AreFatal(out var problem)) return problem;
        if (orgUnit is not null && reference.Unit(orgUnit) is null) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
        if (under is not null && reference.Unit(under) is null) return Problem.Unknown(Noun.OrganisationUnit, under);

        var path = under is null ? null : reference.Unit(under)!.Path;
        var found = reference.Resolutions
            .Where(row => orgUnit is null || reference.Unit(row.OrganisationUnitId).Code == orgUnit)
            .Where(row => path is null || reference.Unit(row.OrganisationUnitId).Path.StartsWith(path, StringComparison.Ordinal))
            .Where(row => termWanted is null || row.Term == termWanted)
            .Where(row => issuerWanted is null || row.Issuer == issuerWanted)
            .Where(row => after is null || choice is not null || string.CompareOrdinal(row.Code, after[0]) > 0)
            .OrderBy(row => row.Code, StringComparer.Ordinal);
        if (choice is not null) return FileAnswer.Of(choice, found.Select(row => ResolutionBody.From(row, reference)), "resolutions", orgUnit ?? under, termWanted);
        var rows = found.Take(size + 1).ToList();
        return TypedResults.Ok(Pages.From(http, rows, size, row => [row.Code], row => ResolutionBody.From(row, reference)));
    }
}
