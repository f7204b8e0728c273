using Npgsql;

namespace IndicatorApi.Data;

/// <summary>How much of the facts is kept in memory.</summary>
/// <param name="IsEnabled">Whether any is.</param>
/// <param name="MegabytesAtMost">How much memory they may take, about; what does not fit is read from the database.</param>
/// <param name="AnswerMegabytesAtMost">How much memory whole answers may take that were made of them; 0 for none.</param>
public sealed record SnapshotSettings(bool IsEnabled = true, int MegabytesAtMost = 1024, int AnswerMegabytesAtMost = 32);

/// <summary>Keeps the present facts in memory, and follows the database: PostgreSQL stays the only truth, and answers whatever is not here.</summary>
/// <remarks>
/// Every writer raises the version of its units before it commits, so that the sum of all versions tells any two moments apart: the follower asks for the sum,
/// and only where it moved for the versions, and for the units whose versions moved. All of a step is read at one moment, and what changed
/// but was not read again is dropped: what is held is always what stood together at one moment. It only reads, so that a standby will do.
/// </remarks>
public sealed class FactSnapshot(Database database, ReferenceDataCache cache, TimeProvider clock, SnapshotSettings settings) : IDisposable
{
    /// <summary>For how long it may answer without having asked the database.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>For how long somebody waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>For how long somebody waits who asks for what was written elsewhere.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(100);

    private const int UnitsAtOnce = 64;

    private readonly SemaphoreSlim _stepping = new(1, 1);
    private readonly SharedSteps _steps = new();
    private FactColumns.Room? _room;
    private volatile HeldFacts? _held;
    private volatile int _life;
    private long _askedAt;
    private long _doubtedAt;

    /// <summary>Whether facts are kept at all.</summary>
    public bool IsEnabled => settings.IsEnabled;

    /// <summary>Whether all units are held that fit.</summary>
    public bool IsComplete => _held is { } held && (held.Count == held.Units.Length || IsFull(held));

    /// <summary>How many units are held.</summary>
    public int Units => _held?.Count ?? 0;

    /// <summary>How many units there are.</summary>
    public int All => _held?.Units.Length ?? 0;

    /// <summary>About how many bytes the facts take.</summary>
    public long Bytes => _held?.Bytes ?? 0;

    /// <summary>How long ago it was known to be what the database has; null where it may not answer.</summary>
    public TimeSpan? Age => Current is null ? null : clock.GetElapsedTime(Volatile.Read(ref _askedAt));

    /// <summary>The version of the names and the sum of the versions of all units that it answers with; null where it may not answer.</summary>
    public FactVersions? Moment => Current?.Moment;

    /// <summary>Counts how often all that was known was given up: versions are of one life, and a later one may count to the same.</summary>
    public int Life => _life;

    /// <summary>What may answer now; null while it loads, and after the database was not heard of for a while.</summary>
    internal HeldFacts? Current =>
        _held is { } held && Volatile.Read(ref _askedAt) is var asked && asked > Volatile.Read(ref _doubtedAt) && clock.GetElapsedTime(asked) < Longest
            ? held : null;

    /// <summary>Goes on to the present moment of the database and reads some of the units that are missing; whether more of them are.</summary>
    public Task<bool> StepAsync(CancellationToken cancellationToken) => StepAsync(false, cancellationToken);

