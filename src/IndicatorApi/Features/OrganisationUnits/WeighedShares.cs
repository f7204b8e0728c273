using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>How much of a unit went where, by figures of something that all have, such as households.</summary>
public sealed class WeighedShares(IndicatorDbContext context)
{
    private const int Decimals = 12;

    /// <summary>The body with the shares that figures say, and the units of which they say none.</summary>
    public async Task<(SuccessionBody Body, IReadOnlyList<UnknownShares>? Unknown)> FillAsync(
        SuccessionBody body, ReferenceData reference, Errors errors, CancellationToken cancellationToken)
    {
        if (body is not { SharesBy: { } by, Parts: { } parts }) return (body, null);
        var indicator = reference.Indicator(by.Indicator);
        if (indicator is null) errors.Add("sharesBy.indicator", ErrorCodes.UnknownReference, Noun.Indicator, by.Indicator);
        else if (indicator.OverUnits != UnitCombining.Sum) errors.Add("sharesBy.indicator", ErrorCodes.Inconsistent,
            $"'{by.Indicator}' is nothing of which parts add up to the whole (overUnits is not sum).",
            $"'{by.Indicator}' không phải số cộng được giữa các phần (overUnits không phải sum).");
        if (errors.Any) return (body, null);
        var units = parts.SelectMany(part => new[] { part.Predecessor, part.Successor }).Distinct().Select(reference.Unit).OfType<OrganisationUnit>()
            .ToDictionary(unit => unit.Id, unit => unit.Code);
        var (ids, period) = (units.Keys.ToArray(), by.Period.ToString());
        var figures = (await context.Actuals.AsNoTracking()
            .Where(row => ids.Contains(row.OrganisationUnitId) && row.IndicatorId == indicator!.Id && row.Period == period && row.Figure.Value != null)
            .Select(row => new { row.OrganisationUnitId, row.GroupCode, row.Figure.Value }).ToListAsync(cancellationToken))
            .ToDictionary(row => (units[row.OrganisationUnitId], row.GroupCode), row => row.Value!.Value);
        var ofOne = parts.GroupBy(part => part.Successor).Where(same => same.Count() == 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        Dictionary<SuccessionPartBody, decimal> shares = [];
        List<UnknownShares> unknown = [];
        foreach (var parted in parts.GroupBy(part => part.Predecessor).Where(same => same.Count() > 1 && same.All(part => part.Share is null)))
        {
            var weights = WeightsOf([.. parted], figures, ofOne);
            if (weights.All(weight => weight > 0)) Share([.. parted], [.. weights.Select(weight => weight!.Value)], shares);
            else unknown.Add(new(parted.Key, Why([.. parted.Where((_, i) => !(weights[i] > 0)).Select(part => part.Successor)], parted.Key, by)));
        }
        return (body with { Parts = [.. parts.Select(part => shares.TryGetValue(part, out var share) ? part with { Share = share } : part)] }, unknown);
    }

    // What a unit reports of each of its parts; else what the new units report, where they are made of that one alone.
    private static List<decimal?> WeightsOf(
        SuccessionPartBody[] parted, Dictionary<(string Unit, string Group), decimal> figures, HashSet<string> ofOne)
    {
        List<decimal?> within = [.. parted.Select(part => figures.TryGetValue((part.Predecessor, part.Successor), out var value) ? value : (decimal?)null)];
        if (within.TrueForAll(weight => weight is not null) || !parted.All(part => ofOne.Contains(part.Successor))) return within;
        List<decimal?> own = [.. parted.Select(part => figures.TryGetValue((part.Successor, ""), out var value) ? value : (decimal?)null)];
        return own.TrueForAll(weight => weight is null) ? within : own;
    }

    // Together they are the whole, whatever was cut off.
    private static void Share(SuccessionPartBody[] parted, decimal[] weights, Dictionary<SuccessionPartBody, decimal> shares)
    {
        var (total, left) = (weights.Sum(), 1m);
        for (var i = 0; i < parted.Length; i++)
        {
            shares[parted[i]] = i == parted.Length - 1 ? left : Math.Round(weights[i] / total, Decimals);
            left -= shares[parted[i]];
        }
    }

    private static Phrase Why(List<string> without, string predecessor, SharesByBody by)
    {
        var names = string.Join(", ", without.Select(code => $"'{code}'"));
        return new($"Không có số liệu '{by.Indicator}' kỳ {by.Period} lớn hơn 0 cho {names}: hãy báo cáo theo nhóm mang mã đó của '{predecessor}', hoặc của "
                + "chính đơn vị mới nếu đơn vị đó chỉ hình thành từ một đơn vị.",
            $"There is no figure of '{by.Indicator}' for {by.Period} above 0 for {names}: report it under '{predecessor}' for the sub-group of that code, or "
                + "under the new unit where it is made of this one alone.");
    }
}
