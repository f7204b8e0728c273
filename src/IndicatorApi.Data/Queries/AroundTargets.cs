using IndicatorApi.Calculation;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>What persons say about targets, as it stands now.</summary>
public static class AroundTargets
{
    /// <summary>What is expected of each of these targets; one of which nothing is expected is not among them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Expectation>> ExpectationsOfAsync(
        this IndicatorDbContext context, IReadOnlyCollection<Guid> units, IReadOnlyCollection<Guid> targets, CancellationToken cancellationToken)
    {
        var (ofUnits, ofTargets) = (units.ToArray(), targets.ToArray());
        return await context.Expectations.FromSql($"""
            SELECT DISTINCT ON (target_id) * FROM expectation
            WHERE organisation_unit_id = ANY({ofUnits}) AND target_id = ANY({ofTargets})
            ORDER BY target_id, expected_on DESC, id DESC
            """).AsNoTracking().ToDictionaryAsync(row => row.TargetId, cancellationToken);
    }

    /// <summary>What persons judged of each of these targets; one that nobody judged, or whose judgement still waits, is not among them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, PersonalJudgement>> JudgementsOfAsync(
        this IndicatorDbContext context, IReadOnlyCollection<Guid> units, IReadOnlyCollection<Guid> targets, CancellationToken cancellationToken)
    {
        var (ofUnits, ofTargets, standing) = (units.ToArray(), targets.ToArray(), WireNames<JudgementState>.Of(JudgementState.Standing));
        return await context.Judgements.FromSql($"""
            SELECT DISTINCT ON (target_id) * FROM judgement
            WHERE organisation_unit_id = ANY({ofUnits}) AND target_id = ANY({ofTargets}) AND state = {standing}
            ORDER BY target_id, judged_on DESC, id DESC
            """).AsNoTracking().ToDictionaryAsync(
            row => row.TargetId, row => new PersonalJudgement(row.Verdict, row.Why, row.JudgedOn, row.Evidence), cancellationToken);
    }

    /// <summary>The version of every judgement that counts.</summary>
    public static IQueryable<JudgementVersion> CurrentJudgements(this IndicatorDbContext context) => context.Judgements.AsNoTracking()
        .Where(row => !context.Judgements.Any(other => other.OrganisationUnitId == row.OrganisationUnitId && other.Id == row.Id
            && other.RowVersion > row.RowVersion));

    /// <summary>The version of every remedy that counts.</summary>
    public static IQueryable<Remedy> CurrentRemedies(this IndicatorDbContext context) => context.Remedies.AsNoTracking()
        .Where(row => !context.Remedies.Any(other => other.OrganisationUnitId == row.OrganisationUnitId && other.Id == row.Id
            && other.RowVersion > row.RowVersion));
}
