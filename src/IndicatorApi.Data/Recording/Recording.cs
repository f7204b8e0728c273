using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Begins recordings.</summary>
public sealed class Recordings(Database database, ImportJobs jobs, WriteItems items, TimeProvider clock)
{
    /// <summary>Begins one.</summary>
    /// <param name="reference">The names and terms that the figures are read with.</param>
    /// <param name="author">Who records.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<Recording> BeginAsync(ReferenceData reference, Author author, CancellationToken cancellationToken)
    {
        var connection = await database.Write.OpenConnectionAsync(cancellationToken);
        try
        {
            return new Recording(await AnsweredBegins.BeginAsync(connection, cancellationToken), reference, author, jobs, items, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The one door through which figures are recorded: a transaction, in which wanted figures are compared, then allowed, then recorded.</summary>
/// <remarks>
/// Each step takes what the step before it returns, and nothing else makes one: what was not held against the stored figures and the closed
/// periods cannot be recorded. What is not committed here is as if it had not been.
/// </remarks>
public sealed class Recording : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly ActualStatements _statements;
    private readonly Submissions _submissions;
    private readonly Author _author;
    private readonly ImportJobs _jobs;
    private readonly TimeProvider _clock;

    internal Recording(NpgsqlTransaction transaction, ReferenceData reference, Author author, ImportJobs jobs, WriteItems items, TimeProvider clock)
    {
        (_connection, _transaction, Reference, _author, _jobs, _clock) = (transaction.Connection!, transaction, reference, author, jobs, clock);
        _statements = new ActualStatements(transaction, reference);
        _submissions = new Submissions(transaction, reference, author, items);
    }

    /// <summary>The names and terms that the figures were read with.</summary>
    public ReferenceData Reference { get; }

    /// <summary>
    /// Locks units at once and in one order, where their figures come in parts: two who share units follow one another and never wait for each other.
    /// </summary>
    public Task LockAsync(IReadOnlyCollection<Guid> units, CancellationToken cancellationToken) =>
        VersionCounters.RaiseUnitsAsync(_connection, units, cancellationToken);

    /// <summary>Locks what the figures refer to and finds out what each does.</summary>
    public async Task<Outcome<ComparedFigures>> CompareAsync(IReadOnlyList<WantedFigure> wanted, CancellationToken cancellationToken) =>
        wanted.Count == 0 ? new ComparedFigures([]) : await _statements.CompareAsync(wanted, cancellationToken);

    /// <summary>Checks the figures that change something against the limits of their indicators and the closed periods.</summary>
    public async Task<Outcome<AllowedFigures>> AllowAsync(ComparedFigures compared, CancellationToken cancellationToken) =>
        compared.All.Count == 0 ? AllowedFigures.None : await _statements.AllowAsync(compared, cancellationToken);

    /// <summary>
    /// Records what changes and commits: as figures with their revisions, or as one submission when a second person has to approve one of them.
    /// </summary>
    public async Task<Recorded> RecordAsync(AllowedFigures allowed, CancellationToken cancellationToken)
    {
        if (!allowed.All.Any(figure => figure.Compared.IsChange)) return new Recorded.Stored(Standing(allowed, []));
        var recorded = await SubmitOrWriteAsync(allowed, cancellationToken);
        await ConfirmedCommits.CommitAsync(_transaction, cancellationToken);
        return recorded;
    }

    /// <summary>Looks, writes, looks again, and takes everything back: what the figures would do.</summary>
    public async Task<Trial<T>> TryAsync<T>(
        AllowedFigures allowed, Func<NpgsqlConnection, CancellationToken, Task<T>> look, CancellationToken cancellationToken)
    {
        var before = await look(_connection, cancellationToken);
        var rows = Standing(allowed, await WriteAsync(allowed, _author, cancellationToken));
        var after = await look(_connection, cancellationToken);
        await _transaction.RollbackAsync(cancellationToken);
        return new Trial<T>(before, rows, after);
    }

    /// <summary>Writes a part of the figures of an import; they stand when it is complete.</summary>
    public Task WritePartAsync(AllowedFigures part, CancellationToken cancellationToken) => WriteAsync(part, _author, cancellationToken);

    /// <summary>
    /// Ends an import with all its figures: the parts that were written, and those that may have to wait for a second person. False when it is no
    /// longer this worker's: nothing is stored.
    /// </summary>
    public async Task<bool> CompleteAsync(ImportJob job, ImportCounts counts, AllowedFigures waiting, CancellationToken cancellationToken)
    {
        var kept = waiting.All.Count == 0 ? null : await SubmitOrWriteAsync(waiting, cancellationToken);
        var submission = kept is Recorded.Submitted submitted ? submitted.Submission : (Guid?)null;
        if (!await _jobs.SucceedAsync(job, counts, submission, _connection, cancellationToken)) return false;
        await ConfirmedCommits.CommitAsync(_transaction, cancellationToken);
        return true;
    }

    /// <summary>Ends the dry run of an import with what it would change. False when it is no longer this worker's.</summary>
    public async Task<bool> CompleteTrialAsync(ImportJob job, ImportCounts counts, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        if (!await _jobs.SucceedAsync(job, counts, null, _connection, cancellationToken)) return false;
        await ImportJobs.KeepChangesAsync(job, changes, _connection, cancellationToken);
        await ConfirmedCommits.CommitAsync(_transaction, cancellationToken);
        return true;
    }

    /// <summary>Approves a submission with its figures, in the name of both persons, and commits.</summary>
    public async Task<Outcome<SubmissionDecision>> ApproveAsync(
        Submission submission, AllowedFigures figures, string? reason, CancellationToken cancellationToken)
    {
        var decision = await _submissions.DecideAsync(submission, SubmissionState.Approved, reason, _clock.GetUtcNow(), cancellationToken);
        if (decision is null) return new Refusal.Moved();
        await WriteAsync(figures, _author with { Name = $"{submission.SubmittedBy} (approved by {_author.Name})" }, cancellationToken);
        await ConfirmedCommits.CommitAsync(_transaction, cancellationToken);
        return decision;
    }

    /// <summary>Ends a submission without recording its figures, and commits.</summary>
    public async Task<Outcome<SubmissionDecision>> EndAsync(Submission submission, SubmissionState state, string? reason, CancellationToken cancellationToken)
    {
        var decision = await _submissions.DecideAsync(submission, state, reason, _clock.GetUtcNow(), cancellationToken);
        if (decision is null) return new Refusal.Moved();
        await ConfirmedCommits.CommitAsync(_transaction, cancellationToken);
        return decision;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<Recorded> SubmitOrWriteAsync(AllowedFigures allowed, CancellationToken cancellationToken)
    {
        var changes = allowed.Changes();
        if (changes.All.Any(figure => Reference.IsReviewed(Reference.Unit(figure.Compared.Wanted.Unit))))
            return new Recorded.Submitted(await _submissions.AddAsync(changes, _clock.GetUtcNow(), cancellationToken));
        return new Recorded.Stored(Standing(allowed, await WriteAsync(changes, _author, cancellationToken)));
    }

    private Task<IReadOnlyList<ActualRevision>> WriteAsync(AllowedFigures allowed, Author author, CancellationToken cancellationToken) =>
        _statements.WriteAsync(allowed.Changes(), author, _clock.GetUtcNow(), cancellationToken);

    // The revisions are those of the changes, in the same order.
    private static IReadOnlyList<Actual> Standing(AllowedFigures allowed, IReadOnlyList<ActualRevision> revisions)
    {
        var next = 0;
        return [.. allowed.All.Select(figure => figure.Compared.IsChange ? RowOf(revisions[next++]) : figure.Compared.Stored).OfType<Actual>()];

        static Actual? RowOf(ActualRevision revision) => revision.Deleted ? null : Actual.Of(revision);
    }
}
