using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Http;
using Npgsql;

namespace IndicatorApi.Features.Actuals;

/// <summary>Where one figure stands: the address of an actual, resolved.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Period">The time.</param>
public sealed record ActualPlace(OrganisationUnit Unit, Indicator Indicator, Period Period)
{
    /// <summary>Reads the three parts of an address; a part that names nothing is a 404, a period that is none is a 400.</summary>
    public static (ActualPlace? Place, Problem? Problem) Find(string orgUnit, string indicator, string period, ReferenceData reference)
    {
        var errors = new Errors();
        var when = Query.Period(errors, "period", period);
        if (errors.AreFatal(out var problem)) return (null, problem);
        if (reference.Unit(orgUnit) is not { } unit) return (null, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
        if (reference.Indicator(indicator) is not { } what) return (null, Problem.Unknown(Noun.Indicator, indicator));
        return (new ActualPlace(unit, what, when!.Value), null);
    }

    /// <summary>Of the rows those of a unit, of all under one, of an indicator; a name that names nothing is a 404.</summary>
    public static (IQueryable<T> Rows, Problem? Problem) Narrow<T>(IQueryable<T> rows, string? orgUnit, string? under, string? indicator, ReferenceData reference) where T : ActualFigure
    {
        if (orgUnit is not null)
        {
            if (reference.Unit(orgUnit) is not { } unit) return (rows, Problem.Unknown(Noun.OrganisationUnit, orgUnit));
            rows = rows.Where(row => row.OrganisationUnitId == unit.Id);
        }
        if (under is not null)
        {
            if (reference.Unit(under) is not { } top) return (rows, Problem.Unknown(Noun.OrganisationUnit, under));
            var units = reference.Under(top).Select(unit => unit.Id).ToArray();
            rows = rows.Where(row => units.Contains(row.OrganisationUnitId));
        }
        if (indicator is not null)
        {
            if (reference.Indicator(indicator) is not { } what) return (rows, Problem.Unknown(Noun.Indicator, indicator));
            rows = rows.Where(row => row.IndicatorId == what.Id);
        }
        return (rows, null);
    }

    /// <summary>The write that withdraws the figure here.</summary>
    public ActualWrite ToRemoval(string? group, string? reason, ReferenceData reference)
    {
        return new ActualWrite
        {
            Figure = new Actual
            {
                OrganisationUnitId = Unit.Id,
                IndicatorId = Indicator.Id,
                GroupCode = group ?? "",
                Period = Period.ToString(),
                PeriodStart = Period.Start,
                PeriodEnd = Period.End,
            },
            Reason = reason,
            Removes = true,
        };
    }
}

/// <summary>Turns items into writes, and stores what they change; what POST, PUT, DELETE and the imports share.</summary>
public static class StoreActuals
{
    /// <summary>The writes of the items; what is wrong with them is added to the errors.</summary>
    public static List<ActualWrite> Read(IReadOnlyList<ActualItem> items, Func<int, string, string> where, ReferenceData reference, Caller caller, Errors errors)
    {
        var writes = new List<ActualWrite>(items.Count);
        for (var i = 0; i < items.Count && !errors.IsFull; i++)
        {
            var item = items[i];
            var unit = reference.Unit(item.OrgUnit);
            var indicator = reference.Indicator(item.Indicator);
            if (unit is not null) caller.Scope.Check(unit, where(i, "orgUnit"), errors);
            if (unit is null) errors.Add(where(i, "orgUnit"), ErrorCodes.UnknownReference, Noun.OrganisationUnit, item.OrgUnit);
            if (indicator is null) errors.Add(where(i, "indicator"), ErrorCodes.UnknownReference, Noun.Indicator, item.Indicator);
            if (unit is not null && indicator is not null) writes.Add(item.ToWrite(unit, indicator, item.Period, reference, errors, member => where(i, member)));
        }
        if (!errors.Any) Batches.CheckRepeated(writes, write => (write.Figure.OrganisationUnitId, write.Figure.IndicatorId, write.Figure.GroupCode, write.Figure.Period), where, errors);
        return writes;
    }

