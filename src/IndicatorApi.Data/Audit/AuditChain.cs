using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>An entry to be added, with the ids that make up its subject's address.</summary>
/// <param name="Entry">The entry, without its place in the chain and without who writes it when.</param>
/// <param name="Unit">The unit whose code begins the address; null when the entry's own subject is all of it.</param>
/// <param name="Indicator">The indicator whose code comes next.</param>
internal sealed record AuditDraft(AuditEntry Entry, Guid? Unit = null, Guid? Indicator = null);

/// <summary>Adds entries to the ends of their chains, inside the transaction of the write that they tell of.</summary>
/// <remarks>
/// The writer holds the lock of its units already; the common chain is locked here. Were a lock ever missing, the key of the table would
/// refuse the second of two writers rather than let a chain fork.
/// </remarks>
internal static class AuditChain
{
    /// <summary>What the first entry of a chain has for a previous hash.</summary>
    public static readonly byte[] Beginning = new byte[32];

    /// <summary>Adds the entries of one write, in their order.</summary>
    public static async Task AppendAsync(NpgsqlConnection connection, IReadOnlyList<AuditDraft> drafts, Author author, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (drafts.Count == 0) return;
        var ids = new Ids(now);
        if (drafts.Any(draft => draft.Entry.OrganisationUnitId == AuditEntry.CommonChain)) await LockCommonAsync(connection, cancellationToken);
        var (heads, codes) = await ReadAsync(connection, drafts, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (entry, unit, indicator) in drafts)
        {
            var head = heads.TryGetValue(entry.OrganisationUnitId, out var last) ? last : (Sequence: 0L, Hash: Beginning);
            entry.Id = ids.Next();
            entry.RecordedAt = now;
            entry.Caller = author.Name;
            entry.CallerId = author.Id;
            entry.RequestId = author.RequestId;
            string?[] address = [Code(unit), Code(indicator), entry.Subject.Length > 0 ? entry.Subject : null];
            entry.Subject = string.Join('/', address.OfType<string>());
            entry.Sequence = head.Sequence + 1;
            entry.PreviousHash = head.Hash;
            entry.Hash = entry.ComputeHash();
            heads[entry.OrganisationUnitId] = (entry.Sequence, entry.Hash);
            batch.BatchCommands.Add(Insert(entry));
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);

        string? Code(Guid? id) => id is { } row ? codes.GetValueOrDefault(row, $"{row}") : null;
    }

    /// <summary>Begins the log where there is none: what was recorded before has no entries.</summary>
    public static async Task OpenAsync(NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockCommonAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM audit_entry)", connection);
        if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!) return;
        var opened = new AuditEntry { Action = AuditActions.Opened, Kind = "log" };
        await AppendAsync(connection, [new AuditDraft(opened)], Author.OfProgram("migrate"), clock.GetUtcNow(), cancellationToken);
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
    }

    private static async Task LockCommonAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM reference_version WHERE id = 1 FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(Dictionary<Guid, (long Sequence, byte[] Hash)> Heads, Dictionary<Guid, string> Codes)> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<AuditDraft> drafts, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        void Add(string sql, params IEnumerable<Guid?>[] ids)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var some in ids) command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. some.OfType<Guid>().Distinct()] });
            batch.BatchCommands.Add(command);
        }
        // One by one: each is one row of one index, and in a cluster of one node; there are never more of them than entries to be added.
        var chains = drafts.Select(draft => draft.Entry.OrganisationUnitId).Distinct().ToList();
        foreach (var chain in chains)
        {
            var head = new NpgsqlBatchCommand("SELECT sequence, hash FROM audit_entry WHERE organisation_unit_id = $1 ORDER BY sequence DESC LIMIT 1");
            head.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = chain });
            batch.BatchCommands.Add(head);
        }
        Add("SELECT id, code FROM organisation_unit WHERE id = ANY($1) UNION ALL SELECT id, code FROM indicator WHERE id = ANY($2)",
            drafts.Select(draft => draft.Unit), drafts.Select(draft => draft.Indicator));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, (long, byte[])> heads = [];
        foreach (var chain in chains)
        {
            if (await reader.ReadAsync(cancellationToken)) heads[chain] = (reader.GetInt64(0), (byte[])reader[1]);
            await reader.NextResultAsync(cancellationToken);
        }
        Dictionary<Guid, string> codes = [];
        while (await reader.ReadAsync(cancellationToken)) codes[reader.GetGuid(0)] = reader.GetString(1);
        return (heads, codes);
    }

    private static NpgsqlBatchCommand Insert(AuditEntry entry)
    {
        var command = new NpgsqlBatchCommand("""
            INSERT INTO audit_entry (organisation_unit_id, sequence, id, recorded_at, caller, caller_id, request_id, action, kind, subject, about_unit_id,
                reason, before, after, revision_version, revisions, digests, previous_hash, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """);
        void Add(NpgsqlDbType type, object? value) => command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        void AddTexts(params string?[] texts) => Array.ForEach(texts, text => Add(NpgsqlDbType.Text, text));
        Add(NpgsqlDbType.Uuid, entry.OrganisationUnitId);
        Add(NpgsqlDbType.Bigint, entry.Sequence);
        Add(NpgsqlDbType.Uuid, entry.Id);
        Add(NpgsqlDbType.TimestampTz, entry.RecordedAt);
        AddTexts(entry.Caller, entry.CallerId, entry.RequestId, entry.Action, entry.Kind, entry.Subject);
        Add(NpgsqlDbType.Uuid, entry.AboutUnitId);
        AddTexts(entry.Reason, entry.Before, entry.After);
        Add(NpgsqlDbType.Bigint, entry.RevisionVersion);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, entry.Revisions);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Bytea, entry.Digests);
        Add(NpgsqlDbType.Bytea, entry.PreviousHash);
        Add(NpgsqlDbType.Bytea, entry.Hash);
        return command;
    }
}

/// <summary>What a write did to its subject.</summary>
public static class AuditActions
{
    /// <summary>The log itself began.</summary>
    public const string Opened = "opened";

    /// <summary>It was not there.</summary>
    public const string Created = "created";

    /// <summary>It had other content.</summary>
    public const string Updated = "updated";

    /// <summary>It was taken away.</summary>
    public const string Removed = "removed";

    /// <summary>A key was ended for ever.</summary>
    public const string Revoked = "revoked";
}
