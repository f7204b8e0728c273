using System.Globalization;
using IndicatorApi.Data;
using IndicatorApi.Data.Embedded;
using IndicatorApi.Tests.Machines;
using Npgsql;

namespace IndicatorApi.Tests.Running;

/// <summary>The PostgreSQL servers that a run's databases are on.</summary>
/// <remarks>
/// <c>TEST_TOPOLOGY</c> says which: <c>single</c> (the default), <c>replica</c>, or <c>citus</c> with the coordinator in <c>TEST_DATABASE</c>. The same
/// tests run on each.
/// </remarks>
public abstract class TestServers : IAsyncDisposable
{
    private const string Empty = "migrated_template";

    private readonly SemaphoreSlim _copying = new(1, 1);

    /// <summary>What the environment says.</summary>
    public static string Topology { get; } = Environment.GetEnvironmentVariable("TEST_TOPOLOGY") is { Length: > 0 } given ? given : "single";

    /// <summary>What the servers are doing: on a cluster a statement waits where its rows are.</summary>
    public static string Activity => Topology == "citus" ? "citus_stat_activity" : "pg_stat_activity";

    /// <summary>Starts them, or finds them where they are somebody's.</summary>
    public static Task<TestServers> StartAsync() => Topology switch
    {
        "single" => Single.BeginAsync(),
        "replica" => Replica.BeginAsync(),
        "citus" => Citus.BeginAsync(),
        var other => throw new InvalidOperationException($"TEST_TOPOLOGY is single, replica or citus, not '{other}'."),
    };

    /// <summary>A new migrated database, or a copy of one that was filled.</summary>
    public async Task<string> CreateAsync(string name, DatabaseTemplate? template)
    {
        name = Named(name);
        await _copying.WaitAsync();
        try
        {
            await CopyAsync(name, Named(template?.Name ?? Empty));
        }
        finally
        {
            _copying.Release();
        }
        return For(name);
    }

    /// <summary>Where a server on this database reads from; null for the same.</summary>
    public virtual string? ReadFor(string connectionString) => null;

