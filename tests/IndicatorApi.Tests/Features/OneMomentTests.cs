using System.Collections.Concurrent;
using System.Text.Json;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>Names, facts and entity tag of an answer are of one moment, whatever is written while it is read.</summary>
public sealed class OneMomentTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_OfOneRoundTrip_SeeOneMoment()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var world = await api.WorldAsync();
        await using var connection = await api.Services.GetRequiredService<Database>().Read.Facts.OpenConnectionAsync(Cancelled);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])["SELECT sum(version)::bigint FROM unit_version", "SELECT 1::bigint FROM pg_sleep(1)",
            "SELECT sum(version)::bigint FROM unit_version"])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        var reading = batch.ExecuteReaderAsync(Cancelled);
        await Task.Delay(300, Cancelled);
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 1);
        List<long> seen = [];
        await using (var reader = await reading)
        {
            do
            {
                while (await reader.ReadAsync(Cancelled)) seen.Add(reader.GetInt64(0));
            }
            while (await reader.NextResultAsync(Cancelled));
        }
        seen.Count.ShouldBe(3);
        seen[2].ShouldBe(seen[0]);
        await using var after = new NpgsqlCommand("SELECT sum(version)::bigint FROM unit_version", connection);
        ((long)(await after.ExecuteScalarAsync(Cancelled))!).ShouldBeGreaterThan(seen[0]);
    }

    [Fact]
    public async Task Get_WhileAllIsWritten_NeverGivesOneTagTwoAnswers()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await using var other = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString);
        var world = await api.WorldAsync();
        for (var i = 0; i < 4; i++) await api.WardAsync();
        string[] addresses =
        [
            $"/api/v1/achievements/{world.Ward}/2020-2025", $"/api/v1/achievements?indicator={world.Indicator}&period=2020-2025",
            $"/api/v1/achievements/summary?indicator={world.Indicator}&period=2020-2025",
            $"/api/v1/achievements/series?orgUnit={world.Ward}&indicator={world.Indicator}",
        ];
        ConcurrentDictionary<(string Address, string Tag), ConcurrentDictionary<string, int>> seen = [];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var readers = addresses.SelectMany(address => new[] { api, other }.Select(server => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var answer = (await server.ReadAsync(address)).With(200);
                seen.GetOrAdd((address, answer.ETag!), _ => []).AddOrUpdate(answer.Text, 1, (_, count) => count + 1);
            }
        }, Cancelled))).ToList();

        var resolution = $"/api/v1/resolutions/{world.Resolution}";
        var figure = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2020-2025";
        (await api.PutJsonAsync(figure, new { value = 0 })).With(201);
        for (var i = 1; i <= 40; i++)
        {
            (await api.PutJsonAsync(figure, new { value = i }, $"\"{i}\"")).With(200);
            var body = new
            {
                code = world.Resolution,
                orgUnit = world.Ward,
                issuer = "congress",
                title = "Nghị quyết",
                term = "2020-2025",
                termEnd = $"2025-{(i % 12) + 1:00}-20"
            };
            (await api.PutJsonAsync(resolution, body, (await api.ReadAsync(resolution)).ETag)).With(200);
        }
        await end.CancelAsync();
        await Task.WhenAll(readers);

        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var open = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'");
        // Who follows the database is in a transaction for a moment, again and again; nobody stays in one.
        await Eventually.SeenAsync(TimeSpan.FromSeconds(30), async () => (long)(await open.ExecuteScalarAsync(Cancelled))!, count => count == 0);
        seen.Keys.Select(key => key.Address).Distinct().ShouldBe(addresses, ignoreOrder: true);
        seen.Count.ShouldBeGreaterThan(addresses.Length * 4);
        seen.Where(answers => answers.Value.Count > 1).Select(answers => $"{answers.Key}: {string.Join(" | ", answers.Value.Keys)}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_OfATermThatMovedElsewhere_IsReadAgainWithItsNewDays()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        await using var other = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString);
        var world = await api.WorldAsync();
        for (var i = 0; i < 4; i++) await api.WardAsync();
        var version = (await api.ActualAsync(world.Ward, world.Indicator, "2026-03", 25)).DataVersion;
        string[] addresses = [$"/api/v1/achievements/{world.Ward}/2020-2025", $"/api/v1/achievements?indicator={world.Indicator}&period=2020-2025"];
        foreach (var address in addresses)
            Row(await other.ReadAsync(address, ("Min-Version", version))).GetProperty("actual").ValueKind.ShouldBe(JsonValueKind.Null);

        var resolution = $"/api/v1/resolutions/{world.Resolution}";
        foreach (var (termEnd, address) in ((string, string)[])[("2026-06-30", addresses[0]), ("2026-05-31", addresses[1])])
        {
            var body = new { code = world.Resolution, orgUnit = world.Ward, issuer = "congress", title = "Nghị quyết", term = "2020-2025", termEnd };
            var written = (await api.PutJsonAsync(resolution, body, (await api.ReadAsync(resolution)).ETag)).With(200);
            var row = Row(await other.ReadAsync(address, ("Min-Version", written.DataVersion)));
            row.GetProperty("percent").GetDecimal().ShouldBe(100);
            row.GetProperty("periodEnd").GetString().ShouldBe(termEnd);
        }

        static JsonElement Row(Answer answer) => answer.With(200)["items"].EnumerateArray().ShouldHaveSingleItem();
    }
}
