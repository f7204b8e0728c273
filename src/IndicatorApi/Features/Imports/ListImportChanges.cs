using System.Globalization;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImportChanges : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/imports/{id}/changes", HandleAsync);

    /// <summary>What a dry run found: each figure that would be new or other, with the percents of its period before and after; the first 1,000.</summary>
    /// <param name="id">The import's id.</param>
    internal static async Task<Results<Ok<Page<FigureChange>>, Problem>> HandleAsync(
        string id, [AsParameters] PageRequest page, HttpContext http, ImportJobs jobs, IndicatorDbContext context, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = page.Size(errors);
        var after = -1;
        if (page.After(errors, 1) is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)) errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        var (job, unknown) = await ImportSight.FindAsync(id, jobs, http, cancellationToken);
        if (job is null) return unknown!;
        var found = await context.ImportChanges.AsNoTracking().Where(row => row.ImportId == job.Id && row.Number > after).OrderBy(row => row.Number).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [row.Number.ToString(CultureInfo.InvariantCulture)],
            row => JsonSerializer.Deserialize<FigureChange>(row.Content, WireJson.Kept)!));
    }
}
