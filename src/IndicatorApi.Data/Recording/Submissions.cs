using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>Writes figures that are submitted as they stand on the wire, each with the version that it is based on.</summary>
public delegate string WriteItems(AllowedFigures figures, ReferenceData reference);

/// <summary>Keeps submissions and how they end, in the transaction of whoever submits or decides.</summary>
internal sealed class Submissions(NpgsqlTransaction transaction, ReferenceData reference, Author author, WriteItems write)
{
    private readonly NpgsqlConnection _connection = transaction.Connection!;

    /// <summary>
    /// Keeps a submission of changes and returns its id. The same figures by the same person, based on the same versions, are one submission while
    /// it waits: a job that sends everything each night does not pile up work for who approves.
    /// </summary>
    public async Task<Guid> AddAsync(AllowedFigures changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var submission = Of(changes, now);
        await using var command = new NpgsqlCommand("""
            WITH waiting AS (
              SELECT s.id FROM submission s
              WHERE s.items_hash = $5 AND s.submitted_by_id = $9 AND NOT EXISTS (SELECT 1 FROM submission_decision d WHERE d.submission_id = s.id)
              ORDER BY s.id LIMIT 1
            ), added AS (
              INSERT INTO submission (id, units, indicators, items, items_hash, count, submitted_at, submitted_by, submitted_by_id)
              SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE NOT EXISTS (SELECT 1 FROM waiting)
              RETURNING id
            )
            SELECT id FROM waiting UNION ALL SELECT id FROM added
            """, _connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = submission.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = submission.Units });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = submission.Indicators });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = submission.Items, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = submission.ItemsHash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = submission.Count });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = submission.SubmittedAt });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = submission.SubmittedBy });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = submission.SubmittedById });
        var id = (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (id == submission.Id) await SubmissionAudit.AppendAsync(_connection, submission, null, author, cancellationToken);
        return id;
    }

    /// <summary>Keeps how a submission ended; null when somebody was quicker.</summary>
    public async Task<SubmissionDecision?> DecideAsync(
        Submission submission, SubmissionState state, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decision = new SubmissionDecision
        {
            SubmissionId = submission.Id,
            State = state,
            Reason = reason,
            DecidedAt = now,
            DecidedBy = author.Name,
            DecidedById = author.Identity,
        };
        await VersionCounters.RaiseUnitsAsync(_connection, submission.Units, cancellationToken);
        await using var command = new NpgsqlCommand("""
            INSERT INTO submission_decision (submission_id, state, reason, decided_at, decided_by, decided_by_id) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (submission_id) DO NOTHING
            """, _connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = decision.SubmissionId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Calculation.WireNames<SubmissionState>.Of(decision.State) });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)decision.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = decision.DecidedAt });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = decision.DecidedBy });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = decision.DecidedById });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1) return null;
        await SubmissionAudit.AppendAsync(_connection, submission, decision, author, cancellationToken);
        return decision;
    }

    private Submission Of(AllowedFigures changes, DateTimeOffset now)
    {
        var items = write(changes, reference);
        return new Submission
        {
            Id = Guid.CreateVersion7(now),
            Units = [.. changes.All.Select(figure => figure.Compared.Wanted.Unit).Distinct()],
            Indicators = [.. changes.All.Select(figure => figure.Compared.Wanted.Indicator).Distinct()],
            Items = items,
            ItemsHash = SHA256.HashData(Encoding.UTF8.GetBytes(items)),
            Count = changes.All.Count,
            SubmittedAt = now,
            SubmittedBy = author.Name,
            SubmittedById = author.Identity,
        };
    }
}
