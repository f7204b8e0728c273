using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>An answer that was given once and is given again.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Location">Where the new thing is.</param>
/// <param name="EntityTag">The ETag.</param>
/// <param name="Body">The body.</param>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? EntityTag, byte[] Body);

/// <summary>Reserves, completes and finds requests with an <c>Idempotency-Key</c>, one statement each.</summary>
public sealed class IdempotentRequests(Database database, TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>After this a reservation without an answer is that of a server that died: longer than any request may run.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Reserves the request for this attempt; false when it is reserved or answered already.</summary>
    public async Task<bool> ReserveAsync(byte[] id, byte[] requestHash, Guid attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.Write.CreateCommand("""
            INSERT INTO idempotent_request AS r (id, request_hash, attempt, reserved_at, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET request_hash = excluded.request_hash, attempt = excluded.attempt, reserved_at = excluded.reserved_at,
                expires_at = excluded.expires_at, status = NULL, content_type = NULL, location = NULL, entity_tag = NULL, body = NULL
            WHERE r.expires_at <= $4 OR (r.status IS NULL AND r.reserved_at <= $6 AND r.request_hash = excluded.request_hash)
            """);
        Add(command, id, requestHash, attempt, now, now + Kept, now - Lease);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>What is known under the id: the request, and its answer when there is one. Null when it was given up meanwhile.</summary>
    public async Task<(byte[] RequestHash, KeptAnswer? Answer)?> FindAsync(byte[] id, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand(
            "SELECT request_hash, status, content_type, location, entity_tag, body FROM idempotent_request WHERE id = $1");
        Add(command, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        return ((byte[])reader[0], reader.IsDBNull(1) ? null : new KeptAnswer(reader.GetInt32(1), Text(2), Text(3), Text(4), (byte[])reader[5]));
    }

    /// <summary>Keeps the answer of the attempt, unless another has taken its place.</summary>
    public async Task CompleteAsync(byte[] id, Guid attempt, KeptAnswer answer, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand("""
            UPDATE idempotent_request SET status = $3, content_type = $4, location = $5, entity_tag = $6, body = $7 WHERE id = $1 AND attempt = $2
            """);
        Add(command, id, attempt, answer.Status);
        foreach (var text in (string?[])[answer.ContentType, answer.Location, answer.EntityTag])
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        Add(command, answer.Body);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the reservation back after a request that stored nothing.</summary>
    public async Task ReleaseAsync(byte[] id, Guid attempt, CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand("DELETE FROM idempotent_request WHERE id = $1 AND attempt = $2 AND status IS NULL");
        Add(command, id, attempt);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets what has expired.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Write.CreateCommand("DELETE FROM idempotent_request WHERE expires_at <= $1");
        Add(command, clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
    }
}
