using System.Runtime.CompilerServices;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Names, facts, weights and versions of one moment: whatever is written while it is read, all of it fits together.</summary>
/// <remarks>
/// One round trip of statements sees one moment of the database (see <see cref="Database"/>); where more than one may be needed, a transaction
/// keeps it. Units are read in chunks, so that memory is bounded and the first answer is early; the next chunk is read while this one is judged.
/// </remarks>
public sealed class FactReading : IAsyncDisposable
{
    /// <summary>Targets to read at once, roughly.</summary>
    private const int TargetsAtOnce = 12_000;

    private readonly KnownTargets _known;
    private readonly NpgsqlConnection _connection;
    private readonly bool _isOwn;
    private readonly Guid[][] _chunks;
    private readonly List<BenchmarkValue> _benchmarks = [];
    private readonly List<ScoreboardClaim> _scoreboards = [];
    private IReadOnlyList<TargetFacts> _first = [];
    private bool _isDisposed;

    internal FactReading(KnownTargets known, NpgsqlConnection connection, bool isOwn, FactQuestion question, ReferenceData reference)
    {
        (_known, _connection, _isOwn, Question, Reference) = (known, connection, isOwn, question, reference);
        var units = (question.Units ?? [.. reference.Units.Select(unit => unit.Id)])
            .Where(unit => question.AfterUnit is null || unit.CompareTo(question.AfterUnit.Value) > 0).Order().ToArray();
        _chunks = [.. Chunks(units, question.Indicator is null ? Math.Clamp(reference.Indicators.Count(), 1, 60) : 1, question.RowsWanted)];
    }

    /// <summary>What is asked.</summary>
    public FactQuestion Question { get; }

    /// <summary>Names and definitions.</summary>
    public ReferenceData Reference { get; }

    /// <summary>What the answer depends on.</summary>
    public FactVersions Versions { get; private set; }

    /// <summary>Values of wider units to compare with, in order of time; only with every observation of one indicator.</summary>
    public IReadOnlyList<BenchmarkValue> Benchmarks => _benchmarks;

    /// <summary>Printed counts of whole scoreboards, up to the end of the period; those of the units read so far.</summary>
    public IReadOnlyList<ScoreboardClaim> Scoreboards => _scoreboards;

    /// <summary>Targets with their facts: units in order of id, within a unit in order of resolution and position.</summary>
    public async IAsyncEnumerable<TargetFacts> TargetsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<TargetFacts>>? ahead = null;
        try
        {
            for (var i = 0; i < _chunks.Length; i++)
            {
                var targets = i == 0 ? _first : await (ahead ?? ReadAsync(i, cancellationToken));
                // A page mostly ends in the first chunk: reading on meanwhile would be for nothing.
                ahead = Question.RowsWanted is null && i + 1 < _chunks.Length ? ReadAsync(i + 1, cancellationToken) : null;
                if (i + 1 == _chunks.Length) await DisposeAsync();
                foreach (var target in targets) yield return target;
            }
        }
        finally
        {
            // A reader that stops early leaves no statement running on a connection that goes back to the pool.
            if (ahead is { IsCompleted: false })
                await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        // The driver ends the transaction with the use of the connection.
        if (_isOwn) await _connection.DisposeAsync();
    }

    /// <summary>Reads the versions and the first chunk; false when the names are older than these facts: it has to begin again with newer ones.</summary>
    internal async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        List<NpgsqlBatchCommand> before = [];
        var isOneTrip = _chunks.Length <= 1 && !Question.Weights && _chunks is not [{ Length: > ChunkReader.FewUnits }];
        if (_isOwn && !isOneTrip) before.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
        before.Add(FactStatements.Versions(Question));
        if (_chunks.Length == 0)
        {
            Versions = await FactVersions.ReadAsync(_connection, Question, cancellationToken);
            return Question.AsOf is not null || Versions.Reference <= Reference.Version;
        }
        var reader = Reader(0);
        var targets = await RunAsync(() => reader.ReadAsync(before, cancellationToken));
        Versions = reader.Versions!.Value;
        Keep(reader);
        if (_chunks.Length == 1) await DisposeAsync();
        if (targets is not null) _first = targets;
        return targets is not null;
    }

    private async Task<IReadOnlyList<TargetFacts>> ReadAsync(int chunk, CancellationToken cancellationToken)
    {
        var reader = Reader(chunk);
        var targets = await RunAsync(() => reader.ReadAsync([], cancellationToken)) ?? throw new InvalidOperationException("A transaction has seen two moments.");
        Keep(reader);
        return targets;
    }

    private void Keep(ChunkReader reader)
    {
        _benchmarks.AddRange(reader.Benchmarks);
        _scoreboards.AddRange(reader.Scoreboards);
    }

    private Task<T> RunAsync<T>(Func<Task<T>> work) => _isOwn ? PreparedStatements.RunAsync(_connection, work) : work();

    // Where one chunk is all units, naming each of them would only slow the database down.
    private ChunkReader Reader(int chunk) =>
        new(_connection, _known, Question, Reference, _chunks[chunk], Question.Units is null && Question.AfterUnit is null && _chunks.Length == 1);

    // For a page as many units as may fill it, then twice as many each time: a filter may leave little of each.
    private static IEnumerable<Guid[]> Chunks(Guid[] units, int perUnit, int? rowsWanted)
    {
        var most = Math.Max(1, TargetsAtOnce / perUnit);
        var size = rowsWanted is { } wanted ? Math.Min(most, (wanted / perUnit) + 1) : most;
        for (var start = 0; start < units.Length; start += size, size = Math.Min(most, size * 2))
            yield return units[start..Math.Min(units.Length, start + size)];
    }
}
