using System.Text.Json;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Changes;

/// <summary>The views of docs/connect/analysts.sql say what the API says, to a role that can do nothing else.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class AnalystViewsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private ApiServer _api = null!;
    private NpgsqlDataSource _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync(postgres, sample: true);
        _owner = NpgsqlDataSource.Create(_api.ConnectionString);
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "connect", "analysts.sql"));
        // Again, as after an update.
        for (var time = 0; time < 2; time++) await ExecuteAsync(_owner, file);
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Actuals_AreThoseOfTheApi()
    {
        // A rate whose digits do not end, and a figure for a term.
        var ward = await _api.WardAsync();
        await _api.PostAsync("/api/v1/indicators", new
        {
            code = "rate-of-test",
            name = "Tỷ lệ",
            measure = "%",
            valueType = "ratio",
            overTime = "last",
            frequency = "year",
        });
        foreach (var (period, numerator, denominator) in ((string, decimal, decimal)[])[("2021", 1, 3), ("2020-2025", 123456789012m, 7)])
            (await _api.PutJsonAsync($"/api/v1/actuals/{ward}/rate-of-test/{period}", new { numerator, denominator }, null)).With(201);
        var shown = (await _api.WalkAsync("/api/v1/actuals?limit=1000"))
            .ToDictionary(row => string.Join('/', Texts(row, "orgUnit", "indicator", "group", "period")));
        var seen = 0;
        await foreach (var row in RowsAsync("""
            SELECT org_unit "orgUnit", indicator, group_code "group", period, value, numerator, denominator, level, bound, status, source, note, late, version
            FROM analyst.api_actual
            """))
        {
            var api = shown[string.Join('/', Texts(row, "orgUnit", "indicator", "group", "period"))];
            foreach (var member in row.EnumerateObject()) Same(member.Value, api.GetProperty(member.Name)).ShouldBeTrue($"{row}: {member.Name} is {api}");
            seen++;
        }
        seen.ShouldBe(shown.Count);
        seen.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Targets_AreThoseOfTheApi()
    {
        var shown = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        // A term on its own days, and one on the calendar's.
        var ward = await _api.WardAsync();
        var indicator = await _api.IndicatorAsync();
        await _api.TargetAsync(await _api.ResolutionAsync(ward), indicator, new { kind = "atLeast", value = 1 }, "2015-2020");
        foreach (var resolution in await _api.WalkAsync("/api/v1/resolutions?limit=1000"))
            foreach (var target in await _api.WalkAsync($"/api/v1/resolutions/{resolution.GetProperty("code").GetString()}/targets?limit=1000"))
                shown.Add(target.GetProperty("id").GetString()!, target);
        var seen = 0;
        await foreach (var row in RowsAsync("""
            SELECT id, org_unit "orgUnit", resolution, indicator, group_code "group", period, scope_start "scopeStart", scope_end "scopeEnd", recurrence,
                   applicable, wording, clause, weight, lead, position, version
            FROM analyst.api_target
            """))
        {
            var api = shown[row.GetProperty("id").GetString()!];
            foreach (var member in row.EnumerateObject()) Same(member.Value, api.GetProperty(member.Name)).ShouldBeTrue($"{row}: {member.Name} is {api}");
            seen++;
        }
        seen.ShouldBe(shown.Count);
        seen.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Analyst_ReadsTheViews_AndNothingElse_AndNotForLong()
    {
        await using var connection = await _owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        // As if it had logged in: what is set for the role is set then.
        foreach (var line in await TextsAsync(connection, """
            SELECT unnest(setconfig) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE rolname = 'indicator_analyst'
            """))
            await ExecuteAsync(connection, $"SELECT set_config('{line.Split('=')[0]}', '{line.Split('=')[1]}', false)");
        await ExecuteAsync(connection, "SET SESSION AUTHORIZATION indicator_analyst");
        (await TextsAsync(connection, "SHOW statement_timeout")).ShouldBe(["30s"]);
        (await TextsAsync(connection, "SELECT count(*)::text FROM analyst.api_actual")).Single().ShouldNotBe("0");
        foreach (var forbidden in (string[])["SELECT * FROM actual", "SELECT * FROM api_key", "SELECT * FROM webhook", "DELETE FROM actual",
            "CREATE TABLE analyst.x ()", "CREATE TEMP TABLE x ()"])
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connection, forbidden))).SqlState.ShouldBeOneOf("42501", "25006");
        (await TextsAsync(connection, """
            SELECT obj_description(oid) FROM pg_class WHERE relnamespace = 'analyst'::regnamespace
            UNION ALL SELECT col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = 'analyst.api_actual'::regclass AND attname = 'value'
            """)).ShouldAllBe(comment => comment.Contains(" / ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Achievements_LoadIntoATable_AsThePageSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "connect", "README.md"), TestContext.Current.CancellationToken);
        await ExecuteAsync(_owner, page.Split("```sql\nCREATE TABLE")[1].Split("\n```")[0] is var rest ? "CREATE TABLE" + rest : "");
        var copy = page.Split("psql -c \"\\")[1].Split('"')[0].Replace("copy achievement", "COPY achievement", StringComparison.Ordinal);
        var file = (await _api.ReadAsync("/api/v1/achievements?period=2020-2025&format=ndjson")).With(200).Text;
        await using (var connection = await _owner.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var writer = await connection.BeginTextImportAsync(copy, TestContext.Current.CancellationToken)) await writer.WriteAsync(file);
        var loaded = new List<string>();
        await foreach (var row in RowsAsync("SELECT row->>'targetId' AS id, (row->>'percent')::numeric AS percent FROM achievement_copy"))
            loaded.Add($"{row.GetProperty("id")} {row.GetProperty("percent")}");
        loaded.Order().ShouldBe((await _api.WalkAsync("/api/v1/achievements?period=2020-2025"))
            .Select(row => $"{row.GetProperty("targetId")} {row.GetProperty("percent")}").Order());
    }

    private static IEnumerable<string?> Texts(JsonElement row, params string[] members) => members.Select(member => row.GetProperty(member).GetString());

    // Numbers by what they are, whatever zeros end them.
    private static bool Same(JsonElement one, JsonElement other) => one.ValueKind == JsonValueKind.Number && other.ValueKind == JsonValueKind.Number
        ? one.GetDecimal() == other.GetDecimal() : JsonElement.DeepEquals(one, other);

    private async IAsyncEnumerable<JsonElement> RowsAsync(string query)
    {
        foreach (var text in await TextsAsync(_owner, $"SELECT row_to_json(x)::text FROM ({query}) x")) yield return JsonDocument.Parse(text).RootElement;
        await Task.CompletedTask;
    }

    private static async Task<List<string>> TextsAsync(NpgsqlDataSource source, string query)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await TextsAsync(connection, query);
    }

    private static async Task<List<string>> TextsAsync(NpgsqlConnection connection, string query)
    {
        List<string> texts = [];
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string statement)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, statement);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
