using System.Globalization;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The statements that read some units as they stand now, as they stood, or with their targets as first set; values are parameters.</summary>
/// <param name="units">The units.</param>
/// <param name="indicator">Only what is about this indicator; all when null.</param>
/// <param name="then">The facts as they stood then; as they stand now when null.</param>
/// <param name="original">Targets as first set, whatever changed them since.</param>
internal sealed class UnitStatements(Guid[] units, Guid? indicator, DateTimeOffset? then, bool original)
{
    private static string TargetColumns(string id) => $"""
        organisation_unit_id, {id}, resolution_id, indicator_id, group_code, period, recurrence, rule,
        baseline_value, baseline_on, checkpoints, path_model, applicable, weight, position, row_version, lead, bands
        """;

    // Only a term's name says more than its days; nulls cost nothing on the way. Revisions tell which of equal figures was recorded later.
    internal static readonly string ObservationColumns = $"""
        a.organisation_unit_id, a.indicator_id, a.group_code, CASE WHEN {StoredPeriods.IsTerm("a.period")} THEN a.period END, a.period_start, a.period_end,
        a.value, a.numerator, a.denominator, a.level, a.bound, a.status = 'provisional', a.revision
        """;

    /// <summary>The versions that an answer about some units depends on: of the names, and of all of the units; of all there are when null.</summary>
    public static NpgsqlBatchCommand Versions(IReadOnlyList<Guid>? asked, Lineage lineage)
    {
        Guid[]? units = asked is null ? null : [.. lineage.WithKin(asked)];
        var sql = new Sql();
        // What every unit below must hold changes with their figures. All of a tree are asked about anyway; of one unit, where it has such a target.
        // Who stood under it then is not known here, so that any unit may be one of them.
        var below = asked is not [var one] ? ""
            : $" OR EXISTS (SELECT 1 FROM target_version WHERE organisation_unit_id = {sql.Add(one)} AND rule_kind = {sql.Add(EveryUnit.Kind)})";
        return sql.Command($"""
            SELECT (SELECT version FROM reference_version WHERE id = 1),
                   (SELECT coalesce(sum(version), 0)::bigint FROM unit_version WHERE {Units(sql, units)}{below})
            """);
    }