    // Where somebody waits for it, no more is read than what changed.
    private async Task<bool> StepAsync(bool isAwaited, CancellationToken cancellationToken)
    {
        await _stepping.WaitAsync(cancellationToken);
        try
        {
            var started = clock.GetTimestamp();
            await using var connection = await database.Feed.OpenConnectionAsync(cancellationToken);
            var before = _held;
            var moment = await MomentAsync(connection, cancellationToken);
            var held = before;
            // Names of the same server and moment: another may be ahead of this one or behind it.
            if (held is null || held.Moment != moment)
                held = HeldFacts.At(before, await cache.OfAsync(connection, cancellationToken), moment, await VersionsAsync(connection, cancellationToken));
            var missing = IsFull(held) ? [] : held.ToRead(before, UnitsAtOnce, isAwaited);
            if (missing.Length > 0)
            {
                if (missing.Length == UnitsAtOnce) _room ??= new FactColumns.Room();
                var reader = new UnitReader(connection, missing, null, held.Reference, _room);
                await reader.ReadTargetsAsync([], _ => Task.FromResult(true), cancellationToken);
                held = held.With(await reader.ReadFiguresAsync(cancellationToken));
            }
            _held = held;
            Volatile.Write(ref _askedAt, started);
            if (IsComplete) _room = null;
            return !IsComplete;
        }
        catch (Exception exception)
        {
            // A database that died may have lost what it had said, and count to the same versions again: nothing of before is trusted.
            if (!IsLate(exception)) (_held, _life) = (null, _life + 1);
            // Nobody gets a connection again on which a prepared statement failed.
            database.Feed.Clear();
            throw;
        }
        finally
        {
            _stepping.Release();
        }
    }

    /// <summary>
    /// Takes in what was committed before the call, so that whoever wrote it finds it; returns what to ask other instances for, null where that cannot be had.
    /// </summary>
    public async Task<FactVersions?> AfterWriteAsync()
    {
        var hasCaughtUp = await HasCaughtUpAsync(CancellationToken.None);
        if (hasCaughtUp && database.IsOne) return Moment;
        try
        {
            await using var connection = await database.Reads.Primary.Source.OpenConnectionAsync();
            var written = await FactVersions.ReadAsync(connection, null, Lineage.Empty, CancellationToken.None);
            if (hasCaughtUp) await HasAsync(written, CancellationToken.None);
            return written;
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Whether it answers with what was written by then, for which it takes a moment.</summary>
    public async Task<bool> HasAsync(FactVersions written, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (settings.IsEnabled)
        {
            if (Moment is { } moment && moment.Reference >= written.Reference && moment.Units >= written.Units) return true;
            if (clock.GetElapsedTime(started) > Lag) return false;
            if (!await HasCaughtUpAsync(cancellationToken)) return false;
            // A standby may not have it yet.
            if (!database.IsOne) await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancellationToken);
        }
        return false;
    }

    // Where what was committed before the call cannot be had soon, the database answers until it can.
    private async Task<bool> HasCaughtUpAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled) return false;
        if (_held is null)
        {
            // A step that is under way may have begun before what was just written.
            Volatile.Write(ref _doubtedAt, clock.GetTimestamp());
            return false;
        }
        try
        {
            await _steps.AfterNow(AwaitedStepAsync).WaitAsync(Patience, clock, cancellationToken);
            return true;
        }
        // Whatever it was: what was written stands, and nobody who wrote it may go without an answer. The next step says in the log what is wrong.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A step that began before this moment may lack what was written.
            Volatile.Write(ref _doubtedAt, clock.GetTimestamp());
            return false;
        }
    }

    public void Dispose() => _stepping.Dispose();

    private async Task AwaitedStepAsync()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        await StepAsync(true, patience.Token);
    }

    private static bool IsLate(Exception exception) => exception is OperationCanceledException or TimeoutException
        or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };

    private bool IsFull(HeldFacts held) => held.Bytes >= settings.MegabytesAtMost * 1024L * 1024L;

    // Begins the transaction that keeps the moment; it ends with the use of the connection.
    private static async Task<FactVersions> MomentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 3 };
        batch.BatchCommands.Add(UnitReader.Begin);
        batch.BatchCommands.Add(UnitStatements.Versions(null, Lineage.Empty));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await FactVersions.ReadAsync(reader, cancellationToken);
    }

    private static async Task<Dictionary<Guid, long>> VersionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<Guid, long> versions = [];
        await using var command = new NpgsqlCommand("SELECT organisation_unit_id, version FROM unit_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) versions[reader.GetGuid(0)] = reader.GetInt64(1);
        return versions;
    }
}
