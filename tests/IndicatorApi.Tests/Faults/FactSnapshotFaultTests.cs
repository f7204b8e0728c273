using System.Diagnostics;
using System.Runtime.Versioning;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Features;
using IndicatorApi.Tests.Machines;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>Facts in memory when PostgreSQL dies and comes back, and when they are read from a standby.</summary>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class FactSnapshotFaultTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_ThatIsKilled_IsFollowedAgain_AndNothingIsOlderThanItIs()
    {
        using var directory = new EmbeddedPostgresTestDirectory();
        await using var own = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = directory.Data, MaxConnections = 200 }, cancellationToken: Cancelled);
        await own.EnsureDatabaseAsync("held", Cancelled);
        var database = own.ConnectionStringFor("held");
        await SchemaMigrator.RunAsync(database, null, Cancelled);
        await using var memory = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithMemory);
        await using var plain = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithoutMemory);
        var world = await memory.WorldAsync();
        await FactSnapshotTests.LoadedAsync(memory);
        var address = $"/api/v1/achievements/{world.Ward}/2022";
        for (var round = 1; round <= 3; round++)
        {
            await KillBackendAsync(own, database);
            // Until the database is back nobody may be told what memory cannot know to be so.
            var value = round * 10;
            var tag = round == 1 ? null : $"\"{round - 1}\"";
            var figure = $"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022";
            await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => memory.PutJsonAsync(figure, new { value }, tag),
                written => written.Status is 200 or 201);
            (await AnsweredAsync(memory, address)).With(200)["items"][0].GetProperty("actual").GetDecimal().ShouldBe(value);
            await FactSnapshotTests.LoadedAsync(memory);
            foreach (var read in FactSnapshotTests.OfPeriod("2022", [world.Ward], [world.Resolution]))
            {
                (await AnsweredAsync(memory, read)).Text.ShouldBe((await AnsweredAsync(plain, read)).Text, read);
            }
            (await memory.ReadAsync(address)).DataVersion.ShouldNotBeEmpty();
        }
    }

    /// <summary>What is stored is acknowledged, whatever becomes of the memory that follows it.</summary>
    [Theory]
    [InlineData("57P03")]
    [InlineData("57014")]
    [InlineData("53300")]
    [InlineData("42501")]
    [InlineData("XX000")]
    public async Task Write_IsAcknowledged_WhenItCannotBeFollowed(string error)
    {
        // A standby would ask more than the memory does in the same words.
        await using var api = await ApiServer.StartAsync(postgres, faults: true,
            change: settings => FactSnapshotTests.WithMemory(settings) with { Read = null });
        var world = await api.WorldAsync();
        await FactSnapshotTests.LoadedAsync(api);
        // Only the memory asks by the mapper which picture is current.
        await using var owner = NpgsqlDataSource.Create(api.ConnectionString);
        await using (var fault = owner.CreateCommand($"""
            CREATE FUNCTION fail() RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
              IF current_query() LIKE '%LIMIT 2%' THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{error}'; END IF;
              RETURN true;
            END $$;
            CREATE POLICY failing ON reference_version USING (fail());
            ALTER TABLE reference_version ENABLE ROW LEVEL SECURITY;
            """)) await fault.ExecuteNonQueryAsync(Cancelled);
        for (var value = 1; value <= 3; value++)
        {
            (await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value }, value == 1 ? null : $"\"{value - 1}\""))
                .With(value == 1 ? 201 : 200);
            (await api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022")).With(200)["items"][0].GetProperty("actual").GetDecimal().ShouldBe(value);
        }
        await using (var mended = owner.CreateCommand("ALTER TABLE reference_version DISABLE ROW LEVEL SECURITY"))
            await mended.ExecuteNonQueryAsync(Cancelled);
        await FactSnapshotTests.LoadedAsync(api);
    }

    [Fact]
    public async Task Standby_AsTheSource_IsFollowed_AndGivesWhatWasWrittenWhereItIsAskedFor()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var primary = await PostgresServer.PrimaryAsync();
        await primary.ExecuteAsync("postgres", "CREATE DATABASE held");
        var database = primary.ConnectionString("held");
        await SchemaMigrator.RunAsync(database, null, Cancelled);
        await using var standby = await primary.StandbyAsync("standby");
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database, faults: true,
            change: settings => FactSnapshotTests.WithMemory(settings) with { Read = standby.ConnectionString("held") });
        await using var plain = await ApiServer.StartAsync(postgres, connectionString: database, faults: true, change: FactSnapshotTests.WithoutMemory);
        var world = await api.WorldAsync();
        await FactSnapshotTests.LoadedAsync(api);
        for (var value = 1; value <= 10; value++)
        {
            var tag = value == 1 ? null : $"\"{value - 1}\"";
            var written = await api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value }, tag);
            var version = written.With(value == 1 ? 201 : 200).DataVersion;
            foreach (var address in FactSnapshotTests.OfPeriod("2022", [world.Ward], [world.Resolution]))
            {
                (await api.ReadAsync(address, ("Min-Version", version))).Text.ShouldBe((await plain.ReadAsync(address)).Text, address);
            }
        }
        await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => api.ReadAsync($"/api/v1/achievements/{world.Ward}/2022"),
            seen => seen["items"][0].GetProperty("actual").GetDecimal() == 10 && seen.Headers.Contains("Data-Version"));
    }

    // Each pool finds by itself that its connections were ended.
    private static Task<Answer> AnsweredAsync(ApiServer api, string address) =>
        Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => api.ReadAsync(address), answer => answer.Status != 503);

    // Where one of its processes dies so, PostgreSQL ends them all and recovers.
    private static async Task KillBackendAsync(EmbeddedPostgres own, string database)
    {
        await using var other = new NpgsqlConnection(database + ";Pooling=false");
        await other.OpenAsync(Cancelled);
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var id = (int)(await command.ExecuteScalarAsync(Cancelled))!;
        using var backend = Process.GetProcessById(id);
        backend.Kill();
        await backend.WaitForExitAsync(Cancelled);
        own.ServerProcessId.ShouldNotBeNull();
        // It is back when it takes connections again; before, it ends all of them.
        await Eventually.SeenAsync(TimeSpan.FromSeconds(60), () => HasEndedAsync(other), hasEnded => hasEnded);
    }

    private static async Task<bool> HasEndedAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(Cancelled);
            return false;
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            return true;
        }
    }
}
