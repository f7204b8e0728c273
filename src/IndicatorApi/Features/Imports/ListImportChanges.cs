using System.Globalization;
using System.Text.Json;
using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Imports;

public sealed class ListImportChanges(ImportJobs jobs, IndicatorDbContext context)
    : Endpoint<ListImportChangesRequest, Results<Ok<Page<FigureChange>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/imports/{id}/changes");
        Group<ImportsGroup>();
        Metadata(new SeesEveryWrite());
        Policies(Right.Report);
    }

    /// <summary>What a dry run found: each figure that would be new or other, with the percents of its period before and after; the first 1,000.</summary>
    public override async Task<Results<Ok<Page<FigureChange>>, Problem>> ExecuteAsync(
        ListImportChangesRequest request, CancellationToken cancellationToken)
    {
        var errors = new Errors();
        var size = request.Size(errors);
        var after = -1;
        if (request.After(HttpContext, errors, 1) is [var text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            errors.Add("cursor", ErrorCodes.InvalidCursor);
        if (errors.AreFatal(out var problem)) return problem;
        var (job, unknown) = await ImportSight.FindAsync(request.Id, jobs, HttpContext, cancellationToken);
        if (job is null) return unknown!;
        var found = await context.ImportChanges.AsNoTracking().Where(row => row.ImportId == job.Id && row.Number > after)
            .OrderBy(row => row.Number).Take(size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Pages.From(HttpContext, found, size, row => [row.Number.ToString(CultureInfo.InvariantCulture)],
            row => JsonSerializer.Deserialize<FigureChange>(row.Content, WireJson.Kept)!));
    }
}

/// <summary>Of which import.</summary>
public sealed record ListImportChangesRequest : PagedRequest
{
    /// <summary>The import's id.</summary>
    [RouteParam] public required string Id { get; init; }
}
