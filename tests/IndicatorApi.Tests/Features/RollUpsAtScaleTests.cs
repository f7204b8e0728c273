using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>A country: 34 provinces, 3,321 wards, 30 indicators, 20 quarters, with figures missing here and there.</summary>
public sealed class CountryFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private NpgsqlDataSource _source = null!;

    public ApiServer Server { get; private set; } = null!;

    public NpgsqlDataSource Source => _source;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        _source = NpgsqlDataSource.Create(database + ";Command Timeout=300");
        foreach (var statement in Statements)
        {
            await using var command = _source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
        Server = await ApiServer.StartAsync(postgres, connectionString: database);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _source.DisposeAsync();
    }

    // Ids are made of their numbers, so that figures can be made without looking them up; values of a hash, so that every run has the same.
    private static readonly string[] Statements =
    [
        "CREATE FUNCTION uid(kind int, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
        // 0 to 9,999, the same for the same numbers.
        "CREATE FUNCTION chance(a int, b int, c int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT (((a * 7919 + b * 104729 + c * 1299709)::bigint * 2654435761) % 4294967296 / 4096 % 10000)::int $$",
        "INSERT INTO organisation_unit (id, code, name, search_name, level, path, row_version) VALUES (uid(1, 0), 'country', 'Country', 'country', 'country', 'country/', 1)",
        """
        INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, row_version)
        SELECT uid(2, p), 'p' || p, 'Province ' || p, 'province ' || p, 'province', uid(1, 0), 'country/p' || p || '/', 1 FROM generate_series(1, 34) p
        """,
        """
        INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, row_version)
        SELECT uid(3, w), 'w' || w, 'Ward ' || w, 'ward ' || w, 'ward', uid(2, 1 + w % 34), 'country/p' || 1 + w % 34 || '/w' || w || '/', 1 FROM generate_series(1, 3321) w
        """,
        "INSERT INTO indicator (id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, levels, row_version) VALUES (uid(4, 0), 'households', 'Households', 'households', 'households', 'number', 1, 0, 'irregular', 'last', 'sum', '{}', 1)",
        """
        INSERT INTO indicator (id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, weight_indicator_id, levels, row_version)
        SELECT uid(4, i), 'i' || i, 'Indicator ' || i, 'indicator', 'unit', CASE i % 5 WHEN 2 THEN 'ratio' ELSE 'number' END, CASE i % 5 WHEN 2 THEN 100 ELSE 1 END, 2, 'quarter',
               CASE i % 5 WHEN 0 THEN 'sum' ELSE 'last' END, (ARRAY['sum', 'weightedAverage', 'ratioOfSums', 'average', 'sum'])[1 + i % 5],
               CASE i % 5 WHEN 1 THEN uid(4, 0) END, '{}', 1
        FROM generate_series(1, 30) i
        """,
        """
        INSERT INTO resolution (id, code, organisation_unit_id, issuer, title, term, term_start, term_end, row_version)
        SELECT uid(5, w), 'w' || w || '-2020', uid(3, w), 'congress', 'Resolution', '2020-2025', '2020-07-01', '2025-06-30', 1 FROM generate_series(1, 3321) w
        """,
        """
        INSERT INTO target (organisation_unit_id, id, resolution_id, indicator_id, group_code, period, scope_start, scope_end, recurrence, rule_kind, rule, baseline_value, path_model, applicable, position, row_version)
        SELECT uid(3, w), uid(6, w * 100 + i), uid(5, w), uid(4, i), '', '2020-2025', '2020-07-01', '2025-06-30', 'once', kind, jsonb_build_object('kind', kind, 'value', value), CASE i % 5 WHEN 3 THEN 100 + chance(w, i, 2) / 100.0 END, 'linear', true, i, 1
        FROM generate_series(1, 3321) w, generate_series(1, 30) i,
             LATERAL (SELECT (ARRAY['atLeast', 'atLeast', 'maintainAtLeast', 'reduceTo', 'atMost'])[1 + i % 5] AS kind, 20 + chance(w, i, 1) / 200.0 AS value) r
        """,
        "INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, status, row_version, revision) SELECT uid(3, w), uid(4, 0), '', '2020', '2020-01-01', '2020-12-31', 500 + chance(w, 0, 3), 'final', 1, uid(7, w) FROM generate_series(1, 3321) w",
        """
        INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, numerator, denominator, status, row_version, revision)
        SELECT uid(3, w), uid(4, i), '', extract(year FROM starts) || '-Q' || extract(quarter FROM starts), starts, (starts + interval '3 months - 1 day')::date,
               CASE WHEN i % 5 <> 2 THEN chance(w, i, q) / 100.0 END, CASE WHEN i % 5 = 2 THEN chance(w, i, q) END, CASE WHEN i % 5 = 2 THEN 10000 + chance(w, q, i) END,
               'final', 1, uid(8, w)
        FROM generate_series(1, 3321) w, generate_series(1, 30) i, generate_series(0, 19) q, LATERAL (SELECT ('2020-07-01'::date + q * interval '3 months')::date AS starts) s
        WHERE chance(w, i, 77) >= 300
        ORDER BY w, i, q
        """,
        "UPDATE reference_version SET version = version + 1",
        "ANALYZE",
    ];
}

