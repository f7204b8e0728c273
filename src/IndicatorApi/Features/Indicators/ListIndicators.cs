using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class ListIndicators : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/indicators", HandleAsync).WithFiles();

    /// <summary>Indicators, in order of code.</summary>
    /// <param name="group">Only the indicators under this heading.</param>
    /// <param name="q">Part of the name or code; accents and case do not matter.</param>
    internal static async Task<Results<Ok<Page<IndicatorBody>>, FileAnswer, Problem>> HandleAsync(
        string? group, string? q, [AsParameters] FileRequest file, [AsParameters] PageRequest page, HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var choice = file.Read(errors);
        var size = page.Size(errors);
        var after = page.After(errors, 1);
        if (errors.AreFatal(out var problem)) return problem;

        var search = q is null ? null : Text.Search(q);
        var found = reference.Indicators
            .Where(indicator => group is null || indicator.Group == group)
            .Where(indicator => search is null || indicator.SearchName.Contains(search, StringComparison.Ordinal) || indicator.Code.Contains(search, StringComparison.Ordinal))
            .Where(indicator => after is null || choice is not null || string.CompareOrdinal(indicator.Code, after[0]) > 0)
            .OrderBy(indicator => indicator.Code, StringComparer.Ordinal);
        if (choice is not null) return FileAnswer.Of(choice, found.Select(indicator => IndicatorBody.From(indicator, reference)), "indicators", group);
        var rows = found.Take(size + 1).ToList();
        return TypedResults.Ok(Pages.From(http, rows, size, indicator => [indicator.Code], indicator => IndicatorBody.From(indicator, reference)));
    }
}
