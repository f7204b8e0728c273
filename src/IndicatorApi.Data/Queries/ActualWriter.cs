using System.Text.Json.Serialization;
using IndicatorApi.Calculation;
using Npgsql;
using NpgsqlTypes;

namespace IndicatorApi.Data;

/// <summary>What a write does to one figure.</summary>
public enum ActualChange
{
    /// <summary>It was not there.</summary>
    [JsonStringEnumMemberName("created")] Created,
    /// <summary>It had other content.</summary>
    [JsonStringEnumMemberName("updated")] Updated,
    /// <summary>It was there with the same content.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,
}

/// <summary>One figure to write, and after <see cref="ActualWriter.CompareAsync"/> what that does.</summary>
public sealed record ActualWrite
{
    /// <summary>The figure wanted; its row version is set by the comparison.</summary>
    public required Actual Figure { get; init; }

    /// <summary>Why it is changed, if that was said.</summary>
    public string? Reason { get; init; }

    /// <summary>What the write does.</summary>
    public ActualChange Change { get; set; }

    /// <summary>The figure that is stored now, where the write replaces it.</summary>
    public Actual? Replaced { get; set; }

    /// <summary>The version that is stored now; null when there is no figure.</summary>
    public long? StoredVersion { get; set; }

    /// <summary>Whether it was held against the closed periods, by <see cref="ClosedPeriods.CheckAsync"/>: nothing is written without.</summary>
    public bool IsChecked { get; set; }

    /// <summary>Whether the figure is to be withdrawn, and not replaced.</summary>
    public bool Removes { get; init; }
}

/// <summary>
/// The one writer of actuals: any number in a fixed number of statements, the current rows and their revisions in one transaction.
/// </summary>
/// <remarks>
/// The transaction first locks the counter of each unit, so that writers of one unit follow one another, and what the figures refer to,
/// so that none of it is removed meanwhile: this stands in for foreign keys, which would cost most of an import's time.
/// </remarks>
public sealed class ActualWriter(NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider clock)
{
    /// <summary>Locks what the figures refer to and finds out what each write does. Returns false when what they refer to has just been changed or removed.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<bool> CompareAsync(IReadOnlyList<ActualWrite> writes, CancellationToken cancellationToken)
    {
        await VersionCounters.RaiseUnitsAsync(connection, writes.Select(write => write.Figure.OrganisationUnitId), cancellationToken);
        if (!await LockAsync("organisation_unit", writes.Select(write => write.Figure.OrganisationUnitId), cancellationToken)) return false;
        if (!await LockAsync("indicator", writes.Select(write => write.Figure.IndicatorId), cancellationToken)) return false;

        await using var command = new NpgsqlCommand("""
            SELECT k.ord::int - 1,
                   a.row_version, a.value, a.numerator, a.denominator, a.level, a.bound, a.status, a.source, a.note,
                   CASE WHEN a.row_version IS NULL THEN
                     (SELECT max(r.row_version) FROM actual_revision r
                      WHERE r.organisation_unit_id = k.unit AND r.indicator_id = k.indicator AND r.group_code = k.grp AND r.period = k.period)
                   END,
                   a.revision, a.late
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (unit, indicator, grp, period, ord)
            LEFT JOIN actual a ON a.organisation_unit_id = k.unit AND a.indicator_id = k.indicator AND a.group_code = k.grp AND a.period = k.period
            """, connection, transaction);
        AddKeys(command, writes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var write = writes[reader.GetInt32(0)];
            var wanted = write.Figure;
            if (reader.IsDBNull(1))
            {
                write.Change = ActualChange.Created;
                // A figure that was removed goes on counting where it stopped, so that no ETag ever means two contents.
                wanted.RowVersion = (reader.IsDBNull(10) ? 0 : reader.GetInt64(10)) + 1;
                continue;
            }
            write.StoredVersion = reader.GetInt64(1);
            var same = Decimal(reader, 2) == wanted.Value && Decimal(reader, 3) == wanted.Numerator && Decimal(reader, 4) == wanted.Denominator
                && Text(reader, 5) == wanted.Level && Text(reader, 6) == Name(wanted.Bound) && reader.GetString(7) == WireNames<ActualStatus>.Of(wanted.Status)
                && Text(reader, 8) == wanted.Source && Text(reader, 9) == wanted.Note;
            same &= !write.Removes;
            write.Change = same ? ActualChange.Unchanged : ActualChange.Updated;
            wanted.Late = same && reader.GetBoolean(12);
            wanted.RowVersion = write.StoredVersion.Value + (same ? 0 : 1);
            wanted.Revision = reader.GetGuid(11);
            if (!same) write.Replaced = Stored(reader, wanted);
        }
        return true;
    }

