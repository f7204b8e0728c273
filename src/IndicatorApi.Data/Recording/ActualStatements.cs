using Npgsql;

namespace IndicatorApi.Data;

/// <summary>
/// The statements that compare and write actuals: any number of figures in a fixed number of statements, the current rows and their revisions in
/// one transaction.
/// </summary>
/// <remarks>
/// To compare first locks the counter of each unit, so that writers of one unit follow one another, and marks the indicators as used, so that
/// nothing that the figures refer to is removed meanwhile (<see cref="UsedRows"/>): this stands in for foreign keys, which would cost most of an
/// import's time.
/// </remarks>
internal sealed class ActualStatements(NpgsqlTransaction transaction)
{
    private static readonly string[] Keys = ["organisation_unit_id", "indicator_id", "group_code", "period"];

    // What the current row and its revision share.
    private static readonly string Shared = string.Join(", ", [.. Keys, "period_start", "period_end", .. FigureColumns.Names, "row_version", "late"]);

    // And the id and reason of the revision.
    private static readonly int Count = Keys.Length + FigureColumns.Names.Length + 6;

    private static readonly string Arrays = string.Join(", ", Enumerable.Range(1, Count).Select(number => $"${number}"));

    private static readonly string Revisions = $"""
        WITH written AS (
          SELECT * FROM unnest({Arrays}) AS w ({Shared}, id, reason)
        ), revisions AS (
          INSERT INTO actual_revision ({Shared}, id, reason, deleted, recorded_at, recorded_by)
          SELECT {Shared}, id, reason, ${Count + 1}, ${Count + 2}, ${Count + 3} FROM written
        )
        """;

    private static readonly string Add = $"{Revisions} INSERT INTO actual ({Shared}, revision) SELECT {Shared}, id FROM written";

    private static readonly string Change = $"""
        {Add}
        ON CONFLICT ({string.Join(", ", Keys)}) DO UPDATE SET
          {string.Join(", ", FigureColumns.Names.Concat(["row_version", "late", "revision"]).Select(column => $"{column} = excluded.{column}"))}
        """;

    private static readonly string Remove = $"""
        {Revisions}
        DELETE FROM actual a USING written w WHERE {string.Join(" AND ", Keys.Select(key => $"a.{key} = w.{key}"))} AND a.row_version = w.row_version - 1
        """;

    // What is wanted is a small part of what its units have: with every column of the key named, the key finds that part and nothing else is read.
    private static readonly string Wanted = string.Join(" AND ", Keys.Select((key, i) => $"{key} = ANY(${i + 1 + Keys.Length})"));

    private static readonly string Stored = $"""
        SELECT k.ord::int - 1, a.row_version, a.revision, a.late, {string.Join(", ", FigureColumns.Names.Select(column => $"a.{column}"))}
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (unit, indicator, grp, period, ord)
        JOIN (SELECT * FROM actual WHERE {Wanted}) AS a
          ON a.organisation_unit_id = k.unit AND a.indicator_id = k.indicator AND a.group_code = k.grp AND a.period = k.period
        """;

    // What stands goes on from its own version.
    private static readonly string Withdrawn = $"""
        SELECT k.ord::int - 1, r.row_version
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (unit, indicator, grp, period, ord)
        JOIN (
          SELECT {string.Join(", ", Keys)}, max(row_version) AS row_version FROM actual_revision
          WHERE deleted AND {Wanted} GROUP BY {string.Join(", ", Keys)}
        ) AS r ON r.organisation_unit_id = k.unit AND r.indicator_id = k.indicator AND r.group_code = k.grp AND r.period = k.period
        """;

    private readonly NpgsqlConnection _connection = transaction.Connection!;

