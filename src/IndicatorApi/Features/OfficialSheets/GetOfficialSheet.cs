using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Files.Sending;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OfficialSheets;

public sealed class GetOfficialSheet(OfficialQuery query)
    : Endpoint<OfficialSheetRequest, Results<FileContentHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}.xlsx");
        Group<FilesGroup>();
        Policies(Right.Read);
        Metadata(new AnswersWithMuch());
        Description(route => route.Produces<string>(StatusCodes.Status200OK, WorkbookWriter.MediaType));
    }

    /// <summary>A unit's scorecard as a workbook: the official table of targets and results on A4, ready to sign.</summary>
    public override async Task<Results<FileContentHttpResult, Problem>> ExecuteAsync(OfficialSheetRequest request, CancellationToken cancellationToken)
    {
        var (sheet, problem) = await query.ReadAsync(request, HttpContext, cancellationToken);
        if (sheet is null) return problem!;
        using var memory = new MemoryStream();
        OfficialWorkbook.Write(memory, sheet);
        return TypedResults.File(memory.ToArray(), WorkbookWriter.MediaType, $"{request.OrgUnit}_{Period.Parse(request.Period, null)}.xlsx");
    }
}
