using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using IndicatorApi.Access;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace IndicatorApi.Tests.Faults;

/// <summary>F1: the program is killed while an import writes, at every stage of it and under other writers.</summary>
/// <remarks>While it reads or checks, nothing is written yet: <c>ImportProgramTests</c> kills it there.</remarks>
[UnsupportedOSPlatform("windows")]
[Collection(Alone.Name)]
[Trait(Kinds.Name, Kinds.Faults)]
public sealed class KilledImportTests(PostgresFixture postgres) : IDisposable
{
    private const int Rows = 20_000;

    // As many rows are written at once.
    private const int Part = 5_000;

    // Who holds this lock holds the import, in the middle of the statement that writes that part.
    private const int Gate = 1_944_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    /// <param name="part">While which part is written; 0 when the import has just ended.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(Rows / Part)]
    [InlineData(0)]
    public async Task Serve_KilledWhileItWritesAnImport_LosesAndDoublesNothing(int part)
    {
        var (database, world, unit) = await WorldAsync();
        await using var services = Services(database);
        await using var gate = await CloseGateAsync(database, part);
        await using var first = await StartAsync(database);
        var client = first.Client;
        var ledger = new ClientLedger(() => client, services.Services, world);
        var import = await SendAsync(client, unit, world.Indicator);
        ledger.NoteImport(import, unit, Rows);
        using var end = new CancellationTokenSource();
        var writing = ledger.RunAsync(2, end.Token);
        if (part == 0) await EndedAsync(client, import);
        else
        {
            await Eventually.SeenAsync(Patience, () => AskAsync(gate, $"SELECT EXISTS (SELECT FROM pg_locks WHERE objid = {Gate} AND NOT granted)"),
                isHeld => isHeld);
        }
        await first.KillAsync(Cancelled);
        (await AskAsync(gate, $"SELECT pg_advisory_unlock({Gate})")).ShouldBeTrue();

        await using var second = await StartAsync(database);
        client = second.Client;
        // Before the dead worker's lease ends all of it is there, or nothing.
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        await end.CancelAsync();
        await writing;
        await ledger.CheckAsync();
        // The same request under its key is the same import, not a second one.
        (await SendAsync(client, unit, world.Indicator)).ShouldBe(import);
        await EndedAsync(client, import);
        (await SendAsync(client, unit, world.Indicator)).ShouldBe(import);
        await ledger.CheckAsync();
        ledger.Acknowledged.ShouldBeGreaterThan(0);
        ledger.Refusals.Keys.ShouldBeSubsetOf([0, 503, 409], ledger.Unanswered);
    }

    private static Task<Answer> EndedAsync(HttpClient client, string import) =>
        Eventually.SeenAsync(Patience, () => client.CallAsync(HttpMethod.Get, $"/api/v1/imports/{import}"), job =>
        {
            job.With(200)["state"].GetString().ShouldBeOneOf("running", "queued", "succeeded");
            return job["state"].GetString() == "succeeded";
        }, "the state succeeded");

    // Only the import writes thousands of rows with one statement; its parts are counted, and the count outlives what is rolled back.
    private static async Task<NpgsqlConnection> CloseGateAsync(string database, int part)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand($"""
            CREATE SEQUENCE parts;
            CREATE FUNCTION stand_at_the_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
            BEGIN
              IF (SELECT count(*) FROM written) = {Part} AND nextval('parts') = {part} THEN
                PERFORM pg_advisory_xact_lock({Gate});
              END IF;
              RETURN NULL;
            END $$;
            CREATE TRIGGER gate AFTER INSERT ON actual REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION stand_at_the_gate();
            SELECT pg_advisory_lock({Gate});
            """, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
        return connection;
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private async Task<(string Database, World World, string Unit)> WorldAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiServer.StartAsync(postgres, connectionString: database);
        return (database, await api.WorldAsync(), await api.WardAsync());
    }

    // Its services without its work: nothing here takes an import.
    private static WebApplication Services(string database) => Server.Build(Server.CreateBuilder(),
        new Settings { Write = database, Access = new AccessSettings { AdministratorKey = ApiServer.AdministratorKey } }, database);

    private async Task<RunningProgram> StartAsync(string database)
    {
        var program = await RunningProgram.StartAsync(_directory.Data, Cancelled, new()
        {
            ["ConnectionStrings__Write"] = database,
            ["Access__AdministratorKey"] = ApiServer.AdministratorKey,
        });
        program.Client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        return program;
    }

    private static async Task<string> SendAsync(HttpClient client, string unit, string indicator)
    {
        var text = new StringBuilder("orgUnit,indicator,period,value\n");
        for (var i = 0; i < Rows; i++)
            text.Append(unit).Append(',').Append(indicator).Append(CultureInfo.InvariantCulture,
                $",{new DateOnly(1900, 1, 1).AddDays(i / 2):yyyy-MM-dd}--{(i % 2 == 0 ? 1999 : 2000)}-12-31,{1 + (i % 7)}\n");
        return (await client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body(text.ToString(), "text/csv"), ("Idempotency-Key", "the-one-file")))
            .With(202)["id"].GetString()!;
    }
}
