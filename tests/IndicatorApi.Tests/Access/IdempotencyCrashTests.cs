using System.Runtime.Versioning;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Access;

/// <summary>A server that dies with a request in its hands.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class IdempotencyCrashTests(PostgresFixture postgres) : IDisposable
{
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Post_WhoseServerIsKilledBetweenReservationAndAnswer_StoresOnceWhenItIsRepeated()
    {
        await using var api = await ApiServer.StartAsync(postgres);
        var (ward, indicator) = (await api.WardAsync(), await api.IndicatorAsync());
        var body = new { orgUnit = ward, indicator, period = "2022", value = 3 };
        await using var source = NpgsqlDataSource.Create(api.ConnectionString);
        await using var program = await RunningProgram.StartAsync(_directory.Data, Cancelled, new()
        {
            ["ConnectionStrings__Write"] = api.ConnectionString,
            ["Access__AdministratorKey"] = ApiServer.AdministratorKey,
        });
        await using (var holding = await source.OpenConnectionAsync(Cancelled))
        {
            // Nobody can write a figure: the request stops after its reservation.
            await using var transaction = await holding.BeginTransactionAsync(Cancelled);
            await using (var hold = new NpgsqlCommand("LOCK TABLE actual, actual_revision IN ACCESS EXCLUSIVE MODE", holding, transaction))
                await hold.ExecuteNonQueryAsync(Cancelled);
            program.Client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
            var sent = program.Client.PostAsync("/api/v1/actuals", body, ("Idempotency-Key", "killed"));
            await Eventually.SeenAsync(TimeSpan.FromMinutes(2), () => CountAsync(source, "SELECT count(*) FROM idempotent_request WHERE status IS NULL"),
                reserved => reserved > 0);
            await program.KillAsync(Cancelled);
            await Should.ThrowAsync<HttpRequestException>(sent);
        }
        await RunAsync(source, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'");
        (await CountAsync(source, "SELECT count(*) FROM actual")).ShouldBe(0);

        // As after the lease, which is longer than a test should wait.
        await RunAsync(source, "UPDATE idempotent_request SET reserved_at = reserved_at - interval '2 minutes'");
        (await api.Client.PostAsync("/api/v1/actuals", body, ("Idempotency-Key", "killed"))).With(201);
        (await api.Client.PostAsync("/api/v1/actuals", body, ("Idempotency-Key", "killed"))).With(201).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
        (await CountAsync(source, "SELECT count(*) FROM actual_revision")).ShouldBe(1);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