    /// <summary>Opens the transaction that a writer works in.</summary>
    public static async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> BeginAsync(Database database, CancellationToken cancellationToken)
    {
        var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        try
        {
            return (connection, await AnsweredBegins.BeginAsync(connection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stores compared writes and commits: figures with their revisions, or a submission when a second person has to approve one of them.
    /// Nothing is stored in a dry run, in a closed period, or when nothing changes.
    /// </summary>
    /// <param name="writes">The writes, after <see cref="ActualWriter.CompareAsync"/>.</param>
    /// <param name="where">Where in the request a member of a write stands.</param>
    /// <param name="reference">The names and terms that the writes were read with.</param>
    /// <param name="caller">Who writes.</param>
    /// <param name="dryRun">Whether to check only.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction of the comparison.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Why it is refused, and the submission that the figures wait in.</returns>
    public static async Task<(Problem? Refused, Guid? Submission)> CommitAsync(
        IReadOnlyList<ActualWrite> writes, Func<int, string, string> where, ReferenceData reference, Caller caller, bool dryRun,
        NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await ClosedAsync(writes, where, reference, connection, transaction, cancellationToken) is { } closed) return (closed, null);
        var changed = writes.Where(write => write.Change != ActualChange.Unchanged).ToList();
        if (dryRun || changed.Count == 0) return (null, null);
        var submission = await StoreAsync(changed, reference, caller, connection, transaction, clock, cancellationToken);
        await ConfirmedCommits.CommitAsync(transaction, cancellationToken);
        return (null, submission);
    }

    /// <summary>Stores checked changes: as figures, or as one submission, whose id is returned, when a second person has to approve one of them. The caller commits.</summary>
    public static async Task<Guid?> StoreAsync(
        IReadOnlyList<ActualWrite> changed, ReferenceData reference, Caller caller,
        NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (changed.Any(write => reference.IsReviewed(reference.Unit(write.Figure.OrganisationUnitId))))
            return await Submissions.AddAsync(connection, transaction, SubmittedItem.Submit(changed, reference, caller, clock), caller.Author, cancellationToken);
        await WriteAsync(changed, caller.Author, connection, transaction, clock, cancellationToken);
        return null;
    }

    /// <summary>The refusal to change figures of closed periods; null when none is. Marks late what comes after.</summary>
    public static async Task<Problem?> ClosedAsync(
        IReadOnlyList<ActualWrite> writes, Func<int, string, string> where, ReferenceData reference,
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (await HoldingAsync(writes, reference, connection, transaction, cancellationToken) is not { } holding) return new Problem(ErrorCodes.Conflict);
        var errors = new Errors();
        foreach (var closure in holding) errors.Add(where(closure.Write, "period"), ErrorCodes.PeriodClosed, closure.Period, reference.Unit(closure.Unit).Code, closure.Id);
        return errors.AreFatal(out var problem) ? problem : null;
    }

    /// <summary>The closures that stand in the way of compared writes, each of a unit that has a name here; null when something has just changed. Marks late what comes after.</summary>
    public static async Task<IReadOnlyList<HoldingClosure>?> HoldingAsync(
        IReadOnlyList<ActualWrite> writes, ReferenceData reference, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        await ClosedPeriods.CheckAsync(connection, transaction, writes, reference, cancellationToken) is { } holding && holding.All(closure => reference.Knows(closure.Unit)) ? holding : null;

    /// <summary>Writes checked changes with their revisions. The caller commits.</summary>
    public static async Task WriteAsync(
        IReadOnlyList<ActualWrite> writes, Author by, NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider clock, CancellationToken cancellationToken)
    {
        var writer = new ActualWriter(connection, transaction, clock);
        await writer.SaveAsync([.. writes.Where(write => !write.Removes)], by, cancellationToken);
        foreach (var write in writes.Where(write => write.Removes)) await writer.RemoveAsync(write, by, cancellationToken);
    }
}
