using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OfficialSheets;

public sealed class GetOfficialSheet : IEndpoint
{
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/achievements/{orgUnit}/{period}.xlsx", HandleAsync).Produces<string>(StatusCodes.Status200OK, WorkbookWriter.MediaType);

    /// <summary>A unit's scorecard as a workbook: the official table of targets and results on A4, ready to sign.</summary>
    /// <param name="orgUnit">The unit's code.</param>
    /// <param name="period">The period asked for.</param>
    /// <param name="resolution">Only targets of this resolution.</param>
    /// <param name="asOf">The answer as the facts stood at this instant.</param>
    /// <param name="against">Set against targets as they stand (revised) or as first set (original).</param>
    /// <param name="lang">vi or en; else by Accept-Language, else Vietnamese.</param>
    internal static async Task<Results<FileContentHttpResult, Problem>> HandleAsync(
        string orgUnit, string period, string? resolution, string? asOf, string? against, string? lang,
        HttpContext http, OfficialQuery query, CancellationToken cancellationToken)
    {
        var request = new AchievementRequest { OrgUnit = orgUnit, Period = period, Resolution = resolution, AsOf = asOf, Against = against };
        var (sheet, problem) = await query.ReadAsync(request, lang, http, cancellationToken);
        if (sheet is null) return problem!;
        using var memory = new MemoryStream();
        OfficialWorkbook.Write(memory, sheet);
        return TypedResults.File(memory.ToArray(), WorkbookWriter.MediaType, $"{orgUnit}_{Period.Parse(period, null)}.xlsx");
    }
}
