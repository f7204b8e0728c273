using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using IndicatorApi.Data;
using IndicatorApi.Tests.Access;
using IndicatorApi.Tests.Embedded;
using IndicatorApi.Tests.Readme;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>An upgrade while the program of the last release serves: it goes on on the new schema, and the new one does not begin on the old.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Kinds.Name, Kinds.Slow)]
public sealed partial class SideBySideTests(PostgresFixture postgres) : IDisposable
{
    /// <summary>The last migration of release 0.2.0.</summary>
    private const string LastRelease = "20261128104225_ScoringSchemes";

    private readonly EmbeddedPostgresTestDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    /// <summary>What the program of the last release names is there, means the same, and may be left out where it is new.</summary>
    [Fact]
    public void Migrations_SinceTheLastRelease_OnlyAdd()
    {
        using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>()
            .UseNpgsql("Host=none", npgsql => npgsql.MigrationsAssembly(DataServices.MigrationsAssembly)).Options);
        var migrations = context.GetService<IMigrationsAssembly>();
        migrations.Migrations.Keys.ShouldContain(LastRelease);
        var since = migrations.Migrations.Where(migration => string.CompareOrdinal(migration.Key, LastRelease) > 0)
            .Select(migration => (Name: migration.Key,
                migrations.CreateMigration(migration.Value, "Npgsql.EntityFrameworkCore.PostgreSQL").UpOperations)).ToList();
        since.ShouldNotBeEmpty();
        var made = since.SelectMany(migration => migration.UpOperations.OfType<CreateTableOperation>()).Select(table => table.Name).ToHashSet();
        since.SelectMany(migration => migration.UpOperations.Where(operation => TakesAway(operation, made))
            .Select(operation => $"{migration.Name}: {operation.GetType().Name} {(operation as ITableMigrationOperation)?.Table}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0")]
    [InlineData(LastRelease)]
    public async Task Serve_OnASchemaOfBefore_SaysWhatToDo_AndEnds(string schema)
    {
        var database = await postgres.CreateBareDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var context = new IndicatorDbContext(new DbContextOptionsBuilder<IndicatorDbContext>()
                .UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(DataServices.MigrationsAssembly)).Options);
            await context.GetService<IMigrator>().MigrateAsync(schema, Cancelled);
        }
        var (code, _, errors) = await RunningProgram.RunAsync(["serve"], _directory.Data, Settings(database), Cancelled);
        code.ShouldBe(1, errors);
        errors.Trim().ShouldStartWith("Run 'migrate' first: the database lacks ");
        errors.Trim().ShouldNotContain('\n');
    }

    /// <summary>The program of the last release itself, where somebody has built it.</summary>
    [Fact]
    public async Task Programs_OldAndNewOnTheNewSchema_StoreAndAnswerAlike()
    {
        var old = Environment.GetEnvironmentVariable("OLD_PROGRAM");
        Assert.SkipWhen(old is null, "Only on request: OLD_PROGRAM=/path/to/IndicatorApi.dll of the last release");
        var database = await postgres.CreateDatabaseAsync();
        await using var before = await StartAsync(database, old);
        await using var after = await StartAsync(database, null);
        World world;
        await using (var api = await ApiServer.StartAsync(postgres, connectionString: database)) world = await api.WorldAsync();
        RunningProgram[] both = [before, after];
        for (var round = 0; round < 10; round++)
        {
            var (writer, reader) = (both[round % 2], both[(round + 1) % 2]);
            var period = $"{2020 + (round % 5)}";
            (await writer.Client.PutAsync($"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}", new { value = round + 1 }, round < 5 ? null : "*"))
                .Status.ShouldBeOneOf(200, 201);
            await Eventually.SeenAsync<Answer>(TimeSpan.FromSeconds(20), () => reader.Client.CallAsync(HttpMethod.Get,
                $"/api/v1/actuals/{world.Ward}/{world.Indicator}/{period}"), answer => answer.Status == 200 && answer["value"].GetInt32() == round + 1);
            await Eventually.SeenAsync<string>(TimeSpan.FromSeconds(20), async () => $"{await PercentAsync(before, world)} {await PercentAsync(after, world)}",
                percents => percents.Split(' ') is [var one, var other] && one == other && one.Length > 0);
        }
        foreach (var writer in both)
        {
            var year = writer == before ? 1990 : 1980;
            var table = string.Concat(Enumerable.Range(0, 5).Select(i => $"{world.Ward},{world.Indicator},{year + i},3\n"));
            var import = (await writer.Client.CallAsync(HttpMethod.Post, "/api/v1/imports", Calls.Body($"orgUnit,indicator,period,value\n{table}", "text/csv")))
                .With(202)["id"].GetString();
            foreach (var reader in both)
                await Eventually.SeenAsync<Answer>(TimeSpan.FromSeconds(30), () => reader.Client.CallAsync(HttpMethod.Get, $"/api/v1/imports/{import}"),
                    job => job.With(200)["state"].GetString() == "succeeded");
            var key = (await writer.Client.PostAsync("/api/v1/keys", new { name = "x", role = "reader" })).With(201);
            foreach (var reader in both)
            {
                using var client = new HttpClient { BaseAddress = reader.Client.BaseAddress };
                (await client.CallAsync(HttpMethod.Get, "/api/v1/indicators", null, ("X-Api-Key", key["key"].GetString()!))).With(200);
            }
            (await writer.Client.RemoveAsync($"/api/v1/keys/{key["id"].GetString()}")).With(204);
        }
        // The old one knows no member that came later, and takes what holds one for altered; the new one knows both.
        var (code, output, errors) = await RunningProgram.RunAsync(["verify"], _directory.Data, Settings(database), Cancelled);
        code.ShouldBe(0, output + errors);
    }

    private static bool TakesAway(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        ITableMigrationOperation { Table: var table } when made.Contains(table) => false,
        CreateTableOperation or CreateIndexOperation { IsUnique: false } or DropIndexOperation or AlterTableOperation => false,
        AddColumnOperation column => !column.IsNullable && column.DefaultValue is null && column.DefaultValueSql is null,
        AlterColumnOperation column => column.ColumnType != column.OldColumn.ColumnType || (column.OldColumn.IsNullable && !column.IsNullable),
        // A condition on what is new says nothing of rows that do not have it; which it is of, its name says.
        AddCheckConstraintOperation check => !check.Name.EndsWith("_nfc", StringComparison.Ordinal),
        SqlOperation sql => Removing().IsMatch(Granting().Replace(sql.Sql, "")),
        _ => true,
    };

    [GeneratedRegex(@"\b(?:DROP|RENAME|REVOKE|DELETE|TRUNCATE|SET\s+NOT\s+NULL|TYPE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Removing();

    [GeneratedRegex(@"\bGRANT\b[^;]*")]
    private static partial Regex Granting();

    private static async Task<string> PercentAsync(RunningProgram program, World world) =>
        (await program.Client.CallAsync(HttpMethod.Get, $"/api/v1/achievements?orgUnit={world.Ward}&period=2020-2025")).With(200)["items"][0]
            .GetProperty("percent").GetRawText();

    private static Dictionary<string, string> Settings(string database) => new()
    {
        ["ConnectionStrings__Write"] = database,
        ["Access__AdministratorKey"] = ApiServer.AdministratorKey,
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };

    private async Task<RunningProgram> StartAsync(string database, string? assembly)
    {
        var program = await RunningProgram.StartAsync(_directory.Data, Cancelled, Settings(database), assembly: assembly);
        program.Client.DefaultRequestHeaders.Add("X-Api-Key", ApiServer.AdministratorKey);
        return program;
    }
}
