using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>How far a worker is with an import.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Total">Rows of the file; 0 while that is not known.</param>
/// <param name="Done">Rows that the phase is through with.</param>
public sealed record ImportProgress(ImportPhase Phase, int Total, int Done);

/// <summary>What an import counted.</summary>
public sealed record ImportCounts(int Total, int Created, int Updated, int Unchanged, int Blank);

/// <summary>Keeps imports: submits, claims under a lease, renews, and ends them, each in one statement that only the holder of the lease can win.</summary>
public sealed class ImportJobs(Database database, IDbContextFactory<IndicatorDbContext> contexts, TimeProvider clock)
{
    /// <summary>After this without a sign of life the worker is dead, and another begins anew.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How long an import is kept after its end, with its file.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Most errors of one import that are kept; all are counted.</summary>
    public const int MostErrors = 1_000;

    private const int ChunkBytes = 1 << 20;

    /// <summary>Stores the job and its file, together.</summary>
    public async Task SubmitAsync(ImportJob job, Stream file, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.ImportJobs.Add(job);
        await context.SaveChangesAsync(cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var buffer = new byte[ChunkBytes];
        for (var number = 0; ; number++)
        {
            var read = await file.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            if (read == 0) break;
            await using var command = new NpgsqlCommand("INSERT INTO import_chunk (import_id, number, content) VALUES ($1, $2, $3)", connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            command.Parameters.Add(new NpgsqlParameter<ArraySegment<byte>>
            {
                TypedValue = new ArraySegment<byte>(buffer, 0, read),
                NpgsqlDbType = NpgsqlDbType.Bytea
            });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes the file of a job to a stream.</summary>
    public async Task CopyFileAsync(Guid job, Stream target, CancellationToken cancellationToken)
    {
        await using var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        for (var number = 0; ; number++)
        {
            await using var command = new NpgsqlCommand("SELECT content FROM import_chunk WHERE import_id = $1 AND number = $2", connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            if (await command.ExecuteScalarAsync(cancellationToken) is not byte[] content) break;
            await target.WriteAsync(content, cancellationToken);
        }
    }

    /// <summary>The job of an id, or null.</summary>
    public async Task<ImportJob?> FindAsync(Guid job, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ImportJobs.AsNoTracking().FirstOrDefaultAsync(row => row.Id == job, cancellationToken);
    }

    /// <summary>Takes the next job that waits, or whose worker is dead; null when there is none.</summary>
    public async Task<ImportJob?> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.Write.CreateCommand("""
            UPDATE import_job SET state = 'running', phase = 'reading', attempt = $1, attempts = attempts + 1, lease_until = $2, started_at = $3,
              total = 0, done = 0
            WHERE id = (
              SELECT id FROM import_job WHERE state = 'queued' OR (state = 'running' AND lease_until < $3)
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """);
        Add(command, Guid.CreateVersion7(now), now + Lease, now);
        return await command.ExecuteScalarAsync(cancellationToken) is Guid id ? await FindAsync(id, cancellationToken) : null;
    }

    /// <summary>Shows a sign of life; false when the job is no longer this worker's: cancelled, or given to another.</summary>
    public async Task<bool> RenewAsync(ImportJob job, ImportProgress progress, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand(
            "UPDATE import_job SET lease_until = $3, phase = $4, total = $5, done = $6 WHERE id = $1 AND attempt = $2 AND state = 'running'");
        Add(command, job.Id, job.Attempt!.Value, clock.GetUtcNow() + Lease, Calculation.WireNames<ImportPhase>.Of(progress.Phase), progress.Total,
            progress.Done);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Ends the job well, in the transaction of its figures or of its changes; false when it is no longer this worker's, or its sender's key is
    /// worth nothing any more, and nothing may be committed.</summary>
    public async Task<bool> SucceedAsync(ImportJob job, ImportCounts counts, Guid? submission, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (job.CallerUntil <= clock.GetUtcNow() || !await HoldKeyAsync(job, connection, cancellationToken)) return false;
        await using var command = new NpgsqlCommand("""
            UPDATE import_job SET state = 'succeeded', finished_at = $3, lease_until = NULL, total = $4, done = $4, created = $5, updated = $6,
              unchanged = $7, blank = $8, submission_id = $9, notices = $10
            WHERE id = $1 AND attempt = $2 AND state = 'running'
            """, connection);
        Add(command, job.Id, job.Attempt!.Value, clock.GetUtcNow(), counts.Total, counts.Created, counts.Updated, counts.Unchanged, counts.Blank);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)submission ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)job.Notices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Json });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1) return false;
        if (job is { DryRun: false, OrgUnit: not null, Columns: not null }) await KeepHeadersAsync(job, connection, cancellationToken);
        return true;
    }

