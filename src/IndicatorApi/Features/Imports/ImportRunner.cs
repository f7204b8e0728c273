using System.Collections.Concurrent;
using IndicatorApi.Access;
using IndicatorApi.Data;
using IndicatorApi.Figures;
using IndicatorApi.Files;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Imports;

/// <summary>Runs claimed imports: shows signs of life meanwhile, stops when one is cancelled, and gives it back when the program stops.</summary>
public sealed partial class ImportRunner(
    Recordings recordings, ReferenceDataCache cache, ActualEffects effects, FutureQuality quality, Standings standings, ImportJobs jobs, StorageRoom room,
    TimeProvider clock, ILogger<ImportRunner> logger)
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = [];

    /// <summary>Stops an import that runs in this process.</summary>
    public void Cancel(Guid job)
    {
        if (!_running.TryGetValue(job, out var running)) return;
        try
        {
            running.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended just now.
        }
    }

    /// <summary>Runs a job that this process has claimed, to its end or until it is taken away.</summary>
    /// <param name="job">The job.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="stopping">The program stops: the job is given back.</param>
    public async Task RunAsync(ImportJob job, Action<ImportProgress>? report, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[job.Id] = ended;
        try
        {
            if (job.Attempts > MostAttempts)
            {
                await FailAsync(job, ErrorCodes.Internal);
                return;
            }
            await WorkAsync(job, report, ended);
        }
        catch (OperationCanceledException) when (room.IsLowForImports && !stopping.IsCancellationRequested)
        {
            LogNoRoom(job.Id);
            await FailAsync(job, ErrorCodes.StorageFull);
        }
        catch (OperationCanceledException)
        {
            if (stopping.IsCancellationRequested) await jobs.ReleaseAsync(job, CancellationToken.None);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DiskFull)
        {
            logger.LogError(exception, "There is no space for import {Job}", job.Id);
            await FailAsync(job, ErrorCodes.StorageFull);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException || exception.InnerException is NpgsqlException)
        {
            // Whoever claims it next begins anew; of this attempt nothing is visible.
            logger.LogWarning(exception, "Import {Job} was interrupted and will be begun anew", job.Id);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Import {Job} failed", job.Id);
            await FailAsync(job, ErrorCodes.Internal);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
        }
    }

    private async Task WorkAsync(ImportJob job, Action<ImportProgress>? report, CancellationTokenSource ended)
    {
        var work = new ImportWork(job, recordings, cache, effects, quality, standings, jobs, clock);
        var beating = Task.WhenAll(BeatAsync(job, work, report, ended), WatchRoomAsync(ended));
        try
        {
            await using var file = TemporaryFile.Create();
            await jobs.CopyFileAsync(job.Id, file, ended.Token);
            await Task.Run(() => work.RunAsync(file, ended.Token), ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await beating;
        }
    }

    private Task FailAsync(ImportJob job, ErrorCode code)
    {
        var findings = new ImportFindings(job);
        findings.Add(code);
        return jobs.FailAsync(job, new ImportCounts(0, 0, 0, 0, 0), findings.Kept, findings.Count, CancellationToken.None);
    }

    // Long before the disk is full: what is written ahead for others must still find room.
    private async Task WatchRoomAsync(CancellationTokenSource ended)
    {
        while (!ended.IsCancellationRequested)
        {
            if (room.IsLowForImports) await ended.CancelAsync();
            await Task.WhenAny(Task.Delay(BetweenLooks, clock, ended.Token));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Job} was ended: the disk of the database is almost full")]
    private partial void LogNoRoom(Guid job);

    private async Task BeatAsync(ImportJob job, ImportWork work, Action<ImportProgress>? report, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, clock, ended.Token);
                report?.Invoke(work.Progress);
                if (!await RenewAsync(job, work.Progress, ended.Token)) await ended.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    // The row is locked while the job ends itself, and a database that does not answer is no reason to give up: the lease decides.
    private async Task<bool> RenewAsync(ImportJob job, ImportProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await jobs.RenewAsync(job, progress, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning(exception, "The lease of import {Job} could not be renewed", job.Id);
            return true;
        }
    }
}

/// <summary>Takes imports one after the other, its own server's and those of servers that died.</summary>
public sealed class ImportWorker(ImportRunner runner, ImportJobs jobs, TimeProvider clock, ILogger<ImportWorker> logger) : BackgroundWork
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Clean = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Says that a job waits, so that it need not be looked for.</summary>
    public void Wake() => _wake.Release();

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var cleaned = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await jobs.ClaimAsync(stoppingToken) is { } job) await runner.RunAsync(job, null, stoppingToken);
                if (clock.GetElapsedTime(cleaned) > Clean)
                {
                    await jobs.ForgetAsync(stoppingToken);
                    cleaned = clock.GetTimestamp();
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // An exception that leaves here would stop the whole server.
                logger.LogWarning(exception, "Imports could not be looked for; they will be soon");
            }
            await _wake.WaitAsync(Look, stoppingToken);
        }
    }
}
