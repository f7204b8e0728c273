using System.Runtime.CompilerServices;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Names, facts, weights and versions of one moment: whatever is written while it is read, all of it fits together.</summary>
/// <remarks>
/// The units come from memory, or from the database in a transaction that keeps one moment: there in chunks, so that memory is bounded and the
/// first answer is early, the next chunk while this one is judged. What is made of them is the same.
/// </remarks>
public sealed class FactReading : IAsyncDisposable
{
    /// <summary>Targets to read at once, roughly.</summary>
    private const int TargetsAtOnce = 12_000;

    private readonly NpgsqlConnection? _connection;
    private readonly NpgsqlDataSource? _own;
    private readonly Guid[][] _chunks;
    private readonly List<BenchmarkValue> _benchmarks = [];
    private readonly List<ScoreboardClaim> _scoreboards = [];
    private Func<Guid, UnitFacts?> _first = _ => null;
    private bool _isDisposed;

    /// <summary>A reading of units that are all in memory.</summary>
    internal FactReading(FactQuestion question, HeldFacts held)
    {
        (Question, Reference, Moment, Versions, _first) = (question, held.Reference, held.Moment, held.VersionsOf(question.Units)!.Value, held.Of);
        var units = Asked(question, held.Units);
        _chunks = units.Length == 0 ? [] : [units];
    }

    /// <summary>A reading of the database; of a connection of its own, with where that is from.</summary>
    internal FactReading(FactQuestion question, ReferenceData reference, NpgsqlConnection connection, NpgsqlDataSource? own)
    {
        (Question, Reference, _connection, _own) = (question, reference, connection, own);
        var perUnit = question.Indicator is null ? Math.Clamp(reference.Indicators.Count(), 1, 60) : 1;
        _chunks = [.. Chunks(Asked(question, [.. reference.Units.Select(unit => unit.Id).Order()]), perUnit, question.RowsWanted)];
    }

    /// <summary>What is asked.</summary>
    public FactQuestion Question { get; }

    /// <summary>Names and definitions.</summary>
    public ReferenceData Reference { get; }

    /// <summary>The moment of the memory that the answer is made of; null where the database answers.</summary>
    public FactVersions? Moment { get; }

    /// <summary>What the answer depends on.</summary>
    public FactVersions Versions { get; private set; }

    /// <summary>Values of wider units to compare with, in order of time; only with every observation of one indicator.</summary>
    public IReadOnlyList<BenchmarkValue> Benchmarks => _benchmarks;

    /// <summary>Printed counts of whole scoreboards, up to the end of the period; those of the units read so far.</summary>
    public IReadOnlyList<ScoreboardClaim> Scoreboards => _scoreboards;

    /// <summary>Targets with their facts: units in order of id, within a unit in order of resolution and position.</summary>
    public async IAsyncEnumerable<TargetFacts> TargetsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (asked, unit) in UnitsAsync(cancellationToken))
        {
            foreach (var target in asked.TargetsOf(unit)) yield return target;
        }
    }

    /// <summary>How the targets stand, as far as they are counted, in the same order; unit by unit.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<TargetOutcome>> OutcomesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (asked, unit) in UnitsAsync(cancellationToken)) yield return asked.OutcomesOf(unit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        // The driver ends the transaction with the use of the connection.
        if (_own is not null) await _connection!.DisposeAsync();
    }

    /// <summary>Reads the versions and the first chunk; false when the names are older than these facts: it has to begin again with newer ones.</summary>
    internal async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (_chunks.Length == 0)
        {
            Versions = await FactVersions.ReadAsync(_connection!, Question.Units, Reference.Lineage, cancellationToken);
            return Question.AsOf is not null || Versions.Reference <= Reference.Version;
        }
        List<NpgsqlBatchCommand> before = [];
        if (_own is not null) before.Add(UnitReader.Begin);
        before.Add(UnitStatements.Versions(Question.Units, Reference.Lineage));
        _first = await ReadAsync(0, before, cancellationToken);
        if (Question.AsOf is null && Versions.Reference > Reference.Version) return false;
        if (_chunks.Length == 1) await DisposeAsync();
        return true;
    }

    private async IAsyncEnumerable<(AskedFacts Asked, UnitFacts Unit)> UnitsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<Func<Guid, UnitFacts?>>? ahead = null;
        try
        {
            for (var i = 0; i < _chunks.Length; i++)
            {
                var facts = i == 0 ? _first : await (ahead ?? ReadAsync(i, [], cancellationToken));
                // A page mostly ends in the first chunk: reading on meanwhile would be for nothing.
                ahead = Question.RowsWanted is null && i + 1 < _chunks.Length ? ReadAsync(i + 1, [], cancellationToken) : null;
                if (i + 1 == _chunks.Length) await DisposeAsync();
                var asked = new AskedFacts(Question, Reference, facts);
                foreach (var unit in _chunks[i])
                {
                    if (facts(unit) is not { } found) continue;
                    if (Question.Indicator is not null) _benchmarks.AddRange(asked.BenchmarksOf(found));
                    _scoreboards.AddRange(asked.ScoreboardsOf(found));
                    yield return (asked, found);
                }
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

    private async Task<Func<Guid, UnitFacts?>> ReadAsync(int chunk, List<NpgsqlBatchCommand> before, CancellationToken cancellationToken)
    {
        // Back to the caller at once: the chunk before is judged meanwhile.
        await Task.Yield();
        return await (_own is not null ? PreparedStatements.RunAsync(_own, ChunkAsync) : ChunkAsync());

        async Task<Func<Guid, UnitFacts?>> ChunkAsync()
        {
            var reader = new UnitReader(_connection!, [.. Reference.Lineage.WithKin(_chunks[chunk])], Question, Reference);
            var isWhole = await reader.ReadTargetsAsync(before, async versions =>
            {
                if (before.Count == 0) return true;
                Versions = await FactVersions.ReadAsync(versions, cancellationToken);
                return Question.AsOf is not null || Versions.Reference <= Reference.Version;
            }, cancellationToken);
            return isWhole ? (await reader.ReadFiguresAsync(cancellationToken)).GetValueOrDefault : _ => null;
        }
    }

    // Those that are asked about, in order.
    private static Guid[] Asked(FactQuestion question, Guid[] all)
    {
        var units = question.Units is { } named ? [.. named.Order()] : all;
        return question.AfterUnit is { } after ? [.. units.Where(unit => unit.CompareTo(after) > 0)] : units;
    }

    // For a page as many units as may fill it, then twice as many each time: a filter may leave little of each.
    private static IEnumerable<Guid[]> Chunks(Guid[] units, int perUnit, int? rowsWanted)
    {
        var most = Math.Max(1, TargetsAtOnce / perUnit);
        var size = rowsWanted is { } wanted ? Math.Min(most, (wanted / perUnit) + 1) : most;
        for (var start = 0; start < units.Length; start += size, size = Math.Min(most, size * 2))
            yield return units[start..Math.Min(units.Length, start + size)];
    }
}
