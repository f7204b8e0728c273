using Npgsql;

namespace IndicatorApi.Tests.Running;

/// <summary>A country: 34 provinces, 3,321 wards, 30 indicators, 20 quarters, with figures missing here and there.</summary>
/// <remarks>Loading it takes most of the time of a test at this scale, so it is loaded once in a run and copied for each class.</remarks>
public static class Country
{
    /// <summary>The database that is copied.</summary>
    public static DatabaseTemplate Template { get; } = new("country_template", FillAsync);

    private static async Task FillAsync(PostgresFixture postgres, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Command Timeout=300");
        foreach (var statement in Statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    // Ids are made of their numbers, so that figures can be made without looking them up; values of a hash, so that every run has the same.
    private static readonly string[] Statements =
    [
        "CREATE FUNCTION uid(kind int, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ "
            + "SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
        // 0 to 9,999, the same for the same numbers.
        "CREATE FUNCTION chance(a int, b int, c int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ "
            + "SELECT (((a * 7919 + b * 104729 + c * 1299709)::bigint * 2654435761) % 4294967296 / 4096 % 10000)::int $$",
        "INSERT INTO organisation_unit (id, code, name, search_name, level, path, row_version) "
            + "VALUES (uid(1, 0), 'country', 'Country', 'country', 'country', 'country/', 1)",
        """
        INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, row_version)
        SELECT uid(2, p), 'p' || p, 'Province ' || p, 'province ' || p, 'province', uid(1, 0), 'country/p' || p || '/', 1 FROM generate_series(1, 34) p
        """,
        """
        INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, row_version)
        SELECT uid(3, w), 'w' || w, 'Ward ' || w, 'ward ' || w, 'ward', uid(2, 1 + w % 34), 'country/p' || 1 + w % 34 || '/w' || w || '/', 1
        FROM generate_series(1, 3321) w
        """,
        "INSERT INTO indicator (id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, levels, row_version) "
            + "VALUES (uid(4, 0), 'households', 'Households', 'households', 'households', 'number', 1, 0, 'irregular', 'last', 'sum', '{}', 1)",
        """
        INSERT INTO indicator (id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, weight_indicator_id,
                               levels, row_version)
        SELECT uid(4, i), 'i' || i, 'Indicator ' || i, 'indicator', 'unit', CASE i % 5 WHEN 2 THEN 'ratio' ELSE 'number' END,
               CASE i % 5 WHEN 2 THEN 100 ELSE 1 END, 2, 'quarter',
               CASE i % 5 WHEN 0 THEN 'sum' ELSE 'last' END, (ARRAY['sum', 'weightedAverage', 'ratioOfSums', 'average', 'sum'])[1 + i % 5],
               CASE i % 5 WHEN 1 THEN uid(4, 0) END, '{}', 1
        FROM generate_series(1, 30) i
        """,
        """
        INSERT INTO resolution (id, code, organisation_unit_id, issuer, title, term, term_start, term_end, row_version)
        SELECT uid(5, w), 'w' || w || '-2020', uid(3, w), 'congress', 'Resolution', '2020-2025', '2020-07-01', '2025-06-30', 1 FROM generate_series(1, 3321) w
        """,
        """
        INSERT INTO target (organisation_unit_id, id, resolution_id, indicator_id, group_code, period, scope_start, scope_end, recurrence, rule_kind, rule,
                            baseline_value, path_model, applicable, position, row_version)
        SELECT uid(3, w), uid(6, w * 100 + i), uid(5, w), uid(4, i), '', '2020-2025', '2020-07-01', '2025-06-30', 'once', kind,
               jsonb_build_object('kind', kind, 'value', value), CASE i % 5 WHEN 3 THEN 100 + chance(w, i, 2) / 100.0 END, 'linear', true, i, 1
        FROM generate_series(1, 3321) w, generate_series(1, 30) i,
             LATERAL (SELECT (ARRAY['atLeast', 'atLeast', 'maintainAtLeast', 'reduceTo', 'atMost'])[1 + i % 5] AS kind, 20 + chance(w, i, 1) / 200.0 AS value) r
        """,
        "INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, status, row_version, revision) "
            + "SELECT uid(3, w), uid(4, 0), '', '2020', '2020-01-01', '2020-12-31', 500 + chance(w, 0, 3), 'final', 1, uid(7, w) "
            + "FROM generate_series(1, 3321) w",
        """
        INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, numerator, denominator, status,
                            row_version, revision)
        SELECT uid(3, w), uid(4, i), '', extract(year FROM starts) || '-Q' || extract(quarter FROM starts), starts,
               (starts + interval '3 months - 1 day')::date,
               CASE WHEN i % 5 <> 2 THEN chance(w, i, q) / 100.0 END, CASE WHEN i % 5 = 2 THEN chance(w, i, q) END,
               CASE WHEN i % 5 = 2 THEN 10000 + chance(w, q, i) END,
               'final', 1, uid(8, w)
        FROM generate_series(1, 3321) w, generate_series(1, 30) i, generate_series(0, 19) q,
             LATERAL (SELECT ('2020-07-01'::date + q * interval '3 months')::date AS starts) s
        WHERE chance(w, i, 77) >= 300
        ORDER BY w, i, q
        """,
        "UPDATE reference_version SET version = version + 1",
        "ANALYZE",
    ];
}

/// <summary>A server with the country, for all tests of a class.</summary>
public sealed class CountryFixture(PostgresFixture postgres) : IAsyncLifetime
{
    public ApiServer Server { get; private set; } = null!;

    /// <summary>Its database, with the time that questions about a whole country take.</summary>
    public NpgsqlDataSource Source { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ApiServer.StartAsync(postgres, template: Country.Template);
        Source = NpgsqlDataSource.Create(Server.ConnectionString + ";Command Timeout=300");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Server.DisposeAsync();
    }
}
