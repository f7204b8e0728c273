using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>F4 and traps 5 and 6: writers that cannot go on fill their own pool and nobody else's.</summary>
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class StuckWritersTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_MoreThanConnections_AreToldToComeBackAndReadersAreServed()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 20, Timeout = 2 }.ConnectionString;
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database, faults: true);
        var world = await api.WorldAsync();
        await api.ActualAsync(world.Ward, world.Indicator, "2020", 7);

        Task<Answer>[] writers;
        await using var source = NpgsqlDataSource.Create(database);
        await using (var connection = await source.OpenConnectionAsync(Cancelled))
        {
            // Someone holds the unit, so that every writer of it waits with a connection.
            await using var transaction = await connection.BeginTransactionAsync(Cancelled);
            await using var hold = new NpgsqlCommand("SELECT * FROM unit_version FOR UPDATE", connection, transaction);
            await hold.ExecuteNonQueryAsync(Cancelled);
            writers = [.. Enumerable.Range(0, 300)
                .Select(_ => api.Client.PostAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2021", value = 1 }))];
            var refused = await Task.WhenAny(writers);
            (await refused).Problem(503).Headers.RetryAfter.ShouldNotBeNull();
            (await api.ReadAsync("/healthz")).With(200);
            (await api.ReadAsync("/readyz")).With(200);
            (await api.ReadAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2020")).With(200);
            (await api.ReadAsync($"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200);
            await Eventually.SeenAsync(Patience, () => writers.Count(writer => writer.IsCompleted), completed => completed >= 280);
            await transaction.CommitAsync(Cancelled);
        }
        var answers = await Task.WhenAll(writers);
        foreach (var answer in answers.Where(answer => answer.Status >= 300)) answer.Problem(503).Headers.RetryAfter.ShouldNotBeNull();
        answers.Count(answer => answer.Status is 200 or 201).ShouldBeInRange(1, 20, "those that had a connection went on");
        (await api.WalkAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2021/revisions")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_ThatNoStandbyConfirms_IsNotReportedAsDone_AndReadsGoOn()
    {
        await using var own = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Disposable = true }, cancellationToken: Cancelled);
        await own.EnsureDatabaseAsync("standby", Cancelled);
        var database = new NpgsqlConnectionStringBuilder(own.ConnectionStringFor("standby"))
        {
            CommandTimeout = 2,
            MaxPoolSize = 4,
            Timeout = 2,
            Options = "-c synchronous_commit=on",
        }.ConnectionString;
        await SchemaMigrator.RunAsync(database, null, Cancelled);
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database, faults: true);
        var world = await api.WorldAsync();
        await using var source = NpgsqlDataSource.Create(own.ConnectionStringFor("postgres"));
        await SetStandbyAsync(source, "'nowhere'");
        try
        {
            await UntilCommitsWaitAsync(database);
            var raw = api.PutJsonAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/2022", new { value = 7 });
            var mapped = api.PostJsonAsync("/api/v1/organisation-units", new { code = Calls.NewCode("unit"), name = "Phường", level = "ward" });
            (await api.ReadAsync($"/api/v1/organisation-units/{world.Ward}")).With(200);
            foreach (var answer in await Task.WhenAll(raw, mapped)) answer.Problem(503, "not_replicated").Headers.RetryAfter.ShouldNotBeNull();
        }
        finally
        {
            await SetStandbyAsync(source, "''");
        }
        // As the answer says: it is there, and sending it again changes nothing.
        (await api.PostJsonAsync("/api/v1/actuals", new { orgUnit = world.Ward, indicator = world.Indicator, period = "2022", value = 7 })).With(200);
    }

    // One process of the server knows the new setting before another does.
    private static async Task UntilCommitsWaitAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync(Cancelled);
        var hasWaited = false;
        connection.Notice += (_, told) => hasWaited |= told.Notice.Routine == "SyncRepWaitForLSN";
        await Eventually.SeenAsync(Patience, async () =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_logical_emit_message(true, 'test', 'x')", connection) { CommandTimeout = 1 };
            await command.ExecuteNonQueryAsync(Cancelled);
            return hasWaited;
        }, waited => waited);
    }

    private static async Task SetStandbyAsync(NpgsqlDataSource source, string names)
    {
        await using var connection = await source.OpenConnectionAsync(Cancelled);
        foreach (var text in (string[])[$"ALTER SYSTEM SET synchronous_standby_names = {names}", "SELECT pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(Cancelled);
        }
        // The server reads its settings again in its own time.
        await using var shown = new NpgsqlCommand("SHOW synchronous_standby_names", connection);
        await Eventually.SeenAsync(Patience, () => shown.ExecuteScalarAsync(Cancelled), name => (string?)name == names.Trim('\''));
    }
}
