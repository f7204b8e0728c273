using System.Globalization;
using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Figures;
using IndicatorApi.Files;
using IndicatorApi.Files.Sending;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Dhis2;

public sealed class GetDataValueSets(IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<GetDataValueSetsRequest, Results<Ok<DataValueSetResponse>, FileAnswer, Problem>>
{
    /// <summary>The header that says how many figures DHIS2 cannot say.</summary>
    public const string LeftOutHeader = "Left-Out";

    private static readonly FileChoice Csv = new(new CsvFile(), ',', Bom: false, DecimalComma: false);

    public override void Configure()
    {
        Get("/api/v1/dhis2/dataValueSets");
        Group<Dhis2Group>();
        Policies(Right.Read);
        Metadata(new LeavesAsFile([Csv.Format.MediaType]), new AnswersWithMuch());
    }

    /// <summary>Figures as DHIS2 writes its data values, to be sent to its <c>/api/dataValueSets</c> with <c>idScheme=CODE</c>: all of them, not a page. What
    /// it cannot say is left out and counted.</summary>
    public override async Task<Results<Ok<DataValueSetResponse>, FileAnswer, Problem>> ExecuteAsync(
        GetDataValueSetsRequest request, CancellationToken cancellationToken)
    {
        var (period, format) = (request.Period, request.Format);
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        if (format is not null and not "json" and not "csv") errors.Add("format", ErrorCodes.UnknownWord, format, "json, csv");
        var rows = context.Actuals.AsNoTracking();
        if (period is not null)
        {
            if (!Dhis2Period.TryRead(period, out var when) && !Period.TryParse(period, null, out when))
                errors.Add("period", ErrorCodes.InvalidDhis2Period, period);
            var text = when.ToString();
            rows = rows.Where(row => row.Period == text);
        }
        if (errors.AreFatal(out var problem)) return problem;
        (rows, var unknown) = ActualPlace.Narrow(rows, request.OrgUnit, request.Under, request.Indicator, reference);
        if (unknown is not null) return unknown;

        var said = rows.Where(row => row.Period.Length <= Dhis2Period.LongestOfOurs && row.GroupCode != Dhis2Combo.Whole
            && row.Figure.Bound == null && (row.Figure.Denominator == null || row.Figure.Denominator != 0));
        var leftOut = await rows.CountAsync(cancellationToken) - await said.CountAsync(cancellationToken);
        HttpContext.Response.Headers[LeftOutHeader] = leftOut.ToString(CultureInfo.InvariantCulture);
        var values = Recorded(said).AsAsyncEnumerable().NamedAsync(
            new Naming(cache, reference, true), row => (row.Actual.OrganisationUnitId, row.Actual.IndicatorId), DataValueResponse.From, cancellationToken);
        return format == "csv" || (format is null && AcceptsCsv(HttpContext.Request))
            ? FileAnswer.Of(Csv, values.Select(DataValueLine.From), "dataValueSets", request.OrgUnit ?? request.Under, request.Indicator, period)
            : TypedResults.Ok(new DataValueSetResponse(leftOut, values));
    }

    // Each figure with who recorded it and when.
    private IQueryable<RecordedFigure> Recorded(IQueryable<Actual> rows) =>
        from row in rows
        join revision in context.ActualRevisions
            on new { row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, row.RowVersion }
            equals new { revision.OrganisationUnitId, revision.IndicatorId, revision.GroupCode, revision.Period, revision.RowVersion }
        orderby row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period
        select new RecordedFigure(row, revision.RecordedAt, revision.RecordedBy);

    private static bool AcceptsCsv(HttpRequest request)
    {
        Variants.By(request.HttpContext, "Accept");
        var best = request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1).Select(accepted => accepted.MediaType.Value)
            .FirstOrDefault(type => type == "application/json" || DataValueFile.CsvTypes.Contains(type, StringComparer.OrdinalIgnoreCase));
        return best is not null and not "application/json";
    }
}

/// <summary>Which figures, and in which form.</summary>
public sealed record GetDataValueSetsRequest
{
    /// <summary>Only this unit's.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Only of exactly this period, in DHIS2's form or ours: 2022Q3 or 2022-Q3.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>json, the default, or csv; the Accept header says the same by media type.</summary>
    [QueryParam] public string? Format { get; init; }
}
