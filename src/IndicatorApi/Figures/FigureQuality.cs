using IndicatorApi.Calculation;
using IndicatorApi.Data;

namespace IndicatorApi.Figures;

/// <summary>What a person should look at again in the figures of some units: those that stand, or those that a dry run would store.</summary>
public sealed class FigureQuality(SharesOfWholes shares)
{
    /// <summary>The warnings about figures of these units, and about their targets where these are shares of a whole.</summary>
    /// <param name="reading">Their figures.</param>
    /// <param name="units">The units.</param>
    /// <param name="isAsked">Which of the figures are looked at; the others are what they are held against.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<List<QualityRow>> FindAsync(
        FigureReading reading, IReadOnlyCollection<Guid> units, Func<FactKey, bool> isAsked, CancellationToken cancellationToken) =>
    [
        .. Series(reading, isAsked), .. Wholes(reading, isAsked), .. await PeersAsync(reading, isAsked, cancellationToken),
        .. await shares.FindAsync(reading, units, isAsked, cancellationToken),
    ];

    private static IEnumerable<QualityRow> Series(FigureReading reading, Func<FactKey, bool> isAsked)
    {
        var reference = reading.Reference;
        foreach (var (key, observations) in reading.Figures.Where(pair => isAsked(pair.Key)))
        {
            var indicator = reference.Indicator(key.Indicator);
            foreach (var warning in QualityChecks.OfSeries(reference.Definition(key.Indicator), observations, indicator.Decimals, SeriesBreaks.Of(indicator)))
                yield return QualityRow.From(key, warning, reference);
        }
    }

    // A whole is checked only where every one of its classes has a figure for the same period.
    private static IEnumerable<QualityRow> Wholes(FigureReading reading, Func<FactKey, bool> isAsked)
    {
        var (figures, reference) = (reading.Figures, reading.Reference);
        foreach (var parts in reference.Indicators.Where(indicator => indicator.PartOfId is not null).GroupBy(indicator => indicator.PartOfId!.Value))
        {
            var decimals = parts.Max(part => part.Decimals);
            var tolerance = decimals == 0 ? 0 : parts.Count() * Numbers.LastPlace(decimals);
            foreach (var (key, wholes) in figures.Where(pair => pair.Key.Indicator == parts.Key && isAsked(pair.Key)))
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

    private static async Task<List<QualityRow>> PeersAsync(FigureReading reading, Func<FactKey, bool> isAsked, CancellationToken cancellationToken)
    {
        var (figures, reference) = (reading.Figures, reading.Reference);
        List<QualityRow> rows = [];
        foreach (var level in figures.Where(pair => pair.Key.Group.Length == 0).GroupBy(pair => reference.Unit(pair.Key.Unit).Level))
        {
            // Totals differ with the size of a unit: only rates and values per head are held against those of others.
            var comparable = level.Where(pair => isAsked(pair.Key) && reference.Indicator(
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
                    if (!peers.TryGetValue((key.Indicator, observation.Period.ToString()), out var all) || !all.TryGetValue(key.Unit, out var own)) continue;
                    if (QualityChecks.OfPeers(observation.Period, own, [.. all.Where(peer => peer.Key != key.Unit).Select(peer => peer.Value)]) is { } warning)
                        rows.Add(QualityRow.From(key, warning, reference));
                }
            }
        }
        return rows;
    }
}
