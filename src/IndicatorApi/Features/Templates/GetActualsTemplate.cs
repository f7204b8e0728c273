using FastEndpoints;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Files;
using IndicatorApi.Files.Sending;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Templates;

public sealed class GetActualsTemplate(FactReadings readings, IndicatorDbContext context, ReferenceDataCache cache)
    : Endpoint<GetActualsTemplateRequest, Results<FileContentHttpResult, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/templates/actuals.xlsx");
        Group<FilesGroup>();
        Policies(Right.Read);
        Metadata(new AnswersWithMuch());
        Description(route => route.Produces<string>(StatusCodes.Status200OK, WorkbookWriter.MediaType));
    }

    /// <summary>A unit's own sheet to fill in for one period: a row for each of its targets, figures that are stored shown, the rest blank. It goes back as it
    /// is.</summary>
    public override async Task<Results<FileContentHttpResult, Problem>> ExecuteAsync(GetActualsTemplateRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, period) = (request.OrgUnit, request.Period);
        var errors = new Errors();
        if (orgUnit is null) errors.Add("orgUnit", ErrorCodes.Required);
        if (period is null) errors.Add("period", ErrorCodes.Required);
        var asked = ParameterText.Period(errors, "period", period);
        if (errors.AreFatal(out var problem)) return problem;
        var reference = await cache.GetAsync(cancellationToken);
        if (reference.Unit(orgUnit!) is not { } unit) return Problem.Unknown(Noun.OrganisationUnit, orgUnit!);

        await using var reading = await readings.OpenAsync(reference, names => names.Unit(orgUnit!) is { } place
            ? new FactQuestion { Asked = asked!.Value, Units = [place.Id] } : null, cancellationToken);
        if (reading is null) return Problem.Unknown(Noun.OrganisationUnit, orgUnit!);
        reference = reading.Reference;
        var targets = await reading.TargetsAsync(cancellationToken).Where(target => target.Definition.Applicable).ToListAsync(cancellationToken);
        var end = reference.Calendar.Days(unit.Id, asked!.Value).End;
        var stored = await context.Actuals.AsNoTracking()
            .Where(row => row.OrganisationUnitId == unit.Id).Between(null, end, reference.Calendar).ToListAsync(cancellationToken);
        var figures = stored.Select(row => (Row: row, Days: reference.Calendar.Days(unit.Id, row.Period)))
            .Where(figure => figure.Days.End <= end).ToLookup(figure => (figure.Row.IndicatorId, figure.Row.GroupCode));
        var text = asked.Value.ToString();
        var lines = targets.GroupBy(target => (target.Indicator, target.Group)).Select(same => new TemplateLine(
            reference.Indicator(same.Key.Indicator), same.Key.Group,
            string.Join("; ", same.Select(target => TemplateLine.Ask(target.Definition)).Distinct()),
            figures[same.Key].SingleOrDefault(figure => figure.Row.Period == text).Row,
            figures[same.Key].Where(figure => figure.Row.Period != text)
                .OrderByDescending(figure => (figure.Days.End, figure.Days.Start)).FirstOrDefault().Row));

        using var memory = new MemoryStream();
        new ActualsTemplate(unit, asked.Value).Write(memory, [.. lines]);
        return TypedResults.File(memory.ToArray(), WorkbookWriter.MediaType, $"actuals_{unit.Code}_{text}.xlsx");
    }
}

/// <summary>Whose sheet, and for when.</summary>
public sealed record GetActualsTemplateRequest
{
    /// <summary>The unit's code; required.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>The period to report on; required.</summary>
    [QueryParam] public string? Period { get; init; }
}
