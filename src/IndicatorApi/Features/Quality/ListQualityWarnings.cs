using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Quality;

public sealed class ListQualityWarnings(ReferenceDataCache cache, FactReadings readings, FigureQuality quality)
    : Endpoint<ListQualityWarningsRequest, Results<Ok<Page<QualityRow>>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/quality");
        Group<QualityGroup>();
        Policies(Right.Read);
    }

    /// <summary>
    /// What a person should look at again: limits, units, jumps, peers, parts and wholes, rates and counts, changes of a standard.
    /// A page covers <c>limit</c> units, in order of code; a warning never blocks a write and never changes a number.
    /// </summary>
    public override async Task<Results<Ok<Page<QualityRow>>, Problem>> ExecuteAsync(ListQualityWarningsRequest request, CancellationToken cancellationToken)
    {
        var (orgUnit, under, indicator) = (request.OrgUnit, request.Under, request.Indicator);
        var reference = await cache.GetAsync(cancellationToken);
        var errors = new Errors();
        var size = request.Size(errors);
        var after = request.After(HttpContext, errors, 1);
        var overlapping = ParameterText.Period(errors, "period", request.Period);
        var only = ParameterText.Word<QualityKind>(errors, "kind", request.Kind);
        if (errors.AreFatal(out var problem)) return problem;
        if (orgUnit is not null && reference.Unit(orgUnit) is null) return Problem.Unknown(Noun.OrganisationUnit, orgUnit);
        if (under is not null && reference.Unit(under) is null) return Problem.Unknown(Noun.OrganisationUnit, under);
        if (indicator is not null && reference.Indicator(indicator) is null) return Problem.Unknown(Noun.Indicator, indicator);

        List<OrganisationUnit> units = [];
        await using var reading = await readings.OpenFiguresAsync(reference, names =>
        {
            units = Units(names, orgUnit, under, after).Take(size + 1).ToList();
            return ([.. units.Take(size).Select(unit => unit.Id)], indicator is null ? null : names.Indicator(indicator)?.Id);
        }, cancellationToken);
        reference = reading.Reference;
        var chosen = (await quality.FindAsync(reading, [.. units.Take(size).Select(unit => unit.Id)], _ => true, cancellationToken))
            .Where(row => overlapping is not { } wanted || row.Period.Overlaps(reference.Calendar.Days(reference.Unit(row.OrgUnit)!.Id, wanted)))
            .Where(row => only is null || row.Kind == only)
            .OrderBy(row => row.OrgUnit, StringComparer.Ordinal).ThenBy(row => row.Indicator, StringComparer.Ordinal).ThenBy(row => row.Period)
                .ThenBy(row => row.Kind)
            .ToList();
        var next = Pages.From(HttpContext, units, size, unit => [unit.Code], unit => unit.Code);
        return TypedResults.Ok(new Page<QualityRow>(chosen, next.NextLink, next.NextCursor));
    }

    private static IEnumerable<OrganisationUnit> Units(ReferenceData reference, string? orgUnit, string? under, string[]? after) =>
        (under is null ? reference.Units : reference.Unit(under) is { } top ? reference.Under(top) : [])
            .Where(unit => orgUnit is null || unit.Code == orgUnit)
            .Where(unit => after is null || string.CompareOrdinal(unit.Code, after[0]) > 0)
            .OrderBy(unit => unit.Code, StringComparer.Ordinal);
}

/// <summary>Which warnings.</summary>
public sealed record ListQualityWarningsRequest : PagedRequest
{
    /// <summary>Only this unit's figures.</summary>
    [QueryParam] public string? OrgUnit { get; init; }

    /// <summary>Only of this unit and all under it.</summary>
    [QueryParam] public string? Under { get; init; }

    /// <summary>Only of this indicator.</summary>
    [QueryParam] public string? Indicator { get; init; }

    /// <summary>Only figures of periods that overlap this one.</summary>
    [QueryParam] public string? Period { get; init; }

    /// <summary>Only this kind of warning.</summary>
    [QueryParam] public string? Kind { get; init; }
}
