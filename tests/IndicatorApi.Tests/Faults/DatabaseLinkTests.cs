using System.Diagnostics;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Running;

namespace IndicatorApi.Tests.Faults;

/// <summary>F12: whatever the network to the database does, callers get an answer, and the server is well again when the network is.</summary>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class DatabaseLinkTests(PostgresFixture postgres)
{
    [Fact]
    public async Task DeadLink_IsAnsweredWith503WithinTheDeadline_AndHeals()
    {
        await using var link = new DatabaseLink(await postgres.CreateDatabaseAsync());
        // Who has the facts in memory may go on for some seconds: those who need the database are meant here.
        await using var api = await StartAsync(link, new LimitSettings { DatabaseSeconds = 2 }, FactSnapshotTests.WithoutMemory);
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 7);

        link.IsDead = true;
        var waited = Stopwatch.StartNew();
        var asked = new[]
        {
            api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022"),
            api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025"),
            api.ReadAsync("/api/v1/indicators"),
            api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2023", new { value = 1 }),
            api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2024", value = 1 }),
            api.Client.PostAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2025", value = 1 },
                ("Idempotency-Key", "dead")),
        };
        (await api.ReadAsync("/healthz")).With(200);
        foreach (var request in asked)
        {
            var answer = await request;
            TestContext.Current.TestOutputHelper?.WriteLine($"{waited.Elapsed} {answer.Text}");
        }
        foreach (var answer in await Task.WhenAll(asked)) answer.Problem(503).Headers.RetryAfter.ShouldNotBeNull();
        // Once it is known that the link is dead, and on a machine that does other things too.
        TestContext.Current.TestOutputHelper?.WriteLine($"answered after {waited.Elapsed}");
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "as long as a statement may take is too long to wait for a link that is dead");
        (await api.ReadAsync("/healthz")).With(200);
        (await api.ReadAsync("/readyz")).Problem(503);

        link.IsDead = false;
        link.Reset();
        var healed = await HealedAsync(api, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022");
        healed.With(200)["value"].GetInt32().ShouldBe(7);
        (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2023")).Problem(404);
    }

    [Fact]
    public async Task DrippingLink_ByteByByte_IsServedRight_AndBreaksNothingWhenItBreaks()
    {
        await using var link = new DatabaseLink(await postgres.CreateDatabaseAsync());
        await using var api = await StartAsync(link, null);
        var world = await api.WorldAsync();
        link.Drips = true;
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        var items = Enumerable.Range(0, 20).Select(i => new { orgUnit = world.Ward, indicator = world.Indicator, period = $"{1960 + i}", value = i });
        (await api.PostJsonAsync("/api/v1/actuals/batch", new { items })).With(200)["created"].GetInt32().ShouldBe(20);
        (await api.WalkAsync($"/api/v1/actuals?orgUnit={world.Ward}&limit=7")).Count.ShouldBe(21);
        (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"][0].GetProperty("percent").GetDecimal()
            .ShouldBe(28);
        var asked = api.ReadAsync($"/api/v1/actuals?orgUnit={world.Ward}&format=csv");
        link.Reset();
        try
        {
            var answer = await asked;
            if (answer.Status == 200) answer.Text.TrimEnd().Split('\n').Length.ShouldBe(22, "half a list must not look like a whole one");
            else answer.Problem(503);
        }
        catch (HttpRequestException)
        {
            // Something of it was written: it can only end with its connection.
        }
        (await HealedAsync(api, $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).With(200)["value"].GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task BrokenLink_IsAnsweredWith503OrServed_AndHealsAtOnce()
    {
        await using var link = new DatabaseLink(await postgres.CreateDatabaseAsync());
        await using var api = await StartAsync(link, null);
        var world = await api.WorldAsync();
        for (var i = 0; i < 5; i++)
        {
            link.Reset();
            var broken = await api.ReadAsync("/api/v1/organisation-units");
            if (broken.Status != 200) broken.Problem(503).Headers.RetryAfter.ShouldNotBeNull();
        }
        (await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value = 1 })).Status.ShouldBeOneOf(201, 503);
        (await HealedAsync(api, $"/api/v1/organisation-units/{world.Ward}")).With(200);
    }

    [Fact]
    public async Task SlowLink_IsWaitedFor()
    {
        await using var link = new DatabaseLink(await postgres.CreateDatabaseAsync());
        await using var api = await StartAsync(link, new LimitSettings { DatabaseSeconds = 30 });
        link.Delay = TimeSpan.FromMilliseconds(100);
        var world = await api.WorldAsync();
        (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200);
    }

    [Fact]
    public async Task SlowStatement_OfADatabaseThatIsThere_IsWaitedForUntilTheRequestsOwnDeadline()
    {
        // It reads where the lock is.
        await using var api = await ApiServer.StartAsync(postgres, limits: new LimitSettings { DatabaseSeconds = 1, RequestSeconds = 4 }, faults: true,
            change: settings => settings with { Read = null });
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2022", 7);
        await using var blocker = Npgsql.NpgsqlDataSource.Create(api.ConnectionString);
        await using var connection = await blocker.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE actual IN ACCESS EXCLUSIVE MODE", connection, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var waiting = api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022");
            (await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken)))
                .ShouldNotBe(waiting, "the database was there all the time");
            (await waiting).Problem(503, "timeout").Headers.RetryAfter.ShouldNotBeNull();
        }
        (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022")).With(200);
    }

    private static Task<Answer> HealedAsync(ApiServer api, string path) =>
        Eventually.SeenAsync(TimeSpan.FromMinutes(2), () => api.ReadAsync(path), answer => answer.Status != 503);

    // Whatever is read comes by way of the link as well.
    private static Task<ApiServer> StartAsync(DatabaseLink link, LimitSettings? limits, Func<Settings, Settings>? change = null) =>
        ApiServer.StartAsync(null, connectionString: link.ConnectionString, limits: limits, faults: true, change: change);
}
