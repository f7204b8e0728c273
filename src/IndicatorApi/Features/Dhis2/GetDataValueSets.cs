using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Features.Actuals;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Dhis2;

public sealed class GetDataValueSets : IEndpoint
{
    /// <summary>The header that says how many figures DHIS2 cannot say.</summary>
    public const string LeftOutHeader = "Left-Out";

    private static readonly FileChoice Csv = new(new CsvFile(), ',', Bom: false, DecimalComma: false);

    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/dhis2/dataValueSets", HandleAsync).WithMetadata(new LeavesAsFile([Csv.Format.MediaType]));

    /// <summary>Figures as DHIS2 writes its data values, to be sent to its <c>/api/dataValueSets</c> with <c>idScheme=CODE</c>: all of them, not a page. What it cannot say is left out and counted.</summary>
    /// <param name="orgUnit">Only this unit's.</param>
    /// <param name="under">Only of this unit and all under it.</param>
    /// <param name="indicator">Only of this indicator.</param>
    /// <param name="period">Only of exactly this period, in DHIS2's form or ours: 2022Q3 or 2022-Q3.</param>
    /// <param name="format">json, the default, or csv; the Accept header says the same by media type.</param>
    internal static async Task<Results<Ok<DataValueSetResponse>, FileAnswer, Problem>> HandleAsync(
        string? orgUnit, string? under, string? indicator, string? period, string? format,
        HttpContext http, IndicatorDbContext context, ReferenceDataCache cache, CancellationToken cancellationToken)
    {
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        if (format is not null and not "json" and not "csv") errors.Add("format", ErrorCodes.UnknownWord, format, "json, csv");
        var rows = context.Actuals.AsNoTracking();
        if (period is not null)
        {
            if (!Dhis2Period.TryRead(period, out var when) && !Calculation.Period.TryParse(period, null, out when)) errors.Add("period", ErrorCodes.InvalidDhis2Period, period);
            var text = when.ToString();
            rows = rows.Where(row => row.Period == text);
        }
        if (errors.AreFatal(out var problem)) return problem;
        (rows, var unknown) = ActualPlace.Narrow(rows, orgUnit, under, indicator, reference);
        if (unknown is not null) return unknown;

        var said = rows.Where(row => row.Period.Length <= Dhis2Period.LongestOfOurs && row.GroupCode != Dhis2Combo.Whole
            && row.Figure.Bound == null && (row.Figure.Denominator == null || row.Figure.Denominator != 0));
        var leftOut = await rows.CountAsync(cancellationToken) - await said.CountAsync(cancellationToken);
        http.Response.Headers[LeftOutHeader] = leftOut.ToString(CultureInfo.InvariantCulture);
        var recorded =
            from row in said
            join revision in context.ActualRevisions
                on new { row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, row.RowVersion }
                equals new { revision.OrganisationUnitId, revision.IndicatorId, revision.GroupCode, revision.Period, revision.RowVersion }
            orderby row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period
            select new RecordedFigure(row, revision.RecordedAt, revision.RecordedBy);
        var values = recorded.AsAsyncEnumerable().NamedAsync(
            cache, reference, isNow: true, row => (row.Actual.OrganisationUnitId, row.Actual.IndicatorId), DataValueResponse.From, cancellationToken);
        return format == "csv" || (format is null && AcceptsCsv(http.Request))
            ? FileAnswer.Of(Csv, values.Select(DataValueLine.From), "dataValueSets", orgUnit ?? under, indicator, period)
            : TypedResults.Ok(new DataValueSetResponse(leftOut, values));
    }

    private static bool AcceptsCsv(HttpRequest request)
    {
        Variants.By(request.HttpContext, "Accept");
        return request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1)
        .Select(accepted => accepted.MediaType.Value).FirstOrDefault(type => type == "application/json" || DataValueFile.CsvTypes.Contains(type, StringComparer.OrdinalIgnoreCase)) is { } best && best != "application/json";
    }
}
