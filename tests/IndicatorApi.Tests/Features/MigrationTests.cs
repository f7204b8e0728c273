using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>A database that the version before has filled is brought on without losing what it says.</summary>
public sealed class MigrationTests(PostgresFixture postgres)
{
    private const string BeforeMemberships = "20261128090132_DaysBesideNames";
    private const string BeforeSmallerActuals = "20261128211100_NamesOfGroups";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnitMemberships_OfAFilledDatabase_SayForEveryUnitWhereItStands()
    {
        var database = await postgres.CreateBareDatabaseAsync();
        await MigrateAsync(database, BeforeMemberships);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            // A country with a province of two wards; one ward was renamed once, one unit has no revision at all.
            await RunAsync(source, """
                INSERT INTO organisation_unit (id, code, name, search_name, level, parent_id, path, row_version)
                SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, code, code, code, level,
                       ('00000000-0000-7000-8000-00000000000' || parent)::uuid, path, version
                FROM (VALUES (1, 'vn', 'country', NULL, 'vn/', 1), (2, 'tinh', 'province', 1, 'vn/tinh/', 1),
                             (3, 'phuong-a', 'ward', 2, 'vn/tinh/phuong-a/', 2), (4, 'phuong-b', 'ward', 2, 'vn/tinh/phuong-b/', 1),
                             (5, 'le', 'other', NULL, 'le/', 1)) AS units (n, code, level, parent, path, version);
                INSERT INTO reference_revision (kind, id, row_version, deleted, content, recorded_at, recorded_by)
                SELECT 'OrganisationUnit', id, version, false, '{}', '2026-01-01T00:00:00Z'::timestamptz + version * interval '1 day', 'writer ' || version
                FROM organisation_unit, generate_series(1, row_version) AS version WHERE code <> 'le';
                """);
            await SchemaMigrator.RunAsync(database, null, Cancelled);
            (await ListAsync(source, """
                SELECT u.code || ' ' || m.row_version || ' ' || coalesce(p.code, '-') || ' ' || coalesce(m.parent_from::text, 'ever') || ' ' || m.recorded_by
                FROM organisation_unit u LEFT JOIN unit_membership m ON m.organisation_unit_id = u.id LEFT JOIN organisation_unit p ON p.id = m.parent_id
                ORDER BY u.id
                """)).ShouldBe(["vn 1 - ever writer 1", "tinh 1 vn ever writer 1", "phuong-a 2 tinh ever writer 2", "phuong-b 1 tinh ever writer 1",
                "le 1 - ever migration"]);
        }
        NpgsqlConnection.ClearAllPools();

        await using var api = await ApiServer.StartAsync(postgres, connectionString: database);
        (await UnitsAsync("under=vn")).ShouldBe("phuong-a phuong-b tinh vn");
        (await UnitsAsync("under=tinh&asOf=1999-01-01")).ShouldBe("phuong-a phuong-b tinh");
        // From now on it moves like any other, and what was before stays.
        (await api.PutJsonAsync("/api/v1/organisation-units/phuong-a",
            new { code = "phuong-a", name = "phuong-a", level = "ward", parent = "vn", parentFrom = "2025-07-01" }, "*")).With(200);
        (await UnitsAsync("under=tinh")).ShouldBe("phuong-b tinh");
        (await UnitsAsync("under=tinh&asOf=2025-06-30")).ShouldBe("phuong-a phuong-b tinh");

        async Task<string> UnitsAsync(string query) => string.Join(' ', (await api.WalkAsync($"/api/v1/organisation-units?{query}"))
            .Select(row => row.GetProperty("code").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SmallerActuals_OfAFilledDatabase_AreFoundByIndicator_AndWithdrawnOnesCountOn()
    {
        var database = await postgres.CreateBareDatabaseAsync();
        await MigrateAsync(database, BeforeSmallerActuals);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            // Of two indicators each two wards have a figure of 2021; that of 2022 was written, corrected and withdrawn.
            await RunAsync(source, """
                INSERT INTO organisation_unit (id, code, name, search_name, level, path, row_version)
                SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'phuong-' || n, 'Phường', 'phuong', 'ward', 'phuong-' || n || '/', 1
                FROM generate_series(1, 2) AS n;
                INSERT INTO unit_version (organisation_unit_id, version, written_by) SELECT id, 1, pg_current_xact_id() FROM organisation_unit;
                INSERT INTO indicator (id, code, name, search_name, measure, value_type, factor, decimals, frequency, over_time, over_units, levels,
                  row_version)
                SELECT ('00000000-0000-7000-8000-0000000000a' || n)::uuid, 'so-' || n, 'Số', 'so', '%', 'number', 1, 2, 'year', 'last', 'average', '{}', 1
                FROM generate_series(1, 2) AS n;
                INSERT INTO actual_revision (organisation_unit_id, indicator_id, group_code, period, row_version, id, deleted, recorded_at, recorded_by,
                  period_start, period_end, value, status, late)
                SELECT u.id, i.id, '', year::text, version, gen_random_uuid(), version = 3, '2023-01-01', 'writer',
                  make_date(year, 1, 1), make_date(year, 12, 31), 10 * year + version, 'final', false
                FROM organisation_unit u, indicator i, (VALUES (2021, 1), (2022, 1), (2022, 2), (2022, 3)) AS said (year, version);
                INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, revision, period_start, period_end, value, status, row_version,
                  late)
                SELECT organisation_unit_id, indicator_id, group_code, period, id, period_start, period_end, value, status, row_version, late
                FROM actual_revision WHERE period = '2021'
                """);
            await SchemaMigrator.RunAsync(database, null, Cancelled);
            (await ListAsync(source, "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'actual'::regclass")).ShouldBe(["pk_actual"]);
        }
        NpgsqlConnection.ClearAllPools();

        await using var api = await ApiServer.StartAsync(postgres, connectionString: database);
        (await api.WalkAsync("/api/v1/actuals?indicator=so-2&limit=1")).Select(row => $"{row.GetProperty("orgUnit").GetString()} {row.GetProperty("value")}")
            .ShouldBe(["phuong-1 20211", "phuong-2 20211"]);
        // One place stands, one was emptied and goes on counting, one was never filled.
        (await api.PostJsonAsync("/api/v1/actuals/batch", new
        {
            items = Enumerable.Range(2021, 3).Select(year => new { orgUnit = "phuong-1", indicator = "so-1", period = $"{year}", value = 7 }),
        })).With(200);
        (await api.WalkAsync("/api/v1/actuals?orgUnit=phuong-1&indicator=so-1")).Select(row => row.GetProperty("version").GetInt64()).ShouldBe([2, 4, 1]);
    }

    private static async Task MigrateAsync(string database, string to)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>()
            .UseNpgsql(source, npgsql => npgsql.MigrationsAssembly("IndicatorApi.Migrations")).Options);
        await context.GetInfrastructure().GetRequiredService<IMigrator>().MigrateAsync(to, Cancelled);
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        List<string> rows = [];
        while (await reader.ReadAsync(Cancelled)) rows.Add(reader.GetString(0));
        return rows;
    }
}
