using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>Programs that start at once on one database: what is done once is done once, and all of them live.</summary>
public sealed class StartTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OfFiveWithTheSameGivenKey_LeavesAllAliveAndTheKeyStoredOnce()
    {
        var database = await postgres.CreateDatabaseAsync();
        var servers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ApiServer.StartAsync(postgres, connectionString: database)));
        foreach (var server in servers)
        {
            (await server.ReadAsync("/readyz")).With(200);
            await server.DisposeAsync();
        }
        (await KeysAsync(database)).ShouldBe(1);
    }

    [Fact]
    public async Task Start_OfFiveWithoutAKey_MakesOne()
    {
        var database = await postgres.CreateDatabaseAsync();
        var servers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ApiServer.StartAsync(postgres, connectionString: database, isFirst: false)));
        var made = await Task.WhenAll(servers.Select(server => server.Services.GetRequiredService<ApiKeys>().EnsureAdministratorAsync(null, Cancelled)));
        made.OfType<string>().ShouldHaveSingleItem();
        (await KeysAsync(database)).ShouldBe(1);
        foreach (var server in servers) await server.DisposeAsync();
    }

    [Fact]
    public async Task Migrate_ThreeAtOnceOnADatabaseThatIsNotThere_AppliesEachOnce()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        database.Database += "_at_once";
        var applied = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            Task.Run(() => SchemaMigrator.RunAsync(database.ConnectionString, null, Cancelled))));
        applied.Select(names => names.Count).Order().SkipLast(1).ShouldAllBe(count => count == 0);
        var all = applied.SelectMany(names => names).ToList();
        all.Count.ShouldBeGreaterThan(5);
        all.ShouldBeUnique();
    }

    private static async Task<long> KeysAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT count(*) FROM api_key");
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
