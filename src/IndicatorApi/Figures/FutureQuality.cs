using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Figures;

/// <summary>What the quality checks would say of figures once they stood: a dry run shows it where the officer looks.</summary>
public sealed class FutureQuality(FactReadings readings)
{
    /// <summary>Most warnings that anyone reads.</summary>
    public const int Most = 100;

    /// <summary>The warnings of the first changes, each with its unit, indicator and period.</summary>
    public async Task<IReadOnlyList<Phrase>> OfAsync(ReferenceData reference, AllowedFigures figures, CancellationToken cancellationToken)
    {
        var wanted = figures.Changes(ActualEffects.Most).All.Select(figure => figure.Compared.Wanted).Where(figure => figure.Figure is not null).ToList();
        if (wanted.Count == 0) return [];
        Guid[] units = [.. wanted.Select(figure => figure.Unit).Distinct()];
        await using var reading = await readings.OpenFiguresAsync(reference, _ => (units, null), cancellationToken);
        List<Phrase> warnings = [];
        foreach (var series in wanted.GroupBy(figure => new FactKey(figure.Unit, figure.Indicator, figure.Group)))
        {
            var (unit, indicator) = (reference.Unit(series.Key.Unit), reference.Indicator(series.Key.Indicator));
            List<Observation> coming = [.. series.Select(figure => Of(figure, reference))];
            var staying = (reading.Figures.GetValueOrDefault(series.Key) ?? []).Where(stored => !coming.Exists(one => one.Period == stored.Period));
            warnings.AddRange(
                from warning in QualityChecks.OfSeries(ReferenceData.Define(indicator), [.. staying, .. coming], indicator.Decimals, SeriesBreaks.Of(indicator))
                where coming.Exists(one => one.Period == warning.Period)
                select new Phrase($"{unit.Name}, {indicator.Name}, {warning.Period}: {warning.Message.Vi}",
                    $"{unit.Name}, {indicator.Name}, {warning.Period}: {warning.Message.En}"));
            if (warnings.Count >= Most) break;
        }
        return [.. warnings.Take(Most)];
    }

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
