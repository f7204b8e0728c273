using System.Runtime.InteropServices;
using Npgsql;

namespace IndicatorApi.Data.Embedded;

/// <summary>A private PostgreSQL server, started from the installed programs and stopped with this one.</summary>
/// <remarks>
/// It listens on a unix socket only, in a directory closed to other users. A server that ends by itself is started
/// again once <see cref="Supervise"/> was called. It is stopped by <see cref="StopAsync"/>, at the latest
/// when the process exits; a process that may be ended by a signal has to turn the signal into one of the two, as a web host does,
/// save for a throw-away cluster, which sees to it by itself. A server left behind by a killed process is taken over, or recovered,
/// by the next start.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private readonly DataRoot root;
    private readonly Server server;
    private readonly OwnerLock? ownerLock;
    private readonly EmbeddedPostgresOptions options;
    private readonly string sockets;
    private readonly Lock stopping = new();
    private readonly List<PosixSignalRegistration> signals = [];
    private Supervision? supervision;
    private Task? stop;

    private EmbeddedPostgres(
        DataRoot root,
        Server server,
        OwnerLock? ownerLock,
        EmbeddedPostgresOptions options,
        string sockets,
        bool wasCreated)
    {
        this.root = root;
        this.server = server;
        this.ownerLock = ownerLock;
        this.options = options;
        this.sockets = sockets;
        WasCreated = wasCreated;
    }

    /// <summary>For the superuser on <see cref="EmbeddedPostgresOptions.Database"/>.</summary>
    public string ConnectionString => ConnectionStringFor(options.Database);

    /// <summary>Holds the cluster, its log and its lock.</summary>
    public string DataDirectory => root.Location;

    /// <summary>True when this start made the cluster.</summary>
    public bool WasCreated { get; }

    /// <summary>The server's process, or null when it runs no more.</summary>
    public int? ServerProcessId => server.ProcessId;

    /// <summary>Whether the server has ended by itself and does not run again yet.</summary>
    public bool IsDown => supervision?.IsDown == true;

    /// <summary>Told when a server that had ended runs again: connections to the old one are worth nothing.</summary>
    public event Action? Restarted;

    /// <summary>From now on starts the server again whenever it ends, until <see cref="StopAsync"/>.</summary>
    public void Supervise(Action<string> report)
    {
        lock (stopping)
        {
            if (stop is null) supervision ??= new Supervision(server.IsAliveAsync, server.StartOrAdoptAsync, report, () => Restarted?.Invoke());
        }
    }

    /// <summary>Starts the server, making the cluster and the database that are missing.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be started; what was started by then is stopped again.</exception>
    public static Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, Action<string>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                "The embedded PostgreSQL runs on Linux and macOS only: set ConnectionStrings__Write to a database of your own.");
        }

        return OpenAsync(options, report ?? (_ => { }), cancellationToken);
    }

    /// <summary>A connection string for a database of this server, for the superuser unless another role is named.</summary>
    /// <remarks>Every role is let in without a password: who reaches the socket is trusted.</remarks>
    public string ConnectionStringFor(string database, string? user = null) => server.ConnectionStringFor(database, user ?? Superuser);

    /// <summary>Creates the database when it is missing; true when it was.</summary>
    public async Task<bool> EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using NpgsqlConnection connection = new(server.ConnectionStringFor(Superuser, Superuser, pooling: false));
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand look = new("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection);
        look.Parameters.Add(new NpgsqlParameter { Value = name });
        if ((bool)(await look.ExecuteScalarAsync(cancellationToken))!) return false;

        // A database's name cannot be a parameter.
        var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        await using var create = connection.CreateCommand();
#pragma warning disable CA2100 // The name is quoted above.
        create.CommandText = $"CREATE DATABASE {quoted}";
#pragma warning restore CA2100
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Stops the server and gives the data directory free.</summary>
    /// <remarks>A throw-away cluster is deleted. Further calls wait for the first.</remarks>
    public Task StopAsync()
    {
        lock (stopping) return stop ??= StopOnceAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    private static async Task<EmbeddedPostgres> OpenAsync(
        EmbeddedPostgresOptions options, Action<string> report, CancellationToken cancellationToken)
    {
        var user = await ServerUser.ChooseAsync(cancellationToken);
        var root = await DataRoot.OpenAsync(options, user, cancellationToken);
        var ownerLock = OwnerLock.TryTake(root.Location);
        if (ownerLock is null && !options.Joins) throw OwnerLock.Held(root.Location);
        EmbeddedPostgres? started = null;
        var deletable = false;
        try
        {
            Cluster cluster = new(root, user, options.Disposable, report);
            var version = await cluster.FindVersionAsync(cancellationToken);
            // Only now is it known that no lasting cluster lies here.
            deletable = options.Disposable;
            var binaries = await PostgresBinaries.FindAsync(options.BinariesDirectory, version, cancellationToken);
            if (version is null)
            {
                if (ownerLock is null) throw OwnerLock.Held(root.Location);
                report($"Creating a private PostgreSQL {binaries.Version} cluster in {root.Location}");
                await cluster.CreateAsync(binaries, cancellationToken);
            }

            var sockets = await SocketDirectory.PrepareAsync(root, user, cancellationToken);
            Server server = new(root, user, binaries, sockets, options, report);
            started = new EmbeddedPostgres(root, server, ownerLock, options, sockets, version is null);
            if (ownerLock is null)
            {
                await server.JoinAsync(cancellationToken);
                return started;
            }
            await server.StartOrAdoptAsync(cancellationToken);
            await started.EnsureDatabaseAsync(options.Database, cancellationToken);
            started.StopWithTheProcess();
            return started;
        }
        catch (Exception e)
        {
            if (started is not null) await started.StopAsync();
            else Abandon(root, ownerLock, deletable);
            if (e is IOException or UnauthorizedAccessException or NpgsqlException)
                throw new EmbeddedPostgresException($"The embedded PostgreSQL in {root.Location} cannot be started: {e.Message}", e);
            throw;
        }
    }

    private static void Abandon(DataRoot root, OwnerLock? ownerLock, bool delete)
    {
        if (ownerLock is null) return;
        if (delete) root.Delete();
        ownerLock.Dispose();
    }

    private async Task StopOnceAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtProcessExit;
        if (supervision is not null) await supervision.DisposeAsync();
        await server.StopAsync();
        // Disposing waits for a running handler, which may be waiting for this very stop.
        _ = Task.Run(() => signals.ForEach(signal => signal.Dispose()));
        if (options.Disposable && Directory.Exists(sockets)) Directory.Delete(sockets, recursive: true);
        Abandon(root, ownerLock, options.Disposable);
    }

    private void StopWithTheProcess()
    {
        AppDomain.CurrentDomain.ProcessExit += StopAtProcessExit;
        // A host drains its requests first, so a lasting server must not stop at the signal itself; a test run has nobody else to do it.
        if (!options.Disposable) return;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP])
            signals.Add(PosixSignalRegistration.Create(signal, _ => StopAsync().GetAwaiter().GetResult()));
    }

    // The last resort: a program that ends without disposing must not leave a server behind.
    private void StopAtProcessExit(object? sender, EventArgs e) => StopAsync().GetAwaiter().GetResult();
}
