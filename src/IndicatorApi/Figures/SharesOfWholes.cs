using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Figures;

/// <summary>Shares of one whole, such as the parts of an economy in percent: reported or asked for, they make a hundred.</summary>
/// <remarks>Only where every share has its number for the same period; a whole with a figure of its own is held against that elsewhere.</remarks>
public sealed class SharesOfWholes(IDbContextFactory<IndicatorDbContext> contexts)
{
    /// <summary>The warnings about the figures and the targets of some units.</summary>
    public async Task<List<QualityRow>> FindAsync(
        FigureReading reading, IReadOnlyCollection<Guid> units, Func<FactKey, bool> isAsked, CancellationToken cancellationToken)
    {
        var reference = reading.Reference;
        List<QualityRow> rows = [];
        List<(Guid Whole, List<Guid> Parts)> wholes = [.. reference.Indicators.Where(part => part.PartOfId is not null).GroupBy(part => part.PartOfId!.Value)
            .Where(parts => parts.Count() > 1 && parts.All(IsPercent)).Select(parts => (parts.Key, parts.Select(part => part.Id).ToList()))];
        if (wholes.Count == 0) return rows;
        var all = wholes.SelectMany(whole => whole.Parts).ToArray();
        var places = units.ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var targets = await context.Targets.AsNoTracking()
            .Where(row => places.Contains(row.OrganisationUnitId) && all.Contains(row.IndicatorId) && row.Applicable).ToListAsync(cancellationToken);
        foreach (var (whole, parts) in wholes)
        {
            foreach (var place in reading.Figures.Keys.Where(key => parts.Contains(key.Indicator)).Select(key => key with { Indicator = whole }).Distinct())
            {
                var own = reading.Figures.GetValueOrDefault(place)?.Select(figure => figure.Period).ToHashSet() ?? [];
                var figures = parts.SelectMany(part => (reading.Figures.GetValueOrDefault(place with { Indicator = part }) ?? [])
                    .Where(figure => !own.Contains(figure.Period))
                        .Select(figure => (part, figure.Period, Value: ValueOf(figure, reference.Definition(part).Factor))));
                Add(place, figures, ofTargets: false);
            }
            foreach (var group in targets.Where(row => parts.Contains(row.IndicatorId))
                .GroupBy(row => (row.OrganisationUnitId, row.ResolutionId, row.GroupCode)))
            {
                var asked = group.Select(row => (row.IndicatorId, Period.Parse(row.Period, null), LevelOf(row)));
                Add(new FactKey(group.Key.OrganisationUnitId, whole, group.Key.GroupCode), asked, ofTargets: true);
            }

            void Add(FactKey place, IEnumerable<(Guid Part, Period Period, decimal? Value)> shares, bool ofTargets)
            {
                if (!isAsked(place)) return;
                foreach (var period in shares.GroupBy(share => share.Period))
                {
                    // A floor and a goal on one part are two numbers, and no sum tells which is meant.
                    if (period.Count() != parts.Count || period.Select(share => share.Part).Distinct().Count() != parts.Count
                        || period.Any(share => share.Value is null)) continue;
                    if (reference.Knows(place.Unit, whole) && QualityChecks.OfShares(
                        period.Key, [.. period.Select(share => share.Value!.Value)], ofTargets) is { } warning)
                        rows.Add(QualityRow.From(place, warning, reference));
                }
            }
        }
        return rows;
    }

    private static bool IsPercent(Indicator part) => part.Factor == 100 || part.Measure == "%";

    private static decimal? ValueOf(Observation figure, decimal factor) => figure.Value
        ?? (figure.Numerator is { } part && figure.Denominator is { } whole and not 0 ? part * factor / whole : null);

    // Only a rule that states a level: "giảm 2 điểm" is no share.
    private static decimal? LevelOf(Target row) => JsonSerializer.Deserialize<TargetRule>(row.Rule, WireJson.Options) switch
    {
        ThresholdRule threshold => threshold.Value,
        ChangeToRule change => change.Value,
        Near near => near.Value,
        _ => null,
    };
}