public sealed class RollUpsAtScaleTests(CountryFixture country) : IClassFixture<CountryFixture>
{
    // The same question in SQL alone: which figures count, how units combine, and the formula of each kind.
    private const string Independent = """
        WITH figures AS (
          SELECT u.id AS unit, i.code, i.over_units, t.rule_kind, (t.rule->>'value')::numeric AS target, t.baseline_value AS baseline,
                 CASE i.over_time WHEN 'sum' THEN sum(a.value) ELSE max(a.value) FILTER (WHERE a.period_end = $2) END AS actual,
                 max(a.numerator) FILTER (WHERE a.period_end = $2) AS num, max(a.denominator) FILTER (WHERE a.period_end = $2) AS den,
                 (SELECT value FROM actual h WHERE h.organisation_unit_id = u.id AND h.indicator_id = uid(4, 0)) AS weight
          FROM organisation_unit u
          JOIN target t ON t.organisation_unit_id = u.id
          JOIN indicator i ON i.id = t.indicator_id
          JOIN actual a ON a.organisation_unit_id = u.id AND a.indicator_id = i.id AND a.period_end <= $2
          WHERE u.path LIKE $1 || '%'
          GROUP BY u.id, i.id, t.organisation_unit_id, t.id
        ), shares AS (
          SELECT *, CASE over_units WHEN 'weightedAverage' THEN weight WHEN 'ratioOfSums' THEN den ELSE 1 END AS share FROM figures
        ), totals AS (
          SELECT code, rule_kind, count(*) AS units, sum(share * target) AS t, sum(share * baseline) AS b,
                 CASE over_units WHEN 'ratioOfSums' THEN 100 * sum(num) ELSE sum(share * actual) END AS a
          FROM shares GROUP BY code, rule_kind, over_units
        )
        SELECT code, units, round(100 * CASE rule_kind WHEN 'reduceTo' THEN (b - a) / (b - t) WHEN 'atMost' THEN 2 - a / t ELSE a / t END, 12) FROM totals
        """;

    [Theory]
    [InlineData("2021-Q1", "2021-03-31")]
    [InlineData("2022-Q4", "2022-12-31")]
    [InlineData("2025-Q2", "2025-06-30")]
    public async Task Summary_OfEveryProvince_EqualsTheSameFiguresInSql(string period, string lastDay)
    {
        for (var province = 1; province <= 34; province++) await CompareAsync($"p{province}", $"country/p{province}/", period, lastDay);
    }

    [Fact]
    public async Task Summary_OfTheCountry_EqualsTheSameFiguresInSql() => await CompareAsync("country", "country/", "2022-Q4", "2022-12-31");

    private async Task CompareAsync(string unit, string path, string period, string lastDay)
    {
        var expected = new Dictionary<string, (long Units, decimal Percent)>();
        await using (var command = country.Source.CreateCommand(Independent))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = path });
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = DateOnly.Parse(lastDay, CultureInfo.InvariantCulture) });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) expected[reader.GetString(0)] = (reader.GetInt64(1), reader.GetDecimal(2));
        }
        expected.Count.ShouldBe(30);

        var answer = await country.Server.GetAsync($"/api/v1/achievements/summary?under={unit}&period={period}");
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(30);
        foreach (var item in items)
        {
            var (units, percent) = expected[item.GetProperty("indicator").GetString()!];
            var rollUp = item.GetProperty("rollUp");
            var where = $"{unit} {period} {item.GetProperty("indicator")}";
            rollUp.GetProperty("unitsWithFigure").GetInt64().ShouldBe(units, where);
            rollUp.GetProperty("percent").GetDecimal().ShouldBe(percent, 0.0000000002m, where);
            var missing = rollUp.GetProperty("units").GetInt64() - units;
            rollUp.GetProperty("missing").GetArrayLength().ShouldBe((int)Math.Min(missing, 100), where);
        }
    }
}
