using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.EntityFrameworkCore;

namespace IndicatorApi.Features.Published;

/// <summary>A kind of published figure, as far as kinds differ.</summary>
/// <param name="Name">What a file of it is called.</param>
/// <param name="ToRow">The row of a body; null when it names what is not there.</param>
/// <param name="ToBody">The body of a row.</param>
/// <param name="Counting">The rows that count: of each key the latest.</param>
/// <param name="OfIndicator">Those of one indicator.</param>
/// <param name="Key">What makes a further row a correction.</param>
/// <param name="IsSame">Whether a row says what the one before it says.</param>
public sealed record PublishedKind<TBody, TRow>(
    string Name,
    Func<TBody, ReferenceData, Errors, Func<string, string>, TRow?> ToRow,
    Func<TRow, ReferenceData, TBody> ToBody,
    Func<IndicatorDbContext, IQueryable<TRow>> Counting,
    Func<IQueryable<TRow>, Guid, IQueryable<TRow>> OfIndicator,
    Func<TRow, object> Key,
    Func<TRow, TRow, bool> IsSame) where TRow : class, IPublished<TRow>;

/// <summary>The kinds there are.</summary>
public static class PublishedKinds
{
    /// <summary>What reports say of a unit's own achievement.</summary>
    public static PublishedKind<ClaimBody, Claim> Claims { get; } = new(
        "claims", (body, reference, errors, where) => body.ToRow(reference, errors, where), ClaimBody.From,
        context => context.Claims.FromSql($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period, resolution_id) *
            FROM claim ORDER BY organisation_unit_id, indicator_id, group_code, period, resolution_id, row_version DESC
            """).AsNoTracking(),
        (rows, indicator) => rows.Where(row => row.IndicatorId == indicator),
        row => (row.OrganisationUnitId, row.IndicatorId, row.GroupCode, row.Period, row.ResolutionId),
        (row, stored) =>
            (row.Percent, row.Decimals, row.Verdict, row.Gap, row.Excess) == (stored.Percent, stored.Decimals, stored.Verdict, stored.Gap, stored.Excess)
            && (row.ScoreboardMet, row.ScoreboardOf, row.Statement, row.Source, row.PublishedOn)
                == (stored.ScoreboardMet, stored.ScoreboardOf, stored.Statement, stored.Source, stored.PublishedOn));

    /// <summary>What wider units reached.</summary>
    public static PublishedKind<BenchmarkBody, Benchmark> Benchmarks { get; } = new(
        "benchmarks", (body, reference, errors, where) => body.ToRow(reference, errors, where), BenchmarkBody.From,
        context => context.Benchmarks.FromSql($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, period, scope_unit_id) *
            FROM benchmark ORDER BY organisation_unit_id, indicator_id, period, scope_unit_id, row_version DESC
            """).AsNoTracking(),
        (rows, indicator) => rows.Where(row => row.IndicatorId == indicator),
        row => (row.OrganisationUnitId, row.IndicatorId, row.Period, row.ScopeUnitId),
        (row, stored) => (row.Value, row.Source) == (stored.Value, stored.Source));
}
