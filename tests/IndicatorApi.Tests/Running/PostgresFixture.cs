using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace IndicatorApi.Tests.Running;

/// <summary>One throw-away PostgreSQL for the whole run, with a migrated database that each server gets a copy of.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Template = "migrated_template";
    private readonly SemaphoreSlim _copying = new(1, 1);
    private EmbeddedPostgres _postgres = null!;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        _postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Disposable = true, MaxConnections = 600 });
        await _postgres.EnsureDatabaseAsync(Template);
        await SchemaMigrator.RunAsync(_postgres.ConnectionStringFor(Template), null, CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>A new database with the schema and nothing in it; the connection string is the owner's.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await _copying.WaitAsync();
        try
        {
            await using var source = NpgsqlDataSource.Create(_postgres.ConnectionStringFor("postgres"));
            await using var command = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE {Template}");
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            _copying.Release();
        }
        return _postgres.ConnectionStringFor(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _copying.Dispose();
    }
}
