using System.Globalization;
using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImportErrors(ImportJobs jobs, IndicatorDbContext context)
    : Endpoint<ListImportErrorsRequest, Results<Ok<Page<ImportErrorResponse>>, MarkedCopy, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/imports/{id}/errors");
        Group<ImportsGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Report);
        Metadata(new LeavesAsFile([ImportFiles.CsvType, ImportFiles.XlsxType]));
    }

    /// <summary>What is wrong with a file, in the order of its rows: as pages, or as a copy of the file with a further column that says it.</summary>
    public override async Task<Results<Ok<Page<ImportErrorResponse>>, MarkedCopy, Problem>> ExecuteAsync(
        ListImportErrorsRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var copy = MarkedCopy.Asked(HttpContext.Request, request.Format, errors);
        var after = -1;
        if (request.After(HttpContext, errors, 1) is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        var (job, unknown) = await ImportSight.FindAsync(request.Id, jobs, HttpContext, cancellationToken);
        if (job is null) return unknown!;
        var rows = context.ImportErrors.AsNoTracking().Where(row => row.ImportId == job.Id).OrderBy(row => row.Number);
        var language = RequestLanguage.Of(HttpContext.Request);
        if (copy is { } kind) return new MarkedCopy(job, await rows.ToListAsync(cancellationToken), kind, language);
        var found = await rows.Where(row => row.Number > after).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size,
            row => [row.Number.ToString(CultureInfo.InvariantCulture)], row => ImportErrorResponse.From(row, language)));
    }
}

/// <summary>Of which import, and in which form.</summary>
public sealed record ListImportErrorsRequest : PagedRequest
{
    /// <summary>The import's id.</summary>
    [RouteParam] public required string Id { get; init; }

    /// <summary>json (the default), or csv or xlsx for the marked copy; Accept does the same.</summary>
    [QueryParam] public string? Format { get; init; }
}
