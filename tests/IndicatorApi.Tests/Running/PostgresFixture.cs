using System.Collections.Concurrent;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Running;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace IndicatorApi.Tests.Running;

/// <summary>One throw-away PostgreSQL for the whole run, with migrated and filled databases that each server gets a copy of.</summary>
/// <remarks>It starts with the first database asked for: a run that asks for none has no server.</remarks>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Empty = "migrated_template";
    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new();
    private readonly SemaphoreSlim _copying = new(1, 1);
    private readonly Lazy<Task<EmbeddedPostgres>> _postgres = new(StartAsync);
    private int _databases;

    /// <summary>A new database with the schema and nothing in it, or what the template has; the connection string is the owner's.</summary>
    public async Task<string> CreateDatabaseAsync(DatabaseTemplate? template = null)
    {
        var source = Empty;
        if (template is not null)
        {
            source = template.Name;
            await _templates.GetOrAdd(source, _ => new Lazy<Task>(() => FillAsync(template))).Value;
        }
        return await CopyAsync(source, $"test_{Interlocked.Increment(ref _databases)}");
    }

    /// <summary>A new database without any schema; the connection string is the owner's.</summary>
    public Task<string> CreateBareDatabaseAsync() => CopyAsync("template0", $"test_{Interlocked.Increment(ref _databases)}");

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated) await (await _postgres.Value).DisposeAsync();
        _copying.Dispose();
    }

    private static async Task<EmbeddedPostgres> StartAsync()
    {
        var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Disposable = true, MaxConnections = 600 });
        try
        {
            await postgres.EnsureDatabaseAsync(Empty);
            await SchemaMigrator.RunAsync(postgres.ConnectionStringFor(Empty), null, CancellationToken.None);
            NpgsqlConnection.ClearAllPools();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private async Task FillAsync(DatabaseTemplate template)
    {
        var connectionString = await CopyAsync(Empty, template.Name);
        await template.FillAsync(this, connectionString);
        // Nobody may be connected to what is copied.
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> CopyAsync(string template, string name)
    {
        var postgres = await _postgres.Value;
        await _copying.WaitAsync();
        try
        {
            await using var source = NpgsqlDataSource.Create(postgres.ConnectionStringFor("postgres"));
            await using var command = source.CreateCommand($"CREATE DATABASE {name} TEMPLATE {template}");
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            _copying.Release();
        }
        return postgres.ConnectionStringFor(name);
    }
}

/// <summary>What several servers begin with, put together once in a run and copied for each.</summary>
/// <param name="Name">The name of the database that is copied.</param>
/// <param name="FillAsync">Fills a migrated database, given its connection string, and leaves no connection to it open.</param>
public sealed record DatabaseTemplate(string Name, Func<PostgresFixture, string, Task> FillAsync);
