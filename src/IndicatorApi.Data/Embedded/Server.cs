using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace IndicatorApi.Data.Embedded;

/// <summary>Starts, finds and stops the server of one cluster.</summary>
internal sealed class Server(
    DataRoot root, ServerUser user, PostgresBinaries binaries, string sockets, EmbeddedPostgresOptions options, Action<string> report)
{
    private const int MostAttempts = 10;

    // Three pools of these fit beside those of the program that runs the server.
    private const int FewConnections = 2;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ImmediateStopTimeout = TimeSpan.FromSeconds(10);

    // Where this start's messages begin in the log, and whether the server may be stopped: not one that somebody started by hand.
    private long logStart;
    private bool mine;
    private bool joined;

    private enum Answer
    {
        None,
        Busy,
        Ready,
    }

    public int? ProcessId => ServerProcess.ReadId(root.Cluster);

    public string ConnectionStringFor(string database, string username, bool pooling = true)
    {
        NpgsqlConnectionStringBuilder text = new()
        {
            Host = sockets,
            Port = SocketDirectory.Port,
            Username = username,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        if (!pooling) text.Pooling = false;
        else if (joined) text.MaxPoolSize = FewConnections;
        // Three pools, to write and twice to read, and the few connections beside them must fit into the server with room for a person at a prompt.
        else text.MaxPoolSize = Math.Max(1, (options.MaxConnections - 9) / 3);
        return text.ConnectionString;
    }

    /// <summary>Whether the server's process is there.</summary>
    public async Task<bool> IsAliveAsync() => ProcessId is { } id && await ServerProcess.MayServeAsync(id, root.Cluster);

    /// <summary>Connects to the server that another program runs, which is never stopped from here.</summary>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        joined = true;
        if (!await ReadyAsync(Stopwatch.StartNew(), cancellationToken)) throw OwnerLock.Held(root.Location);
    }

    /// <summary>Connects to a server that is already there, or starts one.</summary>
    public async Task StartOrAdoptAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await root.PrepareLogAsync(cancellationToken);
        logStart = new FileInfo(root.Log).Length;
        ChildResult? last = null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (await ReadyAsync(clock, cancellationToken))
            {
                mine = true;
                report($"Taking over the server that an earlier run left behind (process {ProcessId})");
                return;
            }

            await RemoveStalePidFileAsync();
            last = await RunStartAsync(cancellationToken);
            if (last.Succeeded && await ReadyAsync(clock, cancellationToken))
            {
                report(string.Create(CultureInfo.InvariantCulture, $"Started in {clock.Elapsed.TotalSeconds:0.0} s (process {ProcessId})"));
                return;
            }

            if (clock.Elapsed > options.StartTimeout) break;
            await Task.Delay(BetweenAttempts, cancellationToken);
        }

        throw new EmbeddedPostgresException(
            !mine && ProcessId is { } id && await ServerProcess.MayServeAsync(id, root.Cluster)
                ? $"Process {id} serves {root.Cluster} but does not answer at {sockets}: stop it with 'kill -INT {id}' and start again."
                : $"The PostgreSQL server in {root.Location} does not start: {FatalLogLine() ?? last?.Reason}; see {root.Log}.");
    }

    /// <summary>Stops the server, gently first; nothing happens when it has gone already.</summary>
    public async Task StopAsync()
    {
        if (!mine || ProcessId is not { } id || !await ServerProcess.MayServeAsync(id, root.Cluster)) return;
        var gentle = options.Disposable ? "immediate" : "fast";
        var stopped = await StopAsync(id, gentle, options.StopTimeout);
        if (!stopped)
        {
            report($"The server did not stop in {options.StopTimeout.TotalSeconds:0} s; stopping it at once");
            stopped = await StopAsync(id, "immediate", ImmediateStopTimeout);
        }

        report(stopped ? "Stopped" : $"The server still runs as process {id}");
    }

    private async Task<bool> StopAsync(int id, string mode, TimeSpan most)
    {
        var seconds = Math.Max(1, (int)most.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var result = await user.RunAsync(
            [binaries.PgCtl, "stop", "-D", root.Cluster, "-m", mode, "-t", seconds, "-w", "-s"], CancellationToken.None);
        return result.Succeeded || await ServerProcess.WaitUntilGoneAsync(id, root.Cluster, BetweenAttempts);
    }

    private async Task<ChildResult> RunStartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var before = ProcessId;
        var seconds = Math.Max(1, (int)options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        // pg_ctl puts the server in a session of its own, so that Ctrl+C in the program's terminal does not reach it.
        // It is not killed on a cancellation: between its fork and the pid file nobody could find the server again.
        var start = user.RunAsync(
            [binaries.PgCtl, "start", "-D", root.Cluster, "-l", root.Log, "-o", Arguments(), "-t", seconds, "-w", "-s"],
            CancellationToken.None);
        try
        {
            var result = await start.WaitAsync(cancellationToken);
            mine = ProcessId != before;
            return result;
        }
        catch (OperationCanceledException)
        {
            while (!start.IsCompleted)
            {
                mine = ProcessId != before;
                await StopAsync();
                await Task.WhenAny(start, Task.Delay(BetweenLooks, CancellationToken.None));
            }

            throw;
        }
    }

    private string Arguments()
    {
        List<string> settings =
        [
            "listen_addresses=",
            $"unix_socket_directories={sockets}",
            "unix_socket_permissions=0700",
            $"port={SocketDirectory.Port}",
            string.Create(CultureInfo.InvariantCulture, $"max_connections={options.MaxConnections}"),
            $"shared_buffers={options.SharedBuffers}",
            "jit=off",
            "password_encryption=scram-sha-256",
            "timezone=UTC",
            "log_timezone=UTC",
            "logging_collector=off",
        ];
        if (options.Disposable) settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        return string.Join(' ', settings.Select(setting => $"-c '{setting.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
    }

    private async Task RemoveStalePidFileAsync()
    {
        if (ProcessId is not { } id || await ServerProcess.MayServeAsync(id, root.Cluster)) return;
        // Safe even with an orphan of the old server about: the shared memory of a data directory is guarded apart from this file.
        File.Delete(ServerProcess.PidFile(root.Cluster));
    }

    /// <summary>Waits while the server starts, recovers or shuts down; false when nothing answers.</summary>
    private async Task<bool> ReadyAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await AskAsync(cancellationToken);
            if (answer != Answer.Busy) return answer == Answer.Ready;
            if (clock.Elapsed > options.StartTimeout)
            {
                throw new EmbeddedPostgresException(
                    $"The PostgreSQL server in {root.Location} was not ready in {options.StartTimeout.TotalSeconds:0} s; see {root.Log}.");
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    private async Task<Answer> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = new(ConnectionStringFor("postgres", "postgres", pooling: false) + ";Timeout=5");
            await connection.OpenAsync(cancellationToken);
            await using NpgsqlCommand command = new("SHOW data_directory", connection);
            var at = RealPath.Of((string)(await command.ExecuteScalarAsync(cancellationToken))!);
            return at == root.Cluster ? Answer.Ready
                : throw new EmbeddedPostgresException($"The server at {sockets} serves {at}, not {root.Cluster}: stop it and start again.");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown)
        {
            return Answer.Busy;
        }
        catch (PostgresException e)
        {
            throw new EmbeddedPostgresException($"The PostgreSQL server in {root.Location} refuses its superuser: {e.MessageText}", e);
        }
        catch (NpgsqlException)
        {
            return Answer.None;
        }
    }

    private string? FatalLogLine()
    {
        try
        {
            using FileStream log = new(root.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Position = logStart;
            using StreamReader text = new(log);
            return text.ReadToEnd().Split('\n').LastOrDefault(line =>
                line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