    /// <summary>
    /// Locks what the figures refer to and puts each beside the one that is stored. Refused when what they refer to has just been changed or removed.
    /// </summary>
    public async Task<Outcome<ComparedFigures>> CompareAsync(IReadOnlyList<WantedFigure> wanted, CancellationToken cancellationToken)
    {
        Guid[] units = [.. wanted.Select(figure => figure.Unit).Distinct()];
        Guid[] indicators = [.. wanted.Select(figure => figure.Indicator).Distinct()];
        await using var batch = new NpgsqlBatch(_connection, transaction);
        batch.BatchCommands.Add(VersionCounters.RaiseUnits(units));
        batch.BatchCommands.Add(UsedRows.Use(indicators));
        batch.BatchCommands.Add(CountOf("organisation_unit", units));
        batch.BatchCommands.Add(CountOf("indicator", indicators));
        batch.BatchCommands.Add(About(wanted, Stored));
        batch.BatchCommands.Add(About(wanted, Withdrawn));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var isMoved = await ReadNumberAsync(reader, cancellationToken) != units.Length;
        isMoved |= await ReadNumberAsync(reader, cancellationToken) != indicators.Length;
        if (isMoved) return new Refusal.Moved();
        var stored = new Actual?[wanted.Count];
        while (await reader.ReadAsync(cancellationToken)) stored[reader.GetInt32(0)] = Read(wanted[reader.GetInt32(0)], reader);
        await reader.NextResultAsync(cancellationToken);
        var withdrawn = new long[wanted.Count];
        while (await reader.ReadAsync(cancellationToken)) withdrawn[reader.GetInt32(0)] = reader.GetInt64(1);
        return new ComparedFigures(
            [.. wanted.Select((figure, place) => new ComparedFigure(figure, stored[place], stored[place]?.RowVersion ?? withdrawn[place]))]);
    }

    /// <summary>Writes figures that change something, with a revision each. Returns the revisions.</summary>
    public async Task<IReadOnlyList<ActualRevision>> WriteAsync(AllowedFigures changes, Author author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = new Ids(now);
        List<(ActualRevision Revision, string Action)> written = [.. changes.All.Select(figure => (figure.ToRevision(ids.Next(), author, now), figure.Action))];
        await WriteAsync(Add, written.FindAll(figure => figure.Action == AuditActions.Created), author, now, cancellationToken);
        await WriteAsync(Change, written.FindAll(figure => figure.Action == AuditActions.Updated), author, now, cancellationToken);
        await WriteAsync(Remove, written.FindAll(figure => figure.Revision.Deleted), author, now, cancellationToken);
        return written.ConvertAll(figure => figure.Revision);
    }

    private async Task WriteAsync(
        string statement, List<(ActualRevision Revision, string Action)> written, Author author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (written.Count == 0) return;
        var revisions = written.ConvertAll(figure => figure.Revision);
        await using var command = new NpgsqlCommand(statement, _connection, transaction);
        command.Parameters.AddArray(revisions, row => row.OrganisationUnitId);
        command.Parameters.AddArray(revisions, row => row.IndicatorId);
        command.Parameters.AddTexts(revisions, row => row.GroupCode);
        command.Parameters.AddTexts(revisions, row => row.Period);
        command.Parameters.AddArray(revisions, row => row.PeriodStart);
        command.Parameters.AddArray(revisions, row => row.PeriodEnd);
        FigureColumns.Add(command.Parameters, revisions, row => row.Figure);
        command.Parameters.AddArray(revisions, row => row.RowVersion);
        command.Parameters.AddArray(revisions, row => row.Late);
        command.Parameters.AddArray(revisions, row => row.Id);
        command.Parameters.AddTexts(revisions, row => row.Reason);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = revisions[0].Deleted });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = author.Name });
        // Worked out while PostgreSQL writes the rows.
        var entries = Task.Run(() => ActualAudit.Drafts(written), cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await AuditChain.AppendAsync(_connection, await entries, author, now, cancellationToken);
    }

    private static Actual Read(WantedFigure wanted, NpgsqlDataReader reader) => new()
    {
        OrganisationUnitId = wanted.Unit,
        IndicatorId = wanted.Indicator,
        GroupCode = wanted.Group,
        Period = wanted.Place.Period,
        PeriodStart = wanted.Period.Start,
        PeriodEnd = wanted.Period.End,
        Figure = FigureColumns.Read(reader, 4),
        Late = reader.GetBoolean(3),
        RowVersion = reader.GetInt64(1),
        Revision = reader.GetGuid(2),
    };

    private static NpgsqlBatchCommand About(IReadOnlyList<WantedFigure> wanted, string statement)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.AddArray(wanted, figure => figure.Unit);
        command.Parameters.AddArray(wanted, figure => figure.Indicator);
        command.Parameters.AddTexts(wanted, figure => figure.Group);
        command.Parameters.AddTexts(wanted, figure => figure.Place.Period);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(figure => figure.Unit).Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(figure => figure.Indicator).Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(figure => figure.Group).Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(figure => figure.Place.Period).Distinct()] });
        return command;
    }

    private static NpgsqlBatchCommand CountOf(string table, Guid[] ids)
    {
        var command = new NpgsqlBatchCommand($"SELECT count(*) FROM {table} WHERE id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        return command;
    }

    // The one number of a statement; the next statement follows.
    private static async Task<long> ReadNumberAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var number = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        return number;
    }
}
