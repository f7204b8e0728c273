using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Features;

/// <summary>Memory while everything is written: each writer sees its own, and in the end all is as the database has it.</summary>
[Trait(Kinds.Name, Kinds.Slow)]
public sealed class FactSnapshotWritesTests(PostgresFixture postgres)
{
    private const int Writers = 16;

    [Fact]
    public async Task Get_WhileManyWrite_ShowsEachItsOwn_AndEndsAsTheDatabase()
    {
        await using var api = await ApiServer.StartAsync(postgres, change: FactSnapshotTests.WithMemory);
        await using var other = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString, change: FactSnapshotTests.WithMemory);
        await using var database = await ApiServer.StartAsync(postgres, connectionString: api.ConnectionString, change: FactSnapshotTests.WithoutMemory);
        (await api.PostJsonAsync("/api/v1/organisation-units", new { code = "city", name = "Thành phố", level = "province" })).With(201);
        var worlds = new List<World>();
        for (var i = 0; i < Writers; i++)
        {
            var ward = await api.WardAsync("city");
            var indicator = await api.IndicatorAsync(overTime: "last", frequency: "month");
            var resolution = await api.ResolutionAsync(ward);
            var target = await api.TargetAsync(resolution, indicator, new { kind = "atLeast", value = 25 });
            worlds.Add(new World(ward, indicator, resolution, target["id"].GetString()!));
        }
        await FactSnapshotTests.LoadedAsync(api);
        await FactSnapshotTests.LoadedAsync(other);

        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
        {
            string[] addresses = ["/api/v1/achievements?period=2022&limit=1000", "/api/v1/achievements/summary?period=2022&under=city"];
            while (!end.IsCancellationRequested) (await (reader % 2 == 0 ? api : other).ReadAsync(addresses[reader / 2])).With(200);
        })).ToList();
        // PostgreSQL ends every connection while they write and read: as after a failure of it.
        var breaker = Task.Run(async () =>
        {
            await Task.Delay(700, TestContext.Current.CancellationToken);
            await using var source = NpgsqlDataSource.Create(api.ConnectionString);
            await using var command = source.CreateCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    + " AND query LIKE '%unit_version%' AND query NOT LIKE 'INSERT%' AND state LIKE 'idle%'");
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(worlds.Select((world, number) => Task.Run(() => WriteAsync(api, world, number))));
        await breaker;
        await end.CancelAsync();
        foreach (var reader in readers)
        {
            try
            {
                await reader;
            }
            catch (Exception exception) when (exception.Message.Contains("503", StringComparison.Ordinal))
            {
                // A reader may have met the moment in which its connection was ended.
            }
        }

        // At once and without waiting: what this instance wrote it has.
        string[] all = [.. ((string[])["2022", "2020-2025", "2022-06"]).SelectMany(period => FactSnapshotTests.OfPeriod(period, [worlds[0].Ward, "city"], []))];
        await SameAsync(api, database, all, null);
        var version = (await api.PutJsonAsync($"/api/v1/actuals/{worlds[0].Ward}/{worlds[0].Indicator}/2023", new { value = 1 })).With(201).DataVersion;
        await SameAsync(other, database, all, version);
        await SameAsync(api, database, all, null);
    }

    private static async Task SameAsync(ApiServer memory, ApiServer database, string[] addresses, string? version)
    {
        foreach (var address in addresses)
        {
            var one = version is null ? await memory.ReadAsync(address) : await memory.ReadAsync(address, ("Min-Version", version));
            one.With(200).Text.ShouldBe((await database.ReadAsync(address)).With(200).Text, address);
        }
    }

    // Single figures, batches, files, targets and units in turn; after each the answer has to have it.
    private static async Task WriteAsync(ApiServer api, World world, int number)
    {
        var random = new Random(number);
        for (var step = 1; step <= 12; step++)
        {
            var month = string.Create(CultureInfo.InvariantCulture, $"2022-{step:00}");
            var value = random.Next(1, 1000);
            var (figure, shown) = ($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{month}", $"/api/v1/achievements/{world.Ward}/{month}");
            switch ((step + number) % 5)
            {
                case 0:
                    (await SettledAsync(() => api.PutJsonAsync(figure, new { value }))).With(201);
                    break;
                case 1:
                    (await SettledAsync(() => api.PostJsonAsync("/api/v1/actuals/batch", new
                    {
                        items = new[] { new { orgUnit = world.Ward, indicator = world.Indicator, period = month, value } },
                    }))).With(200);
                    break;
                case 2:
                    await ImportAsync(api, $"orgUnit,indicator,period,value\n{world.Ward},{world.Indicator},{month},{value}\n");
                    break;
                case 3:
                    (await SettledAsync(() => api.PutJsonAsync(figure, new { value }))).With(201);
                    var unit = $"/api/v1/organisation-units/{world.Ward}";
                    (await SettledAsync(async () => await api.PutJsonAsync(unit,
                        new { code = world.Ward, name = $"Phường {value}", level = "ward", parent = "city" }, (await api.ReadAsync(unit)).ETag))).With(200);
                    (await SettledAsync(() => api.ReadAsync(shown))).With(200)["orgUnitName"].GetString().ShouldBe($"Phường {value}");
                    break;
                default:
                    (await SettledAsync(() => api.PutJsonAsync(figure, new { value }))).With(201);
                    var address = $"/api/v1/targets/{world.Target}";
                    var target = await SettledAsync(() => api.ReadAsync(address));
                    var body = new { indicator = world.Indicator, recurrence = "once", rule = new { kind = "atLeast", value }, reason = "Điều chỉnh" };
                    (await SettledAsync(() => api.PutJsonAsync(address, body, target.ETag))).With(200);
                    var changed = (await SettledAsync(() => api.ReadAsync(shown))).With(200);
                    changed["items"][0].GetProperty("target").GetDecimal().ShouldBe(value);
                    break;
            }
            (await SettledAsync(() => api.ReadAsync(shown))).With(200)["items"][0].GetProperty("actual").GetDecimal().ShouldBe(value);
        }
    }

    // A connection may be ended just when it is asked: 503 says that nothing was stored, and whoever is told so asks again.
    private static Task<Answer> SettledAsync(Func<Task<Answer>> ask) => Eventually.SeenAsync(TimeSpan.FromSeconds(60), ask, answer => answer.Status != 503);

    private static async Task ImportAsync(ApiServer api, string file)
    {
        var job = (await SettledAsync(() => api.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(file, "text/csv")))).With(202);
        var address = $"/api/v1/imports/{job["id"].GetString()}";
        var ended = await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => SettledAsync(() => api.ReadAsync(address)),
            seen => seen.With(200)["state"].GetString() is "succeeded" or "failed");
        ended["state"].GetString().ShouldBe("succeeded", ended.Text);
    }
}
