using System.Diagnostics;
using System.Globalization;
using IndicatorApi.Tests.Running;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>Two PostgreSQL servers that Patroni keeps: it decides which of them is the primary, and puts the other in its place when that is gone.</summary>
/// <remarks>Its settings are those that docs/scaling.md names; only the times are as short as Patroni allows.</remarks>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private const string Scope = "wards";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("patroni-").FullName;
    private readonly int _etcdPort = Programs.FreePort();
    private readonly List<Process> _processes = [];
    private readonly List<Node> _nodes = [];

    private PatroniCluster() { }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing => PostgresServer.Missing ?? (Programs.Has("patroni") && Programs.Has("etcd") ? null : "patroni or etcd is not installed");

    /// <summary>Starts both and waits until one follows the other.</summary>
    public static async Task<PatroniCluster> StartAsync()
    {
        var cluster = new PatroniCluster();
        try
        {
            cluster.StartEtcd();
            for (var i = 1; i <= 2; i++) await cluster.AddAsync($"node{i}");
            foreach (var node in cluster._nodes) cluster.Start(node);
            await cluster.FollowedAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string that names both servers.</summary>
    public string ConnectionString(string database) => $"Host={string.Join(',', _nodes.Select(node => node.Host))};{PostgresServer.Rest(database)}";

    /// <summary>The connection string of the server that is the primary now; null while none is.</summary>
    public async Task<string?> PrimaryAsync(string database)
    {
        foreach (var node in _nodes)
        {
            if (await node.ValueAsync("SELECT NOT pg_is_in_recovery()") is true) return $"Host={node.Host};{PostgresServer.Rest(database)}";
        }
        return null;
    }

    /// <summary>Waits until Patroni knows of a standby that has every acknowledged write: before that it would put none in the place of the primary.</summary>
    public Task FollowedAsync() => Eventually.SeenAsync(Patience,
        async () => (await Programs.RunAsync("patronictl", CancellationToken.None, "-c", _nodes[0].Configuration, "list", "--format", "json", Scope)).Output,
        list => list.Contains("\"Sync Standby\"", StringComparison.Ordinal));

    /// <summary>Has the two change places.</summary>
    public async Task SwitchOverAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await Programs.RunAsync("patronictl", cancellationToken, "-c", _nodes[0].Configuration, "switchover", "--force", Scope);
        code.ShouldBe(0, output);
    }

    /// <summary>Ends the primary and its keeper at once, as the loss of a machine would.</summary>
    public async Task<Action> KillPrimaryAsync()
    {
        foreach (var node in _nodes)
        {
            if (await node.ValueAsync("SELECT NOT pg_is_in_recovery()") is not true) continue;
            node.Kill();
            return () => Start(node);
        }
        throw new InvalidOperationException("There is no primary.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Kill();
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(_directory, recursive: true);
    }

    private void StartEtcd()
    {
        var (client, peer) = ($"http://127.0.0.1:{_etcdPort}", $"http://127.0.0.1:{Programs.FreePort()}");
        _processes.Add(Programs.Start("etcd", "--data-dir", Path.Combine(_directory, "etcd"), "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}", "--log-level", "error"));
    }

    private async Task AddAsync(string name)
    {
        var place = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        var node = new Node(name, Programs.FreePort(), place);
        await File.WriteAllTextAsync(node.Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            scope: {{Scope}}
            name: {{name}}
            log: {level: CRITICAL}
            restapi: {listen: '127.0.0.1:{{Programs.FreePort()}}'}
            etcd3: {host: '127.0.0.1:{{_etcdPort}}'}
            bootstrap:
              dcs:
                ttl: 20
                loop_wait: 1
                retry_timeout: 3
                synchronous_mode: true
                postgresql:
                  use_pg_rewind: true
                  parameters: {synchronous_commit: remote_apply, max_connections: 200, wal_log_hints: 'on', fsync: 'off', log_min_messages: panic}
              initdb: [{encoding: UTF8}, {locale: C.UTF-8}]
            postgresql:
              listen: {{node.Host}}
              connect_address: {{node.Host}}
              data_dir: {{place}}/data
              bin_dir: {{PostgresServer.Binaries}}
              pgpass: {{place}}/pgpass
              authentication:
                superuser: {username: postgres}
                replication: {username: postgres}
              parameters: {unix_socket_directories: {{place}}}
              pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']

            """));
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.RunAsync("chown", CancellationToken.None, "-R", "postgres", place);
            await Programs.RunAsync("chmod", CancellationToken.None, "755", _directory);
        }
        _nodes.Add(node);
    }

    // It takes the place of the process that starts it, so that whoever ends that ends Patroni.
    private void Start(Node node)
    {
        node.Keeper = Environment.IsPrivilegedProcess
            ? Programs.Start("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", "patroni", node.Configuration)
            : Programs.Start("patroni", node.Configuration);
        _processes.Add(node.Keeper);
    }

    private sealed class Node(string name, int port, string place)
    {
        public string Configuration { get; } = Path.Combine(place, $"{name}.yml");

        public string Host { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

        public Process? Keeper { get; set; }

        public async Task<object?> ValueAsync(string sql)
        {
            try
            {
                await using var connection = new NpgsqlConnection($"Host={Host};{PostgresServer.Rest("postgres")};Pooling=false;Timeout=2;Command Timeout=2");
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand(sql, connection);
                return await command.ExecuteScalarAsync();
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                return null;
            }
        }

        public void Kill()
        {
            if (Keeper is { HasExited: false }) Keeper.Kill();
            var file = Path.Combine(place, "data", "postmaster.pid");
            if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id)) return;
            try
            {
                using var server = Process.GetProcessById(id);
                server.Kill();
            }
            catch (ArgumentException)
            {
                // It is gone already.
            }
        }
    }
}
