using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImportErrors : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/imports/{id}/errors", HandleAsync)
        .WithMetadata(new LeavesAsFile([ImportFiles.CsvType, ImportFiles.XlsxType]));

    /// <summary>What is wrong with a file, in the order of its rows: as pages, or as a copy of the file with a further column that says it.</summary>
    /// <param name="id">The import's id.</param>
    /// <param name="format">json (the default), or csv or xlsx for the marked copy; Accept does the same.</param>
    internal static async Task<Results<Ok<Page<ImportErrorResponse>>, MarkedCopy, Problem>> HandleAsync(
        string id, string? format, [AsParameters] PageRequest page, HttpContext http, ImportJobs jobs, IndicatorDbContext context, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = page.Size(errors);
        var copy = MarkedCopy.Asked(http.Request, format, errors);
        var after = -1;
        if (page.After(errors, 1) is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)) errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        var (job, unknown) = await ImportSight.FindAsync(id, jobs, http, cancellationToken);
        if (job is null) return unknown!;
        var rows = context.ImportErrors.AsNoTracking().Where(row => row.ImportId == job.Id).OrderBy(row => row.Number);
        var language = RequestLanguage.Of(http.Request);
        if (copy is { } kind) return new MarkedCopy(job, await rows.ToListAsync(cancellationToken), kind, language);
        var found = await rows.Where(row => row.Number > after).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(http, found, size, row => [row.Number.ToString(CultureInfo.InvariantCulture)], row => ImportErrorResponse.From(row, language)));
    }
}