    /// <summary>What headers mean in the files of a unit, as its people said before.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> HeadersAsync(Guid unit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ImportHeaders.AsNoTracking().Where(header => header.OrganisationUnitId == unit)
            .ToDictionaryAsync(header => header.Header, header => header.Meaning, StringComparer.Ordinal, cancellationToken);
    }

    // What the sender said holds for the next file of the unit too.
    private static async Task KeepHeadersAsync(ImportJob job, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO import_header (organisation_unit_id, header, meaning)
            SELECT u.id, h.key, h.value FROM organisation_unit u, json_each_text($2) h WHERE u.code = $1
            ON CONFLICT (organisation_unit_id, header) DO UPDATE SET meaning = excluded.meaning
            """, connection);
        Add(command, job.OrgUnit!);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Columns!, NpgsqlDbType = NpgsqlDbType.Json });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Who revokes the key meanwhile waits until this is committed: once it is revoked, nothing more is stored in its name.
    private async Task<bool> HoldKeyAsync(ImportJob job, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!Author.IsKey(job.CallerId)) return true;
        await using var command = new NpgsqlCommand("""
            SELECT 1 FROM api_key WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) AND role <> 'reader' FOR SHARE
            """, connection);
        Add(command, Author.KeyOf(job.CallerId)!.Value, clock.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Ends the job with its errors; does nothing when it is no longer this worker's.</summary>
    public async Task FailAsync(ImportJob job, ImportCounts counts, IReadOnlyList<ImportError> errors, int errorCount, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var mine = await context.ImportJobs.Where(row => row.Id == job.Id && row.Attempt == job.Attempt && row.State == ImportState.Running)
            .ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, ImportState.Failed).SetProperty(row => row.FinishedAt, now).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
            .SetProperty(row => row.Total, counts.Total).SetProperty(row => row.Done, counts.Total).SetProperty(row => row.Blank, counts.Blank)
                .SetProperty(row => row.ErrorCount, errorCount).SetProperty(row => row.Notices, job.Notices), cancellationToken);
        if (mine == 0) return;
        context.ImportErrors.AddRange(errors);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Keeps the changes of a dry run, in the caller's transaction.</summary>
    public static async Task KeepChangesAsync(ImportJob job, IReadOnlyList<string> changes, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO import_change (import_id, number, content) SELECT $1, c.ord::int - 1, "
            + "c.content::json FROM unnest($2) WITH ORDINALITY AS c (content, ord)", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. changes] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the job back, so that it is begun anew; a server that stops does so.</summary>
    public async Task ReleaseAsync(ImportJob job, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand(
            "UPDATE import_job SET state = 'queued', lease_until = NULL WHERE id = $1 AND attempt = $2 AND state = 'running'");
        Add(command, job.Id, job.Attempt!.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Cancels a job that has not ended; false when it has.</summary>
    public async Task<bool> CancelAsync(Guid job, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand(
            "UPDATE import_job SET state = 'cancelled', finished_at = $2, lease_until = NULL WHERE id = $1 AND state IN ('queued', 'running')");
        Add(command, job, clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Removes the jobs that ended long ago, with all that hangs on them.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand("DELETE FROM import_job WHERE finished_at < $1");
        Add(command, clock.GetUtcNow() - Kept);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
    }
}
