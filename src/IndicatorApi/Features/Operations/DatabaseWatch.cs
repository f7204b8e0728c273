using System.Collections.Concurrent;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Operations;

/// <summary>
/// Ends requests that wait in vain. Once one has run for half a second the database is asked whether it is there; if it stays silent, those
/// that wait for it get 503 within seconds. A slow answer of a database that is there may take as long as a request may.
/// </summary>
/// <remarks>A dead link says nothing, so that only time tells; but a limit on every statement would also end the slow ones.</remarks>
public sealed partial class DatabaseWatch(Database database, Settings settings, TimeProvider clock, ILogger<DatabaseWatch> logger) : BackgroundWork
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Unremarkable = TimeSpan.FromMilliseconds(500);
    private readonly TimeSpan _silence = TimeSpan.FromSeconds(settings.Limits.DatabaseSeconds);
    private readonly TimeSpan _longest = TimeSpan.FromSeconds(settings.Limits.RequestSeconds);
    private readonly ConcurrentDictionary<RunningRequest, bool> _running = new();
    private long? _silentSince;
    private bool _isKnownSilent;

    /// <summary>Takes note of a request until it is disposed of.</summary>
    public RunningRequest Begin(CancellationToken caller)
    {
        var request = new RunningRequest(clock.GetTimestamp(), over => _running.TryRemove(over, out _), caller);
        _running[request] = true;
        return request;
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var asking = Task.CompletedTask;
        using var timer = new PeriodicTimer(Step, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (asking.IsCompleted && (_silentSince is not null || _running.Keys.Any(request => Age(request) > Unremarkable))) asking = AskAsync(stoppingToken);
            EndThoseInVain();
        }
    }

    private TimeSpan Age(RunningRequest request) => clock.GetElapsedTime(request.StartedAt);

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        _silentSince ??= clock.GetTimestamp();
        try
        {
            await using var command = database.Watch.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            _silentSince = null;
        }
        catch (PostgresException)
        {
            // A refusal is an answer.
            _silentSince = null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // Asked again at the next step; silent since the first time.
        }
    }

    private void EndThoseInVain()
    {
        var isSilent = _silentSince is { } since && clock.GetElapsedTime(since) >= _silence;
        if (isSilent && !_isKnownSilent)
        {
            LogSilent(logger, settings.Limits.DatabaseSeconds);
            database.DropIdle();
        }
        _isKnownSilent = isSilent;
        foreach (var request in _running.Keys.Where(request => !request.HasAnswered))
        {
            if (Age(request) >= _silence && (request.Server?.IsSilent ?? isSilent)) request.End(new Problem(ErrorCodes.DatabaseUnavailable));
            else if (Age(request) >= _longest) request.End(new Problem(ErrorCodes.Timeout));
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The database has been silent for {Seconds} s; requests that wait for it are answered 503 until it speaks")]
    private static partial void LogSilent(ILogger logger, int seconds);
}

/// <summary>A request that runs, and a way to end it.</summary>
public sealed class RunningRequest : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly Action<RunningRequest> _over;
    private readonly Lock _lock = new();
    private bool _isOver;

    /// <summary>A request that also ends when the caller goes.</summary>
    public RunningRequest(long startedAt, Action<RunningRequest> over, CancellationToken caller)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _over = over;
        StartedAt = startedAt;
    }

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long StartedAt { get; }

    /// <summary>Whether its answer has begun: a stream may take its time.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>The server that it reads from, where that is watched by itself; null for the primary.</summary>
    public ReadServer? Server { get; set; }

    /// <summary>Why it was ended; null unless it was.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Cancelled when it is ended.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Ends it with this answer.</summary>
    public void End(Problem problem)
    {
        lock (_lock)
        {
            if (_isOver || Problem is not null) return;
            Problem = problem;
            // Elsewhere: to cancel a statement the driver sends a message of its own, and waits.
            _ = _end.CancelAsync();
        }
    }

    public void Dispose()
    {
        _over(this);
        lock (_lock)
        {
            _isOver = true;
            if (Problem is null) _end.Dispose();
        }
    }
}
