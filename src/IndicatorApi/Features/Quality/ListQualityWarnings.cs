using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Features.Quality;

public sealed class ListQualityWarnings(ReferenceDataCache cache, FactReadings readings, SharesOfWholes shares)
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
        List<QualityRow> rows =
        [
            .. Series(reading), .. Wholes(reading), .. await PeersAsync(reading, cancellationToken),
            .. await shares.FindAsync(reading, [.. units.Take(size).Select(unit => unit.Id)], cancellationToken),
        ];
        var chosen = rows
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

    private static IEnumerable<QualityRow> Series(FigureReading reading)
    {
        var reference = reading.Reference;
        foreach (var (key, observations) in reading.Figures)
        {
            var indicator = reference.Indicator(key.Indicator);
            foreach (var warning in QualityChecks.OfSeries(reference.Definition(key.Indicator), observations, indicator.Decimals, SeriesBreaks.Of(indicator)))
                yield return QualityRow.From(key, warning, reference);
        }
    }

    // A whole is checked only where every one of its classes has a figure for the same period.
    private static IEnumerable<QualityRow> Wholes(FigureReading reading)
    {
        var (figures, reference) = (reading.Figures, reading.Reference);
        foreach (var parts in reference.Indicators.Where(indicator => indicator.PartOfId is not null).GroupBy(indicator => indicator.PartOfId!.Value))
        {
            var decimals = parts.Max(part => part.Decimals);
            var tolerance = decimals == 0 ? 0 : parts.Count() * Numbers.LastPlace(decimals);
            foreach (var (key, wholes) in figures.Where(pair => pair.Key.Indicator == parts.Key).ToList())
            {
                foreach (var whole in wholes.Where(observation => observation.Value is not null))
                {
                    var values = parts.Select(part => figures.GetValueOrDefault(key with { Indicator = part.Id })?.FirstOrDefault(
                        observation => observation.Period == whole.Period).Value).ToList();
                    if (values.Any(value => value is null)) continue;
                    if (QualityChecks.OfWhole(whole.Period, whole.Value!.Value, [.. values.OfType<decimal>()], tolerance) is { } warning)
                        yield return QualityRow.From(key, warning, reference);
                }
            }
        }
    }

    private static async Task<List<QualityRow>> PeersAsync(FigureReading reading, CancellationToken cancellationToken)
    {
        var (figures, reference) = (reading.Figures, reading.Reference);
        List<QualityRow> rows = [];
        foreach (var level in figures.Where(pair => pair.Key.Group.Length == 0).GroupBy(pair => reference.Unit(pair.Key.Unit).Level))
        {
            // Totals differ with the size of a unit: only rates and values per head are held against those of others.
            var comparable = level.Where(pair => reference.Indicator(
                pair.Key.Indicator).OverUnits is UnitCombining.RatioOfSums or UnitCombining.WeightedAverage or UnitCombining.Average).ToList();
            var wanted = comparable.SelectMany(pair => pair.Value.Select(observation => (pair.Key.Indicator, Period: observation.Period.ToString()))).Distinct()
                .ToList();
            if (wanted.Count == 0) continue;
            var alike = reference.Units.Where(unit => unit.Level == level.Key).Select(unit => unit.Id).ToList();
            var peers = await reading.PeersAsync(wanted, alike, cancellationToken);
            foreach (var (key, observations) in comparable)
            {
                foreach (var observation in observations)
                {
                    if (!peers.TryGetValue((key.Indicator, observation.Period.ToString()), out var all) || all.All(peer => peer.Unit != key.Unit)) continue;
                    if (QualityChecks.OfPeers(observation.Period, all.First(peer => peer.Unit == key.Unit).Value,
                        [.. all.Where(peer => peer.Unit != key.Unit).Select(peer => peer.Value)]) is { } warning)
                        rows.Add(QualityRow.From(key, warning, reference));
                }
            }
        }
        return rows;
    }
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

/// <summary>Something that a person should look at.</summary>
public sealed record QualityRow
{
    /// <summary>Code of the unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Its name.</summary>
    public required string OrgUnitName { get; init; }

    /// <summary>Code of the indicator.</summary>
    public required string Indicator { get; init; }

    /// <summary>Its name.</summary>
    public required string IndicatorName { get; init; }

    /// <summary>The sub-group; null for the whole.</summary>
    public required string? Group { get; init; }

    /// <summary>The figure's period.</summary>
    public required Period Period { get; init; }

    /// <summary>What looks wrong.</summary>
    public required QualityKind Kind { get; init; }

    /// <summary>The figure.</summary>
    public required decimal? Value { get; init; }

    /// <summary>What it was held against.</summary>
    public required decimal? Expected { get; init; }

    /// <summary>In words.</summary>
    public required Phrase Message { get; init; }

    /// <summary>The row of a warning.</summary>
    public static QualityRow From(FactKey key, QualityWarning warning, ReferenceData reference) => new()
    {
        OrgUnit = reference.Unit(key.Unit).Code,
        OrgUnitName = reference.Unit(key.Unit).Name,
        Indicator = reference.Indicator(key.Indicator).Code,
        IndicatorName = reference.Indicator(key.Indicator).Name,
        Group = key.Group.Length > 0 ? key.Group : null,
        Period = warning.Period,
        Kind = warning.Kind,
        Value = warning.Value is { } value ? decimal.Round(value, 10) : null,
        Expected = warning.Expected is { } expected ? decimal.Round(expected, 10) : null,
        Message = warning.Message,
    };
}
