using IndicatorApi.Data;
using IndicatorApi.Features.Operations;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Access;

public sealed class RoomOfTheMachineTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Limits_ThatTheMachineCannotKeep_AreSaidAtTheStart()
    {
        var text = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 400 }.ConnectionString;
        await using var database = new Database(text);
        database.Connections.ShouldBe(1206);
        var lacks = await RoomOfTheMachine.LacksAsync(
            database, new LimitSettings { Connections = 1_000_000_000, SpoolMegabytes = int.MaxValue }, TestContext.Current.CancellationToken);
        lacks.Count.ShouldBe(3);
        lacks[0].ShouldContain("Maximum Pool Size to 197");
        lacks[1].ShouldStartWith("Limits__Connections");
        lacks[2].ShouldStartWith("Limits__SpoolMegabytes");
    }

    [Fact]
    public async Task Limits_AsTheyCome_FitTheDatabaseAsItComes()
    {
        await using var database = new Database("Host=nowhere.example;Username=x;Database=x");
        database.Connections.ShouldBeLessThanOrEqualTo(100 - 3, "max_connections of PostgreSQL, without those kept for its owner");
        await Task.CompletedTask;
    }
}