    /// <summary>The version of each unit, and whether it ever had a target that every unit below must hold.</summary>
    public NpgsqlBatchCommand UnitVersions()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT organisation_unit_id, version, EXISTS (
              SELECT 1 FROM target_version t WHERE t.organisation_unit_id = unit_version.organisation_unit_id AND t.rule_kind = {sql.Add(EveryUnit.Kind)})
            FROM unit_version WHERE {Units(sql, units)}
            """);
    }

    /// <summary>The targets.</summary>
    public NpgsqlBatchCommand Targets()
    {
        var sql = new Sql();
        if (then is null && !original) return sql.Command($"SELECT {TargetColumns("id")} FROM target WHERE {Units(sql, units)}{Indicator(sql)}");
        // A version that moved to another indicator or period must hide the ones before it: pick the version first, then ask.
        return sql.Command($"""
            SELECT {TargetColumns("target_id")} FROM (
              SELECT DISTINCT ON (organisation_unit_id, target_id) *, bool_or(deleted) OVER (PARTITION BY organisation_unit_id, target_id) AS gone
              FROM target_version WHERE {Units(sql, units)}{Recorded(sql)}
              ORDER BY organisation_unit_id, target_id, row_version {(original ? "ASC" : "DESC")}) AS stood
            WHERE NOT gone{Indicator(sql)}
            """);
    }

    /// <summary>Whether it matters what became of targets after a period was closed.</summary>
    public bool HasClosed => then is null && !original;

    /// <summary>
    /// What targets said when a period was closed, where they say something else now, are gone now, or were not there then; the first closing first.
    /// Almost no target is ever changed: the others are not looked at.
    /// </summary>
    public NpgsqlBatchCommand Closed()
    {
        var sql = new Sql();
        return sql.Command($"""
            WITH closing AS (
              SELECT u.organisation_unit_id AS unit, c.id, c.period, c.closed_at
              FROM closure c JOIN closure_unit u ON u.closure_id = c.id AND NOT u.reopened
              WHERE {Units(sql, units, "u.organisation_unit_id")} AND NOT EXISTS (
                SELECT 1 FROM closure_unit o WHERE o.organisation_unit_id = u.organisation_unit_id AND o.closure_id = u.closure_id AND o.reopened)
            ), latest AS (
              SELECT DISTINCT ON (organisation_unit_id, target_id) organisation_unit_id, target_id, row_version, deleted, recorded_at
              FROM target_version WHERE organisation_unit_id IN (SELECT unit FROM closing)
              ORDER BY organisation_unit_id, target_id, row_version DESC
            ), changed_since AS (
              SELECT c.*, l.target_id, l.row_version, l.deleted
              FROM closing c JOIN latest l ON l.organisation_unit_id = c.unit AND l.recorded_at > c.closed_at
            ), then_and_now AS (
              SELECT DISTINCT ON (n.unit, n.target_id, n.id) n.id AS closure, n.period AS closed_period, n.closed_at, n.deleted AS is_gone,
                     n.row_version AS latest_version, s.row_version AS then_version, s.deleted AS then_deleted, n.unit AS of_unit, n.target_id AS of_target
              FROM changed_since n
              LEFT JOIN target_version s ON s.organisation_unit_id = n.unit AND s.target_id = n.target_id AND s.recorded_at <= n.closed_at
              ORDER BY n.unit, n.target_id, n.id, s.row_version DESC)
            SELECT {TargetColumns("target_id")}, closed_period,
                   CASE WHEN is_gone THEN 'removed' WHEN then_version IS NULL THEN 'added' ELSE 'amended' END
            FROM (SELECT v.*, n.closure, n.closed_period, n.closed_at, n.is_gone, n.then_version
                  FROM then_and_now n
                  JOIN target_version v ON v.organisation_unit_id = n.of_unit AND v.target_id = n.of_target
                    AND v.row_version = coalesce(n.then_version, n.latest_version)
                  WHERE NOT coalesce(n.then_deleted, n.is_gone) AND n.then_version IS DISTINCT FROM n.latest_version) AS changed
            ORDER BY closed_at, closure
            """);
    }

    /// <summary>What was published; corrections hide what they correct.</summary>
    public NpgsqlBatchCommand Claims()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period, resolution_id)
                   organisation_unit_id, indicator_id, group_code, period, percent, decimals, verdict, resolution_id, gap, excess, scoreboard_met,
                   scoreboard_of, scoreboard_exceeded
            FROM claim WHERE {Units(sql, units)}{Indicator(sql)}{Recorded(sql)}
            ORDER BY organisation_unit_id, indicator_id, group_code, period, resolution_id, row_version DESC
            """);
    }

    /// <summary>What persons expect of targets: of each the latest day, then the latest row.</summary>
    public NpgsqlBatchCommand Expectations()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT DISTINCT ON (organisation_unit_id, target_id)
                   organisation_unit_id, target_id, likelihood, expected_on, coalesce(expected_by, recorded_by), reason
            FROM expectation WHERE {Units(sql, units)}{Recorded(sql)}
            ORDER BY organisation_unit_id, target_id, expected_on DESC, id DESC
            """);
    }

    /// <summary>What persons judged of targets, as far as it stands: of each the latest day first.</summary>
    public NpgsqlBatchCommand Judgements()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT organisation_unit_id, target_id, verdict, why, judged_on, evidence
            FROM judgement WHERE {Units(sql, units)} AND state = {sql.Add(WireNames<JudgementState>.Of(JudgementState.Standing))}{Recorded(sql)}
            ORDER BY target_id, judged_on DESC, id DESC
            """);
    }

    /// <summary>Values of wider units to compare with; corrections hide what they correct.</summary>
    public NpgsqlBatchCommand Benchmarks()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, period, scope_unit_id) organisation_unit_id, indicator_id, period, scope_unit_id, value
            FROM benchmark WHERE {Units(sql, units)}{Indicator(sql)}{Recorded(sql)}
            ORDER BY organisation_unit_id, indicator_id, period, scope_unit_id, row_version DESC
            """);
    }

    /// <summary>Every figure of some units, with its revision.</summary>
    /// <param name="of">The units.</param>
    /// <param name="indicators">Only of these indicators; of all when null.</param>
    public NpgsqlBatchCommand Observations(Guid[] of, Guid[]? indicators)
    {
        var sql = new Sql();
        var where = Units(sql, of) + (indicators is null ? "" : $" AND indicator_id = ANY({sql.Add(indicators)})");
        // As it stood: of every figure its last revision up to then, unless that one withdrew it.
        var source = then is null ? $"(SELECT * FROM actual WHERE {where})" : $"""
            (SELECT * FROM (
               SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) *, id AS revision
               FROM actual_revision WHERE {where}{Recorded(sql)}
               ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC) AS stood WHERE NOT deleted)
            """;
        return sql.Command($"SELECT {ObservationColumns} FROM {source} AS a");
    }

    private string Indicator(Sql sql) => indicator is { } one ? $" AND indicator_id = {sql.Add(one)}" : "";

    private string Recorded(Sql sql) => then is { } instant ? $" AND recorded_at <= {sql.Add(instant)}" : "";

    private static string Units(Sql sql, Guid[]? units, string column = "organisation_unit_id") => units switch
    {
        null => "true",
        [var one] => $"{column} = {sql.Add(one)}",
        _ => $"{column} = ANY({sql.Add(units)})",
    };

    private sealed class Sql
    {
        private readonly List<NpgsqlParameter> _parameters = [];

        public string Add<T>(T value)
        {
            _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
        }

        public NpgsqlBatchCommand Command(string text)
        {
            var command = new NpgsqlBatchCommand(text);
            foreach (var parameter in _parameters) command.Parameters.Add(parameter);
            return command;
        }
    }
}
