using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IndicatorApi.Tests.Machines;

/// <summary>A PostgreSQL of a test's own on a loopback port: a primary, or a standby that follows one.</summary>
/// <remarks>What is durable is written as it would be on a machine of its own, but not waited for: no machine dies here, only servers.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Settings =
        ["fsync=off", "wal_level=replica", "max_wal_senders=5", "hot_standby=on", "listen_addresses=127.0.0.1", "max_connections=600",
            "shared_buffers=32MB", "jit=off", "wal_keep_size=64MB", "timezone=UTC"];

    private readonly string _directory;

    private PostgresServer(string directory) => _directory = directory;

    /// <summary>Its port.</summary>
    public int Port { get; } = FreePort();

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing => Binaries is null ? "PostgreSQL's own programs are not where Debian puts them." : null;

    /// <summary>The directory of its programs; null where there is none.</summary>
    public static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "pg_basebackup"))).OrderDescending().FirstOrDefault()
        : null;

    /// <summary>A new primary.</summary>
    public static async Task<PostgresServer> PrimaryAsync()
    {
        var server = await PlaceAsync();
        await RunAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await File.AppendAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), "host replication all 127.0.0.1/32 trust\n");
        await server.StartAsync();
        return server;
    }

    /// <summary>A standby that follows this server.</summary>
    /// <param name="name">What the server knows it as.</param>
    public async Task<PostgresServer> StandbyAsync(string name)
    {
        var standby = await PlaceAsync();
        await RunAsync("pg_basebackup", "-D", standby.Data, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync",
            "-d", $"host=127.0.0.1 port={Port} user=postgres application_name={name}");
        await standby.StartAsync();
        return standby;
    }

    public string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{Port};{Rest(database)}");

    /// <summary>A connection string that names servers in this order.</summary>
    public static string ConnectionString(string database, params PostgresServer[] servers) =>
        $"Host={string.Join(',', servers.Select(server => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}")))};{Rest(database)}";

    public async Task StartAsync() => await RunAsync(["pg_ctl", "start", "-D", Data, "-w", "-s", "-l", Path.Combine(_directory, "log"), "-o",
        string.Join(' ', Settings.Append(string.Create(CultureInfo.InvariantCulture, $"port={Port}")).Append($"unix_socket_directories={_directory}")
            .Select(setting => $"-c {setting}"))]);

    /// <summary>Ends it as a crash would: nothing is written any more.</summary>
    public Task CrashAsync() => RunAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w", "-s");

    /// <summary>Makes a standby the primary.</summary>
    public async Task PromoteAsync() => await ExecuteAsync("postgres", "SELECT pg_promote(wait => true)");

    /// <summary>Runs statements as the superuser; the first value that comes of them.</summary>
    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until a standby has all that this server has.</summary>
    public async Task WaitForAsync(PostgresServer standby)
    {
        var position = (NpgsqlTypes.NpgsqlLogSequenceNumber)(await ExecuteAsync("postgres", "SELECT pg_current_wal_insert_lsn()"))!;
        await Running.Eventually.SeenAsync(TimeSpan.FromSeconds(30),
            async () => await standby.ExecuteAsync("postgres", $"SELECT pg_last_wal_replay_lsn() >= '{position}'"), isThere => true.Equals(isThere));
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await CrashAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What stands in every connection string beside the servers.</summary>
    public static string Rest(string database) =>
        $"Username=postgres;Database={database};SSL Mode=Disable;GSS Encryption Mode=Disable";

    private static async Task<PostgresServer> PlaceAsync()
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("indicator-machine-").FullName);
        if (Environment.IsPrivilegedProcess) await StartAsync("chown", ["postgres", server._directory]);
        return server;
    }

    private static Task RunAsync(params string[] command)
    {
        string[] whole = [Path.Combine(Binaries!, command[0]), .. command[1..]];
        return Environment.IsPrivilegedProcess ? StartAsync("runuser", ["-u", "postgres", "--", .. whole]) : StartAsync(whole[0], whole[1..]);
    }

    private static async Task StartAsync(string program, string[] arguments)
    {
        // Not redirected into pipes: the server would hold them for as long as it runs.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", program, program, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
