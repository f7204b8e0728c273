using FastEndpoints;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.OfficialSheets;

public sealed class GetOfficialSheet(OfficialQuery query)
    : Endpoint<GetOfficialSheetRequest, Results<FileContentHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/achievements/{orgUnit}/{period}.xlsx");
        Group<FilesGroup>();
        Policies(Right.Read);
        Description(route => route.Produces<string>(StatusCodes.Status200OK, WorkbookWriter.MediaType));
    }

    /// <summary>A unit's scorecard as a workbook: the official table of targets and results on A4, ready to sign.</summary>
    public override async Task<Results<FileContentHttpResult, Problem>> ExecuteAsync(GetOfficialSheetRequest request, CancellationToken cancellationToken)
    {
        var which = new AchievementRequest
        {
            OrgUnit = request.OrgUnit,
            Period = request.Period,
            Resolution = request.Resolution,
            AsOf = request.AsOf,
            Against = request.Against,
            Compare = request.Compare,
        };
        var (sheet, problem) = await query.ReadAsync(which, request.Lang, HttpContext, cancellationToken);
        if (sheet is null) return problem!;
        using var memory = new MemoryStream();
        OfficialWorkbook.Write(memory, sheet);
        return TypedResults.File(memory.ToArray(), WorkbookWriter.MediaType, $"{request.OrgUnit}_{Period.Parse(request.Period, null)}.xlsx");
    }
}

/// <summary>Whose sheet, and for when.</summary>
public sealed record GetOfficialSheetRequest
{
    /// <summary>The unit's code.</summary>
    [RouteParam] public required string OrgUnit { get; init; }

    /// <summary>The period asked for.</summary>
    [RouteParam] public required string Period { get; init; }

    /// <summary>Only targets of this resolution.</summary>
    [QueryParam] public string? Resolution { get; init; }

    /// <summary>The answer as the facts stood at this instant.</summary>
    [QueryParam] public string? AsOf { get; init; }

    /// <summary>Compares each line with earlier periods: <c>previous</c>, <c>samePeriodLastYear</c>, or both parted by a comma.</summary>
    [QueryParam] public string? Compare { get; init; }

    /// <summary>Set against targets as they stand (revised) or as first set (original).</summary>
    [QueryParam] public string? Against { get; init; }

    /// <summary>vi or en; else by Accept-Language, else Vietnamese.</summary>
    [QueryParam] public string? Lang { get; init; }
}
