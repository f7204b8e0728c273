using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>
/// The statements that compare, allow and write actuals: any number of figures in a fixed number of statements, the current rows, their revisions and
/// the audit entries in one transaction.
/// </summary>
/// <remarks>
/// To compare first locks the counter of each unit, so that writers of one unit follow one another, and marks the indicators as used, so that
/// nothing that the figures refer to is removed meanwhile (<see cref="UsedRows"/>): this stands in for foreign keys, which would cost most of an
/// import's time.
/// </remarks>
internal sealed class ActualStatements(NpgsqlTransaction transaction, ReferenceData reference)
{
    /// <summary>The kind of audit entries that tell of figures.</summary>
    public const string AuditKind = "actual";

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

    /// <summary>
    /// Checks the figures that change something against the limits of their indicator, the life of their unit and the closed periods; what comes after
    /// its period was once closed is late. Refused also when the dates of a term may have just changed.
    /// </summary>
    public async Task<Outcome<AllowedFigures>> AllowAsync(ComparedFigures compared, CancellationToken cancellationToken)
    {
        var figures = compared.All;
        Period[] days = [.. figures.Select(figure => reference.Calendar.Days(figure.Wanted.Unit, figure.Wanted.Period))];
        List<Obstacle> obstacles = [.. OutsideLives(figures, days), .. OutsideLimits(figures)];
        HashSet<int> late = [];
        await using var command = new NpgsqlCommand($"""
            SELECT k.ord::int - 1, c.id, c.organisation_unit_id, c.period,
                   EXISTS (SELECT 1 FROM closure_unit o WHERE o.organisation_unit_id = u.organisation_unit_id AND o.closure_id = u.closure_id AND o.reopened),
                   (SELECT version FROM reference_version WHERE id = 1)
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS k (unit, starts, ends, period, ord)
            JOIN closure_unit u ON u.organisation_unit_id = k.unit AND NOT u.reopened
            JOIN closure c ON c.id = u.closure_id
              AND ((c.period_start <= k.ends AND c.period_end >= k.starts) OR {StoredPeriods.IsTerm("c.period")} OR {StoredPeriods.IsTerm("k.period")})
            ORDER BY k.ord, c.id
            """, _connection, transaction);
        command.Parameters.AddArray(figures, figure => figure.Wanted.Unit);
        command.Parameters.AddArray(days, period => period.Start);
        command.Parameters.AddArray(days, period => period.End);
        command.Parameters.AddTexts(figures, figure => figure.Wanted.Place.Period);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = reader.GetInt32(0);
            var figure = figures[place];
            if (!figure.IsChange) continue;
            var period = Period.Parse(reader.GetString(3), null);
            if ((period.IsTerm || days[place].IsTerm) && reader.GetInt64(5) != reference.Version) return new Refusal.Moved();
            if (!IsUsedIn(reference.Calendar.Days(figure.Wanted.Unit, period), figure.Wanted, days[place])) continue;
            late.Add(place);
            if (reader.GetBoolean(4)) continue;
            if (!reference.Knows(reader.GetGuid(2))) return new Refusal.Moved();
            obstacles.Add(new HoldingClosure(place, reader.GetGuid(1), reference.Unit(reader.GetGuid(2)).Code, reader.GetString(3)));
        }
        var all = figures.Select((figure, place) => new AllowedFigure(figure, late.Contains(place)));
        if (obstacles.Count == 0) return new AllowedFigures([.. all]);
        var refused = obstacles.Select(obstacle => obstacle.Place).ToHashSet();
        return new Refusal.Obstructed(obstacles, new AllowedFigures([.. all.Where((_, place) => !refused.Contains(place))]));
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
        var entries = Task.Run(() => Drafts(written), cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await AuditChain.AppendAsync(_connection, await entries, author, now, cancellationToken);
    }

    // The audit entries of figures that are written: one of each unit and action, and one of each withdrawal. Before and after of a figure are its
    // revisions themselves, of which the digests are kept; copying them would double the write of an import.
    private static IReadOnlyList<AuditDraft> Drafts(IReadOnlyList<(ActualRevision Revision, string Action)> written) => [.. written
        .GroupBy(
            figure => (figure.Revision.OrganisationUnitId, figure.Action, Withdrawal: figure.Revision.Deleted ? figure.Revision.Id : Guid.Empty),
            figure => figure.Revision)
        .Select(group => Draft([.. group], group.Key.Action))];

    private static AuditDraft Draft(IReadOnlyList<ActualRevision> revisions, string action)
    {
        var only = revisions.Count == 1 ? revisions[0] : null;
        var unit = revisions[0].OrganisationUnitId;
        return new AuditDraft(new AuditEntry
        {
            OrganisationUnitId = unit,
            Action = action,
            Kind = AuditKind,
            Subject = only is null ? "" : only.GroupCode.Length > 0 ? $"{only.Period}?group={only.GroupCode}" : only.Period,
            AboutUnitId = unit,
            Reason = revisions.Select(revision => revision.Reason).Distinct().Count() == 1 ? revisions[0].Reason : null,
            Revisions = [.. revisions.Select(revision => revision.Id)],
            Digests = [.. revisions.Select(RowDigest.Of)],
        }, unit, only?.IndicatorId);
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

    // What stands already may be withdrawn, also where it should never have come.
    private IEnumerable<Obstacle> OutsideLives(IReadOnlyList<ComparedFigure> figures, Period[] days) =>
        from place in Enumerable.Range(0, figures.Count)
        where figures[place].IsChange && figures[place].Wanted.Figure is not null
        let unit = reference.Unit(figures[place].Wanted.Unit)
        where ReferenceData.Lived(unit, days[place]) is null
        select new OutsideLife(place, unit, reference.SuccessorsOf(unit));

    // Whether an answer for the closed time, or for a part of it, may rest on a figure of these days: a level belongs where it ends, and so does
    // what is counted up to a day; what is added or averaged belongs to the year or term that has most of its days, once that has ended.
    private bool IsUsedIn(Period closed, WantedFigure figure, Period days)
    {
        if (!closed.Overlaps(days)) return false;
        if (closed.Contains(days.End)) return true;
        var indicator = reference.Definition(figure.Indicator);
        if (indicator.OverTime == TimeCombining.Last || indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo) return false;
        var years = Enumerable.Range(days.Start.Year, days.End.Year - days.Start.Year + 1).Select(Period.Year);
        return years.Concat(reference.Calendar.TermsOf(figure.Unit)).Append(closed).Any(whole => closed.Contains(whole.End) && days.LiesMostlyIn(whole));
    }

    // A number that stands already may keep standing, with another note or status; what is only unlikely is for the quality checks.
    private IEnumerable<Obstacle> OutsideLimits(IReadOnlyList<ComparedFigure> figures)
    {
        for (var place = 0; place < figures.Count; place++)
        {
            if (figures[place] is not { IsChange: true, Wanted.Figure: { } figure } compared) continue;
            var indicator = reference.Indicator(compared.Wanted.Indicator);
            if (figure.NumberOf(indicator) is not { } number || number == compared.Stored?.Figure.NumberOf(indicator)) continue;
            var limits = ReferenceData.Define(indicator);
            var member = figure.Value is null ? "numerator" : "value";
            if (number < limits.Minimum || number > limits.Maximum) yield return new OutsideLimits(place, member, number, limits.Minimum, limits.Maximum);
            else if (figure.Value is { } value && limits.IsTooFine(value)) yield return new TooManyDecimals(place, member, value, limits.MostDecimals!.Value);
        }
    }
}