    /// <summary>Writes what changes, with a revision each. The caller commits.</summary>
    public async Task SaveAsync(IReadOnlyList<ActualWrite> writes, Author author, CancellationToken cancellationToken)
    {
        var changed = writes.Where(write => write.Change != ActualChange.Unchanged).ToList();
        if (changed.Count == 0) return;
        if (changed.Any(write => !write.IsChecked || write.Removes)) throw new InvalidOperationException("A figure is written that nobody held against the closed periods, or that is to be withdrawn.");
        var now = clock.GetUtcNow();
        var ids = new Ids(now);
        foreach (var write in changed) write.Figure.Revision = ids.Next();
        await using var command = new NpgsqlCommand("""
            WITH written AS (
              SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                AS w (unit, indicator, grp, period, period_start, period_end, value, numerator, denominator, level, bound, status, source, note, row_version, revision, reason, late)
            ), revisions AS (
              INSERT INTO actual_revision (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, numerator, denominator,
                level, bound, status, source, note, row_version, id, reason, late, deleted, recorded_at, recorded_by)
              SELECT unit, indicator, grp, period, period_start, period_end, value, numerator, denominator, level, bound, status, source, note, row_version, revision, reason, late, false, $19, $20
              FROM written
            )
            INSERT INTO actual (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, numerator, denominator,
                level, bound, status, source, note, row_version, revision, late)
            SELECT unit, indicator, grp, period, period_start, period_end, value, numerator, denominator, level, bound, status, source, note, row_version, revision, late
            FROM written
            ON CONFLICT (organisation_unit_id, indicator_id, group_code, period) DO UPDATE SET
                value = excluded.value, numerator = excluded.numerator, denominator = excluded.denominator, level = excluded.level, bound = excluded.bound,
                status = excluded.status, source = excluded.source, note = excluded.note, row_version = excluded.row_version, revision = excluded.revision, late = excluded.late
            """, connection, transaction);
        AddKeys(command, changed);
        Add(command, changed, write => write.Figure.PeriodStart);
        Add(command, changed, write => write.Figure.PeriodEnd);
        Add(command, changed, write => write.Figure.Value);
        Add(command, changed, write => write.Figure.Numerator);
        Add(command, changed, write => write.Figure.Denominator);
        AddText(command, changed, write => write.Figure.Level);
        AddText(command, changed, write => Name(write.Figure.Bound));
        AddText(command, changed, write => WireNames<ActualStatus>.Of(write.Figure.Status));
        AddText(command, changed, write => write.Figure.Source);
        AddText(command, changed, write => write.Figure.Note);
        Add(command, changed, write => write.Figure.RowVersion);
        Add(command, changed, write => write.Figure.Revision);
        AddText(command, changed, write => write.Reason);
        Add(command, changed, write => write.Figure.Late);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = author.Name });
        // Worked out while PostgreSQL writes the rows.
        var entries = Task.Run(() => ActualAudit.Drafts(changed, author, now), cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await AuditChain.AppendAsync(connection, await entries, author, now, cancellationToken);
    }

    /// <summary>Removes a figure and records that it was removed. The caller has compared the versions and commits.</summary>
    public async Task RemoveAsync(ActualWrite write, Author author, CancellationToken cancellationToken)
    {
        if (!write.IsChecked) throw new InvalidOperationException("A figure is withdrawn that nobody held against the closed periods.");
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var command = new NpgsqlCommand("""
            WITH removed AS (
              DELETE FROM actual WHERE organisation_unit_id = $1 AND indicator_id = $2 AND group_code = $3 AND period = $4 AND row_version = $5
              RETURNING *
            )
            INSERT INTO actual_revision (organisation_unit_id, indicator_id, group_code, period, period_start, period_end, value, numerator, denominator,
                level, bound, status, source, note, row_version, id, reason, late, deleted, recorded_at, recorded_by)
            SELECT organisation_unit_id, indicator_id, group_code, period, $11, $12, value, numerator, denominator,
                level, bound, status, source, note, row_version + 1, $6, $7, $8, true, $9, $10
            FROM removed
            """, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = write.Figure.OrganisationUnitId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = write.Figure.IndicatorId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = write.Figure.GroupCode });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = write.Figure.Period });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = write.StoredVersion!.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)write.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = write.Figure.Late });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = author.Name });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = write.Figure.PeriodStart });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = write.Figure.PeriodEnd });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
            await ActualAudit.AppendRemovalAsync(connection, write, id, author, now, cancellationToken);
    }

    private static Actual Stored(NpgsqlDataReader reader, Actual place) => new()
    {
        OrganisationUnitId = place.OrganisationUnitId,
        IndicatorId = place.IndicatorId,
        GroupCode = place.GroupCode,
        Period = place.Period,
        PeriodStart = place.PeriodStart,
        PeriodEnd = place.PeriodEnd,
        Value = Decimal(reader, 2),
        Numerator = Decimal(reader, 3),
        Denominator = Decimal(reader, 4),
        Level = Text(reader, 5),
        Bound = Text(reader, 6) is { } bound ? WireNames<Bound>.Parse(bound) : null,
        Status = WireNames<ActualStatus>.Parse(reader.GetString(7)),
        Source = Text(reader, 8),
        Note = Text(reader, 9),
        RowVersion = reader.GetInt64(1),
        Revision = reader.GetGuid(11),
        Late = reader.GetBoolean(12),
    };

    private async Task<bool> LockAsync(string table, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        Guid[] distinct = [.. ids.Distinct()];
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE id = ANY($1) ORDER BY id FOR KEY SHARE) AS locked", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = distinct });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == distinct.Length;
    }

    private static void AddKeys(NpgsqlCommand command, IReadOnlyList<ActualWrite> writes)
    {
        Add(command, writes, write => write.Figure.OrganisationUnitId);
        Add(command, writes, write => write.Figure.IndicatorId);
        AddText(command, writes, write => write.Figure.GroupCode);
        AddText(command, writes, write => write.Figure.Period);
    }

    private static void Add<T>(NpgsqlCommand command, IReadOnlyList<ActualWrite> writes, Func<ActualWrite, T> column) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. writes.Select(column)] });

    private static void AddText(NpgsqlCommand command, IReadOnlyList<ActualWrite> writes, Func<ActualWrite, string?> column) =>
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. writes.Select(column)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    private static decimal? Decimal(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string? Name(Bound? bound) => bound is { } value ? WireNames<Bound>.Of(value) : null;
}
