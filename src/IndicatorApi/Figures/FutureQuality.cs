using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Figures;

/// <summary>What the quality checks would say of figures once they stood: a dry run shows it where the officer looks.</summary>
public sealed class FutureQuality(FactReadings readings, FigureQuality quality)
{
    /// <summary>Most warnings that anyone reads.</summary>
    public const int Most = 100;

    /// <summary>The warnings of the first changes, and of the wholes that they are parts of.</summary>
    public async Task<IReadOnlyList<QualityRow>> OfAsync(ReferenceData reference, AllowedFigures figures, CancellationToken cancellationToken)
    {
        var wanted = figures.Changes(ActualEffects.Most).All.Select(figure => figure.Compared.Wanted).Where(figure => figure.Figure is not null).ToList();
        if (wanted.Count == 0) return [];
        Guid[] units = [.. wanted.Select(figure => figure.Unit).Distinct()];
        await using var reading = await readings.OpenFiguresAsync(reference, _ => (units, null), cancellationToken);
        reference = reading.Reference;
        HashSet<FactKey> keys = [];
        Dictionary<(string Unit, string? Group), HashSet<Period>> places = [];
        foreach (var figure in wanted)
        {
            var (key, coming) = (new FactKey(figure.Unit, figure.Indicator, figure.Group), Of(figure, reference));
            reading.Suppose(key, coming);
            keys.Add(key);
            if (reference.Indicator(figure.Indicator).PartOfId is { } whole) keys.Add(key with { Indicator = whole });
            var place = (reference.Unit(figure.Unit).Code, figure.Group.Length > 0 ? figure.Group : null);
            if (!places.TryGetValue(place, out var periods)) places[place] = periods = [];
            periods.Add(coming.Period);
        }
        var rows = await quality.FindAsync(reading, units, keys.Contains, cancellationToken);
        return [.. rows.Where(row => places.TryGetValue((row.OrgUnit, row.Group), out var periods) && IsAbout(row, periods)).Take(Most)];
    }

    // A quarter makes its year disagree, and it is the year that is warned of.
    private static bool IsAbout(QualityRow row, HashSet<Period> periods) =>
        periods.Contains(row.Period) || (row.Kind == QualityKind.PartsOfTimeDisagree && periods.Any(row.Period.Contains));

    private static Observation Of(WantedFigure wanted, ReferenceData reference) => new()
    {
        Period = reference.Calendar.Days(wanted.Unit, wanted.Period),
        Value = wanted.Figure!.Value,
        Numerator = wanted.Figure.Numerator,
        Denominator = wanted.Figure.Denominator,
        Level = wanted.Figure.Level,
        Bound = wanted.Figure.Bound,
        Provisional = wanted.Figure.Status == ActualStatus.Provisional,
    };
}
