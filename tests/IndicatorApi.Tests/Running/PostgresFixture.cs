using System.Collections.Concurrent;
using IndicatorApi.Tests.Running;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace IndicatorApi.Tests.Running;

/// <summary>Throw-away PostgreSQL servers for the whole run, with migrated and filled databases that each server gets a copy of.</summary>
/// <remarks>They start with the first database asked for: a run that asks for none has no server.</remarks>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new();
    private readonly Lazy<Task<TestServers>> _servers = new(TestServers.StartAsync);
    private int _databases;

    /// <summary>A new database with the schema and nothing in it, or what the template has; the connection string is the owner's.</summary>
    public async Task<string> CreateDatabaseAsync(DatabaseTemplate? template = null)
    {
        var servers = await _servers.Value;
        if (template is not null) await _templates.GetOrAdd(template.Name, _ => new Lazy<Task>(() => FillAsync(servers, template))).Value;
        return await servers.CreateAsync($"test_{Interlocked.Increment(ref _databases)}", template);
    }

    /// <summary>A new database without any schema; the connection string is the owner's. On a cluster it stands at the coordinator alone.</summary>
    public async Task<string> CreateBareDatabaseAsync() => await (await _servers.Value).CreateAsync(
        $"test_{Interlocked.Increment(ref _databases)}", new DatabaseTemplate("template0", (_, _) => Task.CompletedTask));

    /// <summary>Where a server on this database reads from; null for the same.</summary>
    public async Task<string?> ReadForAsync(string connectionString) => (await _servers.Value).ReadFor(connectionString);

    public async ValueTask DisposeAsync()
    {
        if (_servers.IsValueCreated) await (await _servers.Value).DisposeAsync();
    }

    private async Task FillAsync(TestServers servers, DatabaseTemplate template)
    {
        await template.FillAsync(this, await servers.CreateAsync(template.Name, null));
        // Nobody may be connected to what is copied.
        NpgsqlConnection.ClearAllPools();
    }
}

/// <summary>What several servers begin with, put together once in a run and copied for each.</summary>
/// <param name="Name">The name of the database that is copied.</param>
/// <param name="FillAsync">Fills a migrated database, given its connection string, and leaves no connection to it open.</param>
public sealed record DatabaseTemplate(string Name, Func<PostgresFixture, string, Task> FillAsync);
