using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Data;

/// <summary>Figures and targets as they stood at an instant.</summary>
public static class AsItStood
{
    private static readonly string Actuals = $$"""
        SELECT *, {{FigureColumns.Named}} FROM (
          SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) *
          FROM actual_revision WHERE recorded_at <= {0}
          ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC) AS stood WHERE NOT deleted
        """;

    /// <summary>Of every figure the last revision up to then, withdrawn ones left out.</summary>
    public static IQueryable<ActualRevision> ActualsAt(this IndicatorDbContext context, DateTimeOffset then) =>
        context.ActualRevisions.FromSqlRaw(Actuals, then).AsNoTracking();

    /// <summary>Of every target the last version up to then, removed ones left out.</summary>
    public static IQueryable<TargetVersion> TargetsAt(this IndicatorDbContext context, DateTimeOffset then) => context.TargetVersions.FromSql($"""
        SELECT * FROM (
          SELECT DISTINCT ON (organisation_unit_id, target_id) *
          FROM target_version WHERE recorded_at <= {then}
          ORDER BY organisation_unit_id, target_id, row_version DESC) AS stood WHERE NOT deleted
        """).AsNoTracking();
}
