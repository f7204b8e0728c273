using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>What persons say about targets, as it stands now.</summary>
public static class AroundTargets
{
    /// <summary>The version of every judgement that counts.</summary>
    public static IQueryable<JudgementVersion> CurrentJudgements(this IndicatorDbContext context) => context.Judgements.AsNoTracking()
        .Where(row => !context.Judgements.Any(other => other.OrganisationUnitId == row.OrganisationUnitId && other.Id == row.Id
            && other.RowVersion > row.RowVersion));

    /// <summary>The version of every remedy that counts.</summary>
    public static IQueryable<Remedy> CurrentRemedies(this IndicatorDbContext context) => context.Remedies.AsNoTracking()
        .Where(row => !context.Remedies.Any(other => other.OrganisationUnitId == row.OrganisationUnitId && other.Id == row.Id
            && other.RowVersion > row.RowVersion));
}
