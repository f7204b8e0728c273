using FastEndpoints;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OfficialSheets;

public sealed class GetOfficialPage(OfficialQuery query)
    : Endpoint<OfficialSheetRequest, Results<ContentHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}.html");
        Group<FilesGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, "text/html"));
    }

    /// <summary>A unit's scorecard as a page to print: the official table of targets and results on A4, ready to sign.</summary>
    public override async Task<Results<ContentHttpResult, Problem>> ExecuteAsync(OfficialSheetRequest request, CancellationToken cancellationToken)
    {
        var (sheet, problem) = await query.ReadAsync(request, HttpContext, cancellationToken);
        if (sheet is null) return problem!;
        return TypedResults.Content(OfficialHtml.Write(sheet), "text/html; charset=utf-8");
    }
}
