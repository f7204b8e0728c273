using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Reads some units whole, in two round trips of one moment: what is asked of them, then every figure that may answer.</summary>
/// <param name="connection">Where to read; unless it is in a transaction already, <see cref="Begin"/> has to be sent first.</param>
/// <param name="units">The units.</param>
/// <param name="question">What of them; everything as it stands now when null.</param>
/// <param name="reference">Names and definitions.</param>
/// <param name="room">What it may use again, where very many units are read.</param>
internal sealed class UnitReader(
    NpgsqlConnection connection, Guid[] units, FactQuestion? question, ReferenceData reference, FactColumns.Room? room = null)
{
    private readonly UnitStatements _statements = new(units, question?.Indicator, question?.AsOf, question?.OriginalTargets == true);
    private readonly Dictionary<Guid, Parts> _parts = units.ToDictionary(unit => unit, _ => new Parts(room));
    private readonly SharedParts _shared = new();

    /// <summary>Begins what keeps one moment.</summary>
    public static NpgsqlBatchCommand Begin => new("BEGIN READ ONLY");

    /// <summary>Reads what is asked of the units.</summary>
    /// <param name="before">What is to be sent ahead in the same round trip.</param>
    /// <param name="readBefore">Reads the answers of that; false ends the reading.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<bool> ReadTargetsAsync(
        IReadOnlyList<NpgsqlBatchCommand> before, Func<NpgsqlDataReader, Task<bool>> readBefore, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in before) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(_statements.UnitVersions());
        batch.BatchCommands.Add(_statements.Targets());
        batch.BatchCommands.Add(_statements.Claims());
        batch.BatchCommands.Add(_statements.Expectations());
        batch.BatchCommands.Add(_statements.Judgements());
        batch.BatchCommands.Add(_statements.Benchmarks());
        if (_statements.HasClosed) batch.BatchCommands.Add(_statements.Closed());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await readBefore(reader)) return false;
        var calendar = reference.Calendar;
        await EachAsync(reader, parts => (parts.Version, parts.AsksUnitsBelow) = (reader.GetInt64(1), reader.GetBoolean(2)), cancellationToken);
        await EachAsync(reader, parts => parts.Targets.Add(FactRows.Target(reader, calendar, _shared)), cancellationToken);
        await EachAsync(reader, parts =>
        {
            if (FactRows.Scoreboard(reader) is { } scoreboard) parts.Scoreboards.Add(scoreboard);
            else parts.Claims.Add(FactRows.Claim(reader));
        }, cancellationToken);
        await EachAsync(reader, parts => parts.Expectations[reader.GetGuid(1)] = FactRows.Expectation(reader), cancellationToken);
        await EachAsync(reader, parts => parts.JudgementsOf(reader.GetGuid(1)).Add(FactRows.Judgement(reader)), cancellationToken);
        await EachAsync(reader, parts => parts.Benchmarks.Add(FactRows.Benchmark(reader)), cancellationToken);
        if (_statements.HasClosed)
            await EachAsync(reader, parts => parts.Closed.Add(FactRows.Closed(reader, calendar, _shared)), cancellationToken);
        return true;
    }

    /// <summary>Reads the figures of the units, and of those below them that a target asks about; all of the units are complete then.</summary>
    public async Task<Dictionary<Guid, UnitFacts>> ReadFiguresAsync(CancellationToken cancellationToken)
    {
        var (below, indicators) = Needed();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(_statements.Observations([.. units, .. below], indicators));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (key, observation) = FactRows.Observation(reader, reference.Calendar, question?.Revisions == true);
            PartsOf(key.Unit).Figures.Add(key.Indicator, key.Group, observation);
        }
        return _parts.ToDictionary(pair => pair.Key, pair => pair.Value.Build(pair.Key));
    }

    // Whoever reads everything has the units below by themselves.
    private (IReadOnlyCollection<Guid> Below, Guid[]? Indicators) Needed()
    {
        HashSet<Guid> below = [], indicators = [];
        if (question is null) return (below, null);
        if (question.Indicator is { } indicator) indicators.Add(indicator);
        foreach (var parts in _parts.Values)
        {
            foreach (var target in parts.Targets.Concat(parts.Closed.Select(closed => closed.Target))
                .Where(target => reference.Knows(target.Unit, target.Indicator, target.Resolution)))
            {
                if ((question.Weights || reference.Lineage.Kin(target.Unit) is not null)
                    && reference.Indicator(target.Indicator).WeightIndicatorId is { } weight) indicators.Add(weight);
                if (target.Definition.Rule is not CombinedRule) continue;
                foreach (var part in PartKey.Of(target, reference.Calendar.Days(target.Unit, question.Asked), reference))
                {
                    if (!_parts.ContainsKey(part.Key.Unit)) below.Add(part.Key.Unit);
                    if (part.Key.Indicator is { } other) indicators.Add(other);
                }
            }
        }
        return (below, question.Indicator is null ? null : [.. indicators]);
    }

    private async Task EachAsync(NpgsqlDataReader reader, Action<Parts> read, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken)) read(PartsOf(reader.GetGuid(0)));
        await reader.NextResultAsync(cancellationToken);
    }

    private Parts PartsOf(Guid unit) => _parts.TryGetValue(unit, out var parts) ? parts : _parts[unit] = new Parts(room);

    private sealed class Parts(FactColumns.Room? room)
    {
        private Dictionary<Guid, TargetExpectation>? _expectations;
        private Dictionary<Guid, List<PersonalJudgement>>? _judgements;

        public long Version { get; set; }
        public bool AsksUnitsBelow { get; set; }
        public List<StoredTarget> Targets { get; } = [];
        public List<ClosedTarget> Closed { get; } = [];
        public List<StoredClaim> Claims { get; } = [];
        public List<ScoreboardClaim> Scoreboards { get; } = [];
        public Dictionary<Guid, TargetExpectation> Expectations => _expectations ??= [];
        public List<StoredBenchmark> Benchmarks { get; } = [];
        public FactColumns.Builder Figures { get; } = new(room);

        public List<PersonalJudgement> JudgementsOf(Guid target)
        {
            _judgements ??= [];
            return _judgements.TryGetValue(target, out var judgements) ? judgements : _judgements[target] = [];
        }

        public UnitFacts Build(Guid unit)
        {
            Targets.Sort(static (left, right) => (left.Resolution, left.Position, left.Id).CompareTo((right.Resolution, right.Position, right.Id)));
            return new UnitFacts
            {
                Unit = unit,
                Version = Version,
                AsksUnitsBelow = AsksUnitsBelow,
                Targets = [.. Targets],
                Closed = [.. Closed],
                Figures = Figures.Build(),
                Claims = [.. Claims],
                Scoreboards = [.. Scoreboards],
                Expectations = _expectations,
                Judgements = _judgements,
                Benchmarks = [.. Benchmarks],
            };
        }
    }
}
