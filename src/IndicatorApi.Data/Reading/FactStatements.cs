using System.Globalization;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>The statements that facts are read with, for one chunk of units. Conditions come from a closed list, values are parameters.</summary>
internal sealed class FactStatements(FactQuestion question, Guid[]? units, DateOnly end)
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

    // Facts as they stood: of every figure its last revision up to then, unless that one withdrew it.
    private static string RevisionsThen(string then, string units) => $"""
        (SELECT * FROM (
           SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period) *, id AS revision
           FROM actual_revision WHERE recorded_at <= {then} AND {units}
           ORDER BY organisation_unit_id, indicator_id, group_code, period, row_version DESC) AS stood WHERE NOT deleted)
        """;

    /// <summary>The versions that the answer depends on: of the names, and of all units of the question.</summary>
    public static NpgsqlBatchCommand Versions(FactQuestion question)
    {
        var sql = new Sql();
        var asked = Units(sql, "organisation_unit_id", question.Units?.ToArray());
        return sql.Command($"""
            SELECT (SELECT version FROM reference_version WHERE id = 1),
                   (SELECT coalesce(sum(version), 0)::bigint FROM unit_version WHERE {asked}{Below(sql, question)})
            """);
    }

    // What every unit below must hold changes with their figures. All of a tree are asked about anyway; of one unit, where it has such a target.
    // Who stood under it then is not known here, so that any unit may be one of them.
    private static string Below(Sql sql, FactQuestion question) => question.Units is not [var one]
        ? ""
        : $" OR EXISTS (SELECT FROM target_version WHERE organisation_unit_id = {sql.Add(one)} AND rule_kind = {sql.Add(EveryUnit.Kind)})";

    /// <summary>Whether targets come as they stand now, by version only: what a version says is known or read once.</summary>
    public bool IsByVersion => question.AsOf is null && !question.OriginalTargets;

    /// <summary>What these targets say.</summary>
    public NpgsqlBatchCommand TargetsOf(IReadOnlyCollection<Guid> ids)
    {
        var sql = new Sql();
        return sql.Command($"SELECT {TargetColumns("id")} FROM target WHERE {Units(sql, "organisation_unit_id")} AND id = ANY({sql.Add(ids.ToArray())})");
    }

    /// <summary>The targets whose scope may overlap the asked period; those of terms are all among them, their days are not known here.</summary>
    public NpgsqlBatchCommand Targets(DateOnly first)
    {
        var sql = new Sql();
        var where = $"{Units(sql, "organisation_unit_id")} AND {MayOverlap(sql, first)}{AskedFor(sql)}";
        const string Order = "ORDER BY organisation_unit_id, resolution_id, position, 2";
        if (IsByVersion)
            return sql.Command($"SELECT id, row_version FROM target WHERE {where} ORDER BY organisation_unit_id, resolution_id, position, id");

        // A version that moved to another period must hide the ones before it: pick the version first, then ask for the period.
        var picked = new Sql();
        var of = Units(picked, "organisation_unit_id") + (question.AsOf is { } then ? $" AND recorded_at <= {picked.Add(then)}" : "");
        var conditions = $"NOT gone AND {MayOverlap(picked, first)}{AskedFor(picked)}";
        return picked.Command($"""
            SELECT {TargetColumns("target_id")}
            FROM ({Stood(of)}) AS stood
            WHERE {conditions} {Order}
            """);
    }

    private string AskedFor(Sql sql)
    {
        var conditions = "";
        if (question.Indicator is { } indicator) conditions += $" AND indicator_id = {sql.Add(indicator)}";
        if (question.Resolutions is { } resolutions) conditions += $" AND {Units(sql, "resolution_id", [.. resolutions])}";
        if (question.Group is { } group) conditions += $" AND group_code = {sql.Add(group)}";
        if (question.Lead is { } lead) conditions += $" AND lead = {sql.Add(lead)}";
        return conditions;
    }

    /// <summary>
    /// What targets said when a period that may hold the asked one was closed, where they say something else now, are gone now, or were not there then;
    /// the first closing first.
    /// </summary>
    public NpgsqlBatchCommand AsClosed(DateOnly first)
    {
        var sql = new Sql();
        return sql.Command($"""
            WITH closing AS (
              SELECT u.organisation_unit_id AS unit, c.period, c.closed_at
              FROM closure c JOIN closure_unit u ON u.closure_id = c.id AND NOT u.reopened
              WHERE {Units(sql, "u.organisation_unit_id")}
                AND ((c.period_start <= {sql.Add(first)} AND c.period_end >= {sql.Add(end)}) OR {StoredPeriods.IsTerm("c.period")})
                AND NOT EXISTS (
                  SELECT 1 FROM closure_unit o WHERE o.organisation_unit_id = u.organisation_unit_id AND o.closure_id = u.closure_id AND o.reopened)
            ), then_and_now AS (
              SELECT c.period AS closed_period, c.closed_at, latest.deleted AS is_gone, latest.row_version AS latest_version, stood.row_version AS then_version,
                     latest.organisation_unit_id AS of_unit, latest.target_id AS of_target
              FROM closing c
              CROSS JOIN LATERAL (
                SELECT DISTINCT ON (target_id) organisation_unit_id, target_id, row_version, deleted
                FROM target_version WHERE organisation_unit_id = c.unit ORDER BY target_id, row_version DESC) AS latest
              LEFT JOIN LATERAL (
                SELECT row_version, deleted FROM target_version s
                WHERE s.organisation_unit_id = c.unit AND s.target_id = latest.target_id AND s.recorded_at <= c.closed_at
                ORDER BY row_version DESC LIMIT 1) AS stood ON true
              WHERE NOT coalesce(stood.deleted, latest.deleted) AND stood.row_version IS DISTINCT FROM latest.row_version)
            SELECT {TargetColumns("target_id")}, closed_period,
                   CASE WHEN is_gone THEN 'removed' WHEN then_version IS NULL THEN 'added' ELSE 'amended' END
            FROM (SELECT v.*, n.closed_period, n.closed_at, n.is_gone, n.then_version
                  FROM then_and_now n
                  JOIN target_version v ON v.organisation_unit_id = n.of_unit AND v.target_id = n.of_target
                    AND v.row_version = coalesce(n.then_version, n.latest_version)) AS changed
            WHERE NOT is_gone OR ({MayOverlap(sql, first)}{AskedFor(sql)})
            ORDER BY closed_at
            """);
    }

    /// <summary>Targets of some resolutions on some indicators, as they stand, as they stood, or as first set; the time they are for is the caller's
    /// business.</summary>
    public NpgsqlBatchCommand TargetsOf(IReadOnlyCollection<Guid> resolutions, IReadOnlyCollection<Guid> indicators)
    {
        var sql = new Sql();
        var of = Units(sql, "organisation_unit_id");
        if (IsByVersion)
        {
            return sql.Command($"""
                SELECT {TargetColumns("id")} FROM target
                WHERE {of} AND resolution_id = ANY({sql.Add(resolutions.ToArray())}) AND indicator_id = ANY({sql.Add(indicators.ToArray())})
                """);
        }
        if (question.AsOf is { } then) of += $" AND recorded_at <= {sql.Add(then)}";
        return sql.Command($"""
            SELECT {TargetColumns("target_id")} FROM ({Stood(of)}) AS stood
            WHERE NOT gone AND resolution_id = ANY({sql.Add(resolutions.ToArray())}) AND indicator_id = ANY({sql.Add(indicators.ToArray())})
            """);
    }

    // Of every target one version, and whether the target was removed.
    private string Stood(string of) => $"""
        SELECT DISTINCT ON (organisation_unit_id, target_id) *, bool_or(deleted) OVER (PARTITION BY organisation_unit_id, target_id) AS gone
        FROM target_version WHERE {of} ORDER BY organisation_unit_id, target_id, row_version {(question.OriginalTargets ? "ASC" : "DESC")}
        """;

    /// <summary>What was published up to the end of the period; corrections hide what they correct.</summary>
    public NpgsqlBatchCommand Claims()
    {
        var sql = new Sql();
        var where = $"{Units(sql, "organisation_unit_id")} AND (period_end <= {sql.Add(end)} OR {StoredPeriods.IsTerm("period")})";
        if (question.Indicator is { } indicator) where += $" AND indicator_id = {sql.Add(indicator)}";
        if (question.AsOf is { } then) where += $" AND recorded_at <= {sql.Add(then)}";
        return sql.Command($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, group_code, period, resolution_id)
                   organisation_unit_id, indicator_id, group_code, period, percent, decimals, verdict, resolution_id, gap, excess, scoreboard_met, scoreboard_of
            FROM claim WHERE {where}
            ORDER BY organisation_unit_id, indicator_id, group_code, period, resolution_id, row_version DESC
            """);
    }

    /// <summary>What persons expect of the targets of the units: of each the latest day, then the latest row.</summary>
    public NpgsqlBatchCommand Expectations()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT DISTINCT ON (target_id) target_id, likelihood, expected_on, coalesce(expected_by, recorded_by), reason
            FROM expectation WHERE {Units(sql, "organisation_unit_id")}{Recorded(sql)}
            ORDER BY target_id, expected_on DESC, id DESC
            """);
    }

    /// <summary>What persons judged of the targets of the units, as far as it stands: of each the latest day first.</summary>
    public NpgsqlBatchCommand Judgements()
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT target_id, verdict, why, judged_on, evidence
            FROM judgement
            WHERE {Units(sql, "organisation_unit_id")} AND state = {sql.Add(WireNames<JudgementState>.Of(JudgementState.Standing))}{Recorded(sql)}
            ORDER BY target_id, judged_on DESC, id DESC
            """);
    }

    private string Recorded(Sql sql) => question.AsOf is { } then ? $" AND recorded_at <= {sql.Add(then)}" : "";

    /// <summary>
    /// Every observation that begins by the end of the period, with its revision. One that goes on after it may count all the same, where
    /// most of its days lie in a scope that has ended: the calculation decides.
    /// </summary>
    public NpgsqlBatchCommand Observations(IEnumerable<Guid>? indicators = null)
    {
        var sql = new Sql();
        var source = question.AsOf is { } then
            ? RevisionsThen(sql.Add(then), Units(sql, "organisation_unit_id"))
            : "actual";
        return sql.Command($"SELECT {ObservationColumns} FROM {source} a WHERE {Facts(sql, indicators)} AND {MayBegin(sql)}");
    }

    /// <summary>The observations that may end on the last day: where one does, it is the latest.</summary>
    public NpgsqlBatchCommand OnLastDay(IEnumerable<Guid> indicators)
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT {ObservationColumns}
            FROM actual a WHERE {Facts(sql, indicators)} AND (a.period_end = {sql.Add(end)} OR {StoredPeriods.IsTerm("a.period")})
            """);
    }

    /// <summary>Sums, with what tells whether adding was right: where a term is among the figures it never is.</summary>
    public NpgsqlBatchCommand Sums(IEnumerable<Guid> indicators, DateOnly first)
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT a.organisation_unit_id, a.indicator_id, a.group_code, count(*)::int, min(a.period_start), max(a.period_end),
                   sum(a.value), sum(a.numerator), sum(a.denominator),
                   bool_or(a.status = 'provisional'), min(a.period_end - a.period_start) + 1, max(a.period_end - a.period_start) + 1,
                   bool_and({StoredPeriods.IsPartOfCalendar("a.period")} AND a.bound IS NULL), count(a.value)::int, count(a.numerator)::int
            FROM actual a WHERE {Facts(sql, indicators)}
              AND ((a.period_end >= {sql.Add(first)} AND a.period_end <= {sql.Add(end)}) OR {StoredPeriods.IsTerm("a.period")})
            GROUP BY a.organisation_unit_id, a.indicator_id, a.group_code
            """);
    }

    /// <summary>Values of wider units to compare with.</summary>
    public NpgsqlBatchCommand Benchmarks()
    {
        var sql = new Sql();
        var where = $"{Units(sql, "organisation_unit_id")} AND indicator_id = {sql.Add(question.Indicator ?? Guid.Empty)}";
        if (question.AsOf is { } then) where += $" AND recorded_at <= {sql.Add(then)}";
        return sql.Command($"""
            SELECT DISTINCT ON (organisation_unit_id, indicator_id, period, scope_unit_id) organisation_unit_id, period, scope_unit_id, value
            FROM benchmark WHERE {where}
            ORDER BY organisation_unit_id, indicator_id, period, scope_unit_id, row_version DESC
            """);
    }

    /// <summary>Every observation of some keys, also of units and indicators that the question does not name.</summary>
    public NpgsqlBatchCommand ObservationsOf(IReadOnlyCollection<FactKey> keys)
    {
        var sql = new Sql();
        var source = question.AsOf is { } then
            ? RevisionsThen(sql.Add(then), Units(sql, "organisation_unit_id", [.. keys.Select(key => key.Unit).Distinct()]))
            : "actual";
        return sql.Command($"""
            SELECT {ObservationColumns}
            FROM unnest({sql.Add(keys.Select(key => key.Unit).ToArray())}, {sql.Add(keys.Select(key => key.Indicator).ToArray())},
              {sql.Add(keys.Select(key => key.Group).ToArray())})
              AS k (unit, indicator, grp)
            JOIN {source} a ON a.organisation_unit_id = k.unit AND a.indicator_id = k.indicator AND a.group_code = k.grp
            WHERE {MayBegin(sql)}
            """);
    }

    /// <summary>What has an observation that goes on after the end, terms aside: sums find those.</summary>
    public NpgsqlBatchCommand GoingOn(IEnumerable<Guid> indicators)
    {
        var sql = new Sql();
        return sql.Command($"""
            SELECT DISTINCT a.organisation_unit_id, a.indicator_id, a.group_code
            FROM actual a WHERE {Facts(sql, indicators)}
              AND a.period_start <= {sql.Add(end)} AND a.period_end > {sql.Add(end)} AND NOT {StoredPeriods.IsTerm("a.period")}
            """);
    }

    private string MayOverlap(Sql sql, DateOnly first) =>
        $"((scope_start <= {sql.Add(end)} AND scope_end >= {sql.Add(first)}) OR {StoredPeriods.IsTerm("period")})";

    private string MayBegin(Sql sql) => $"(a.period_start <= {sql.Add(end)} OR {StoredPeriods.IsTerm("a.period")})";

    private string Facts(Sql sql, IEnumerable<Guid>? indicators)
    {
        var where = Units(sql, "a.organisation_unit_id");
        if (question.Indicator is { } indicator) where += $" AND a.indicator_id = {sql.Add(indicator)}";
        else if (indicators is not null) where += $" AND a.indicator_id = ANY({sql.Add(indicators.ToArray())})";
        if (question.Group is { } group) where += $" AND a.group_code = {sql.Add(group)}";
        return where;
    }

    private string Units(Sql sql, string column) => Units(sql, column, units);

    private static string Units(Sql sql, string column, Guid[]? units) => units switch
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