    public virtual ValueTask DisposeAsync()
    {
        _copying.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract string For(string database);

    // What a database is called on these servers.
    protected virtual string Named(string database) => database;

    protected virtual Task CopyAsync(string name, string source) => ExecuteAsync(For("postgres"), $"CREATE DATABASE {name} TEMPLATE {source}");

    protected async Task FillEmptyAsync()
    {
        await ExecuteAsync(For("postgres"), $"CREATE DATABASE {Empty}");
        await SchemaMigrator.RunAsync(For(Empty), null, CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Single(EmbeddedPostgres postgres) : TestServers
    {
        public static async Task<TestServers> BeginAsync()
        {
            var servers = new Single(await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { Disposable = true, MaxConnections = 600 }));
            try
            {
                await servers.FillEmptyAsync();
                return servers;
            }
            catch
            {
                await servers.DisposeAsync();
                throw;
            }
        }

        protected override string For(string database) => postgres.ConnectionStringFor(database);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    /// <summary>A primary that waits for its standby to show each write, and reads from the standby.</summary>
    private sealed class Replica(PostgresServer primary, PostgresServer standby) : TestServers
    {
        public static async Task<TestServers> BeginAsync()
        {
            var primary = await PostgresServer.PrimaryAsync();
            var servers = new Replica(primary, await primary.StandbyAsync("standby"));
            await ExecuteAsync(servers.For("postgres"), "ALTER SYSTEM SET synchronous_commit = remote_apply");
            await ExecuteAsync(servers.For("postgres"), "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
            await ExecuteAsync(servers.For("postgres"), "SELECT pg_reload_conf()");
            await servers.FillEmptyAsync();
            return servers;
        }

        protected override string For(string database) => primary.ConnectionString(database);

        // A server of a test's own has no standby here.
        public override string? ReadFor(string connectionString) =>
            new NpgsqlConnectionStringBuilder(connectionString) is { Database: { } database } asked && asked.Host == HostOf(For(database))
                ? standby.ConnectionString(database) : null;

        private static string? HostOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Host;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await standby.DisposeAsync();
            await primary.DisposeAsync();
        }
    }

    /// <summary>A cluster that is there already: a database of a test is one on every node.</summary>
    private sealed class Citus : TestServers
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        // Names of other runs must not stand in the way.
        private readonly string _run = $"_{Guid.CreateVersion7():N}"[^7..];
        private readonly string _coordinator;
        private readonly List<string> _made = [];
        private string[] _nodes = [];

        private Citus(string coordinator) => _coordinator = coordinator;

        public static async Task<TestServers> BeginAsync()
        {
            var coordinator = Environment.GetEnvironmentVariable("TEST_DATABASE")
                ?? throw new InvalidOperationException("TEST_TOPOLOGY=citus needs the coordinator in TEST_DATABASE: Host=...;Username=...;Database=...");
            var servers = new Citus(coordinator);
            await servers.LayOutAsync(servers.Named(Empty));
            return servers;
        }

        protected override string For(string database) => For(_coordinator, database);

        protected override string Named(string database) => database == "template0" ? database : $"{database}{_run}";

        protected override async Task CopyAsync(string name, string source)
        {
            _made.Add(name);
            foreach (var node in _nodes)
            {
                // What keeps a database of the cluster in order begins again where it was ended.
                await Eventually.SeenAsync(Patience, async () =>
                {
                    await ExecuteAsync(node, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'");
                    try
                    {
                        await ExecuteAsync(node, $"CREATE DATABASE {name} TEMPLATE {source}");
                        return true;
                    }
                    catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
                    {
                        return false;
                    }
                }, isCopied => isCopied);
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            foreach (var name in _made)
            {
                foreach (var node in _nodes) await ExecuteAsync(node, $"DROP DATABASE {name} WITH (FORCE)");
            }
        }

        private static string For(string node, string database) => new NpgsqlConnectionStringBuilder(node) { Database = database }.ConnectionString;

        private async Task LayOutAsync(string name)
        {
            var workers = await WorkersAsync();
            _nodes = [_coordinator, .. workers.Select(worker => new NpgsqlConnectionStringBuilder(_coordinator)
            {
                Host = worker.Host,
                Port = worker.Port
            }.ConnectionString)];
            _made.Add(name);
            foreach (var node in _nodes)
            {
                await ExecuteAsync(node, $"CREATE DATABASE {name}");
                await ExecuteAsync(For(node, name), "CREATE EXTENSION citus");
            }
            var whole = For(name);
            var self = new NpgsqlConnectionStringBuilder(_coordinator);
            await ExecuteAsync(whole, string.Create(CultureInfo.InvariantCulture, $"SELECT citus_set_coordinator_host('{self.Host}', {self.Port})"));
            foreach (var (host, port) in workers)
                await ExecuteAsync(whole, string.Create(CultureInfo.InvariantCulture, $"SELECT citus_add_node('{host}', {port})"));
            await SchemaMigrator.RunAsync(whole, null, CancellationToken.None);
            await using (var primary = Database.PrimaryOf(whole))
            {
                await using var distribution = await Distribution.OpenAsync(primary, CancellationToken.None);
                await distribution.ShouldNotBeNull().RunAsync(4, null, CancellationToken.None);
            }
            NpgsqlConnection.ClearAllPools();
        }

        private async Task<List<(string Host, int Port)>> WorkersAsync()
        {
            await using var connection = new NpgsqlConnection(_coordinator + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT nodename, nodeport FROM pg_dist_node WHERE groupid > 0 ORDER BY nodeport", connection);
            await using var reader = await command.ExecuteReaderAsync();
            List<(string, int)> workers = [];
            while (await reader.ReadAsync()) workers.Add((reader.GetString(0), reader.GetInt32(1)));
            return workers;
        }
    }
}
