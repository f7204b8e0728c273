using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Indicators;

public sealed class ListIndicators : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/indicators", HandleAsync);

    /// <summary>Indicators, in order of code.</summary>
    /// <param name="group">Only the indicators under this heading.</param>
    /// <param name="q">Part of the name or code; accents and case do not matter.</param>
    internal static async Task<Results<Ok<Page<IndicatorBody>>, Problem>> HandleAsync(
        string? group, string? q, [AsParameters] PageRequest page, HttpContext http, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = page.Size(errors);
        var after = page.After(errors, 1);
        if (errors.AreFatal(out var problem)) return problem;

        var search = q is null ? null : Text.Search(q);
        var rows = reference.Indicators
            .Where(indicator => group is null || indicator.Group == group)
            .Where(indicator => search is null || indicator.SearchName.Contains(search, StringComparison.Ordinal) || indicator.Code.Contains(search, StringComparison.Ordinal))
            .Where(indicator => after is null || string.CompareOrdinal(indicator.Code, after[0]) > 0)
            .OrderBy(indicator => indicator.Code, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        return TypedResults.Ok(Pages.From(http, rows, size, indicator => [indicator.Code], indicator => IndicatorBody.From(indicator, reference)));
    }
}
