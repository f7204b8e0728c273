using FastEndpoints;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Targets;

public sealed class GetTargetShares(IndicatorDbContext context, ReferenceDataCache cache, FactReadings readings)
    : Endpoint<TargetRequest, Results<Ok<TargetSharesResponse>, Problem>>
{
    public override void Configure()
    {
        Get("/api/v1/targets/{id}/shares");
        Group<TargetsGroup>();
        Policies(Right.Read);
    }

    /// <summary>How a target is given out: the targets that name it as their <c>parentTarget</c>, added the way the indicator combines over units.</summary>
    public override async Task<Results<Ok<TargetSharesResponse>, Problem>> ExecuteAsync(TargetRequest request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(request.Id, out var key)) return Problem.Unknown(Noun.Target, request.Id);
        var rows = await context.Targets.AsNoTracking().Where(row => row.Id == key || row.ParentTargetId == key)
            .OrderBy(row => row.OrganisationUnitId).ThenBy(row => row.ResolutionId).ThenBy(row => row.Position).ToListAsync(cancellationToken);
        if (rows.Find(row => row.Id == key) is not { } whole) return Problem.Unknown(Noun.Target, request.Id);
        // After the rows, so that it can name all of them.
        var reference = await cache.GetAsync(cancellationToken);
        var asked = TargetBody.From(whole, reference);
        List<(Target Row, TargetBody Body, ShareRefusal? Refusal)> shares =
            [.. rows.Where(row => row.Id != key).Select(row => (row, TargetBody.From(row, reference)))
            .Select(share => (share.row, share.Item2, TargetShares.Refuse(
                asked.Rule, share.Item2.Rule, (share.Item2.Period, share.Item2.Recurrence) == (asked.Period, asked.Recurrence))))];
        var combining = reference.Indicator(whole.IndicatorId).OverUnits;
        Dictionary<Guid, decimal?> weights = [];
        if (combining == UnitCombining.WeightedAverage && shares.Count > 0)
        {
            Guid[] units = [.. shares.Select(share => share.Row.OrganisationUnitId).Distinct()];
            weights = await WeightsAsync(whole.IndicatorId, asked.Period!.Value, units, reference, cancellationToken);
            shares = [.. shares.Select(share => share with
            {
                Refusal = share.Refusal ?? (weights.GetValueOrDefault(share.Row.Id) is null ? ShareRefusal.WeightsUnknown : null),
            })];
        }
        // One without a weight makes the mean of the others no answer: it is in the count, and so refuses the whole.
        var counted = shares.Where(share => share.Refusal is null or ShareRefusal.WeightsUnknown && share.Row.Applicable).ToList();
        var result = TargetShares.Of(
            asked.Rule, [.. counted.Select(share => share.Body.Rule)], combining, [.. counted.Select(share => weights.GetValueOrDefault(share.Row.Id))]);
        return TypedResults.Ok(Answer(whole, combining, result, shares, weights, reference));
    }

    // The weights that a roll-up of the same time would take, by target.
    private async Task<Dictionary<Guid, decimal?>> WeightsAsync(
        Guid indicator, Period period, Guid[] units, ReferenceData reference, CancellationToken cancellationToken)
    {
        var question = new FactQuestion { Asked = period, Units = units, Indicator = indicator, Weights = true };
        await using var reading = await readings.OpenAsync(reference, _ => question, cancellationToken);
        Dictionary<Guid, decimal?> weights = [];
        await foreach (var target in reading!.TargetsAsync(cancellationToken)) weights[target.Id] = target.UnitWeight;
        return weights;
    }

    private static TargetSharesResponse Answer(
        Target whole, UnitCombining combining, TargetShares result, List<(Target Row, TargetBody Body, ShareRefusal? Refusal)> shares,
        Dictionary<Guid, decimal?> weights, ReferenceData reference)
    {
        var under = reference.Units.Where(unit => unit.ParentId == whole.OrganisationUnitId).OrderBy(unit => unit.Code, StringComparer.Ordinal).ToList();
        var having = shares.Select(share => share.Row.OrganisationUnitId).ToHashSet();
        return new TargetSharesResponse
        {
            Target = whole.Id,
            OrgUnit = reference.Unit(whole.OrganisationUnitId).Code,
            Combining = combining,
            Number = result.Whole,
            Assigned = result.Together,
            Unassigned = result.Unassigned,
            OverAssigned = result.OverAssigned,
            Reason = result.Refusal,
            Units = under.Count,
            UnitsWithShare = under.Count(unit => having.Contains(unit.Id)),
            UnitsWithout = [.. under.Where(unit => !having.Contains(unit.Id)).Select(unit => unit.Code)],
            Shares = [.. shares.Select(share => new TargetShareResponse
            {
                Id = share.Row.Id,
                OrgUnit = reference.Unit(share.Row.OrganisationUnitId).Code,
                Resolution = share.Body.Resolution!,
                Period = share.Body.Period!.Value,
                TargetText = share.Body.Rule.TargetText(),
                Number = TargetShares.Number(share.Body.Rule),
                Weight = weights.GetValueOrDefault(share.Row.Id),
                Applicable = share.Row.Applicable,
                Reason = share.Refusal,
            })],
        };
    }
}

/// <summary>How a target is given out.</summary>
public sealed record TargetSharesResponse
{
    /// <summary>Id of the target that is given out.</summary>
    public required Guid Target { get; init; }

    /// <summary>Code of its unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>How the shares are put together: as the indicator's figures are over units.</summary>
    public required UnitCombining Combining { get; init; }

    /// <summary>The number that is given out; null for a rule without one.</summary>
    public required decimal? Number { get; init; }

    /// <summary>What the shares that count come to; null without one, or with a reason.</summary>
    public required decimal? Assigned { get; init; }

    /// <summary>What no share has; null where <c>assigned</c> is.</summary>
    public required decimal? Unassigned { get; init; }

    /// <summary>What the shares have beyond the whole, which is a warning and often policy; null where <c>assigned</c> is.</summary>
    public required decimal? OverAssigned { get; init; }

    /// <summary>Why the shares give no number together; null where they do.</summary>
    public required ShareRefusal? Reason { get; init; }

    /// <summary>How many units stand directly under the unit.</summary>
    public required int Units { get; init; }

    /// <summary>How many of them have a share.</summary>
    public required int UnitsWithShare { get; init; }

    /// <summary>Codes of those that have none.</summary>
    public required IReadOnlyList<string> UnitsWithout { get; init; }

    /// <summary>Every share, by unit.</summary>
    public required IReadOnlyList<TargetShareResponse> Shares { get; init; }
}

/// <summary>One share of a target.</summary>
public sealed record TargetShareResponse
{
    /// <summary>Id of the share, a target itself.</summary>
    public required Guid Id { get; init; }

    /// <summary>Code of its unit.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Code of its resolution.</summary>
    public required string Resolution { get; init; }

    /// <summary>The time it is asked for.</summary>
    public required Period Period { get; init; }

    /// <summary>What is asked, as a resolution says it in Vietnamese.</summary>
    public required string TargetText { get; init; }

    /// <summary>The number it states; null for a rule without one.</summary>
    public required decimal? Number { get; init; }

    /// <summary>What its unit weighs in a weighted mean: the latest figure of the indicator's weights that had ended by the end of the time, else the
    /// earliest after it; null where there is none, and for every other way of combining.</summary>
    public required decimal? Weight { get; init; }

    /// <summary>False where it does not apply to its unit; it is then not counted.</summary>
    public required bool Applicable { get; init; }

    /// <summary>Why it is not counted; null where it is.</summary>
    public required ShareRefusal? Reason { get; init; }
}
