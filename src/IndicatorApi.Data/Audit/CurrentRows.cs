using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Checks that every current row is what the last row of its history says, and that no history has a gap.</summary>
internal sealed class CurrentRows(NpgsqlConnection connection, IndicatorDbContext context, ReferenceData reference, AuditVerifier.Names names,
    AuditReport report)
{
    private const string Check = "current";

    /// <summary>Checks all of them.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await CheckActualsAsync(cancellationToken);
        await CheckTargetsAsync(cancellationToken);
        var latest = await context.ReferenceRevisions.FromSql($"SELECT DISTINCT ON (kind, id) * FROM reference_revision ORDER BY kind, id, row_version DESC")
            .AsNoTracking().ToListAsync(cancellationToken);
        CheckReference(reference.Units, latest);
        CheckReference(reference.Indicators, latest);
        CheckReference(reference.Resolutions, latest);
        CheckTree();
        await CheckMembershipsAsync(cancellationToken);
        await CheckKeysAsync(cancellationToken);
    }

    private async Task CheckActualsAsync(CancellationToken cancellationToken)
    {
        // Every column of the current row must stand in the revision; the days beside the name of a term say nothing.
        await ReadAsync($"""
            WITH latest AS (
              SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) *
              FROM actual_revision ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC)
            SELECT coalesce(a.organisation_unit_id, r.organisation_unit_id), coalesce(a.indicator_id, r.indicator_id),
                coalesce(a.period, r.period), coalesce(a.group_code, r.group_code),
              CASE WHEN r.id IS NULL THEN 'it stands without any revision'
                   WHEN a.revision IS NULL THEN 'it is missing, though its latest revision stands'
                   WHEN r.deleted THEN 'it stands, though its latest revision withdrew it'
                   ELSE 'it differs from its latest revision' END
            FROM actual a
            FULL JOIN latest r ON r.organisation_unit_id = a.organisation_unit_id AND r.indicator_id = a.indicator_id
                AND r.group_code = a.group_code AND r.period = a.period
            WHERE r.id IS NULL OR (a.revision IS NULL AND NOT r.deleted) OR (a.revision IS NOT NULL AND (
              r.deleted OR a.revision <> r.id OR NOT to_jsonb(r) @> (to_jsonb(a) - ARRAY['revision', 'period_start', 'period_end'])
              OR (NOT {StoredPeriods.IsTerm("a.period")} AND (a.period_start, a.period_end) <> (r.period_start, r.period_end))))
            """, reader => report.Add(Check, $"actual {Actual(reader)}", reader.GetString(4)), cancellationToken);
        await ReadAsync("""
            SELECT organisation_unit_id, indicator_id, period, group_code, count(*), max(row_version)
            FROM actual_revision GROUP BY 1, 2, 3, 4 HAVING count(*) <> max(row_version)
            """, reader => report.Add(Check, $"actual {Actual(reader)}", $"it has {reader.GetInt64(4)} revisions, and the last is number {reader.GetInt64(5)}"),
            cancellationToken);
    }

    private async Task CheckTargetsAsync(CancellationToken cancellationToken)
    {
        await ReadAsync($"""
            WITH latest AS (
              SELECT DISTINCT ON (organisation_unit_id, target_id) * FROM target_version ORDER BY organisation_unit_id, target_id, row_version DESC)
            SELECT coalesce(t.id, v.target_id),
              CASE WHEN v.target_id IS NULL THEN 'it stands without any version'
                   WHEN t.id IS NULL THEN 'it is missing, though its latest version stands'
                   WHEN v.deleted THEN 'it stands, though its latest version removed it'
                   ELSE 'it differs from its latest version' END
            FROM target t FULL JOIN latest v ON v.organisation_unit_id = t.organisation_unit_id AND v.target_id = t.id
            WHERE v.target_id IS NULL OR (t.id IS NULL AND NOT v.deleted) OR (t.id IS NOT NULL AND (
              v.deleted OR NOT to_jsonb(v) @> (to_jsonb(t) - ARRAY['id', 'scope_start', 'scope_end'])
              OR (NOT {StoredPeriods.IsTerm("t.period")} AND (t.scope_start, t.scope_end) <> (v.scope_start, v.scope_end))))
            """, reader => report.Add(Check, $"target {reader.GetGuid(0)}", reader.GetString(1)), cancellationToken);
        await ReadAsync(
            "SELECT target_id, count(*), max(row_version) FROM target_version GROUP BY organisation_unit_id, target_id HAVING count(*) <> max(row_version)",
            reader => report.Add(Check, $"target {reader.GetGuid(0)}", $"it has {reader.GetInt64(1)} versions, and the last is number {reader.GetInt64(2)}"),
            cancellationToken);
    }

    private void CheckReference<TRow>(IEnumerable<TRow> rows, IEnumerable<ReferenceRevision> revisions) where TRow : ICodedRow
    {
        var latest = revisions.Where(revision => revision.Kind == typeof(TRow).Name).ToDictionary(revision => revision.Id);
        foreach (var row in rows)
        {
            var where = $"{typeof(TRow).Name} {row.Code}";
            if (!latest.Remove(row.Id, out var revision)) report.Add(Check, where, "it stands without any revision");
            else if (revision.Deleted) report.Add(Check, where, "it stands, though its latest revision removed it");
            else if (Content(row) != Content(JsonSerializer.Deserialize<TRow>(revision.Content)!))
                report.Add(Check, where, "it differs from its latest revision");
        }
        foreach (var revision in latest.Values.Where(revision => !revision.Deleted))
            report.Add(Check, $"{typeof(TRow).Name} {JsonSerializer.Deserialize<TRow>(revision.Content)!.Code}",
                "it is missing, though its latest revision stands");
    }

    // A unit that moves takes along what is under it without a revision of each: paths are checked against the parents instead.
    private static string Content<TRow>(TRow row) where TRow : ICodedRow
    {
        var json = JsonSerializer.SerializeToNode(row)!.AsObject();
        json.Remove(nameof(OrganisationUnit.Path));
        return RowDigest.CanonicalJson(json.ToJsonString());
    }

    private void CheckTree()
    {
        var byId = reference.Units.ToDictionary(unit => unit.Id);
        foreach (var unit in byId.Values)
        {
            var path = "";
            var left = byId.Count;
            for (var above = unit; above is not null && left-- > 0; above = above.ParentId is { } parent ? byId.GetValueOrDefault(parent) : null)
                path = $"{above.Code}/{path}";
            if (path != unit.Path) report.Add(Check, $"OrganisationUnit {unit.Code}", "its path does not follow from the units above it");
        }
    }

    // What the memberships say last is what the unit says, and each was recorded with a revision that says the same.
    private async Task CheckMembershipsAsync(CancellationToken cancellationToken)
    {
        foreach (var unit in reference.Units)
        {
            if (reference.Tree.ParentOf(unit, DateOnly.MaxValue) != unit.ParentId)
                report.Add(Check, $"OrganisationUnit {unit.Code}", "its memberships end under another unit than it stands under");
        }
        await ReadAsync($"""
            SELECT m.organisation_unit_id, m.row_version FROM unit_membership m
            LEFT JOIN reference_revision r ON r.kind = 'OrganisationUnit' AND r.id = m.organisation_unit_id AND r.row_version = m.row_version
            WHERE r.id IS NULL OR (r.content->>'ParentId')::uuid IS DISTINCT FROM m.parent_id OR (r.content->>'ParentFrom')::date IS DISTINCT FROM m.parent_from
            """, reader => report.Add(
                Check, $"membership {reader.GetInt64(1)} of unit {reader.GetGuid(0)}", "no revision of the unit says the same"), cancellationToken);
        await ReadAsync($"""
            SELECT o.code FROM organisation_unit o WHERE NOT EXISTS (SELECT 1 FROM unit_membership m WHERE m.organisation_unit_id = o.id)
            """, reader => report.Add(Check, $"OrganisationUnit {reader.GetString(0)}", "it stands without any membership"), cancellationToken);
    }

    private async Task CheckKeysAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, (string After, long Sequence)> told = [];
        await ReadAsync($"""
            SELECT DISTINCT ON (subject) subject, after, sequence FROM audit_entry
            WHERE organisation_unit_id = '{AuditEntry.CommonChain}' AND kind = 'key' ORDER BY subject, sequence DESC
            """, reader => told[reader.GetString(0)] = (reader.GetString(1), reader.GetInt64(2)), cancellationToken);
        foreach (var key in await context.ApiKeys.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (told.Remove($"{key.Id}", out var entry))
            {
                if (entry.After != AuditJson.Of(key))
                    report.Add(Check, $"key {key.Id}", $"it differs from what entry {entry.Sequence} of the common chain tells of it");
            }
            else if (report.OpenedAt is not null && key.CreatedAt >= report.OpenedAt)
            {
                report.Add(Check, $"key {key.Id}", "no entry of the audit log tells of it");
            }
        }
        foreach (var (key, entry) in told) report.Add(Check, $"key {key}", $"it is missing, though entry {entry.Sequence} of the common chain tells of it");
    }

    private string Actual(NpgsqlDataReader reader) => names.Actual(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3));

    private async Task ReadAsync(string sql, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) read(reader);
    }
}
