using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Reads the facts of some units at once, of which memory holds this many. PostgreSQL sums, the calculation judges.</summary>
/// <remarks>
/// Where all that is asked of an indicator is a sum or its latest level, PostgreSQL adds or picks; where a rule looks at every
/// observation, where observations overlap, or where history is asked for, the observations themselves are read. All give the same answer.
/// </remarks>
internal sealed class ChunkReader(NpgsqlConnection connection, KnownTargets known, FactQuestion question, ReferenceData reference, Guid[] units, bool isAll)
{
    /// <summary>Up to this many units every observation is read: it is no more work than summing.</summary>
    public const int FewUnits = 3;

    private readonly (DateOnly First, DateOnly Last) _span = Span(question.Asked, units, reference.Calendar);
    private readonly Dictionary<FactKey, List<Observation>> _facts = [];
    private readonly List<(FactKey Key, PublishedClaim Claim)> _claims = [];

    private readonly List<ScoreboardClaim> _scoreboards = [];
    private readonly Dictionary<Guid, TargetExpectation> _expectations = [];
    private readonly Dictionary<Guid, List<PersonalJudgement>> _judgements = [];

    // Of targets that were changed since the asked period was closed what stood then; of one that was not there, what stands now.
    private readonly Dictionary<Guid, (StoredTarget Target, ClosedChange Change)> _asClosed = [];

    // In the order of the answer; null where the target is not known in its version, which _unknown then has.
    private readonly List<StoredTarget?> _found = [];
    private readonly Dictionary<Guid, (int Place, long Version)> _unknown = [];

    /// <summary>The versions that the answer depends on, where they were asked for.</summary>
    public FactVersions? Versions { get; private set; }

    /// <summary>Values of wider units, in order of time; only with every observation of one indicator.</summary>
    public IReadOnlyList<BenchmarkValue> Benchmarks { get; private set; } = [];

    /// <summary>Printed counts of the units' whole scoreboards, up to the end of the period.</summary>
    public IReadOnlyList<ScoreboardClaim> Scoreboards => _scoreboards;

    /// <summary>The targets with their facts, in order of unit, resolution and position; null when the names are older than they are.</summary>
    /// <param name="before">What is to be sent ahead in the same round trip, versions as the first that answers.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<IReadOnlyList<TargetFacts>?> ReadAsync(IReadOnlyList<NpgsqlBatchCommand> before, CancellationToken cancellationToken)
    {
        // Back to the caller at once: the chunk before is judged meanwhile.
        await Task.Yield();
        var statements = new FactStatements(question, isAll ? null : units, _span.Last);
        var every = question.EveryObservation || question.AsOf is not null || units.Length <= FewUnits;
        if (!await ReadFirstAsync(statements, before, every, cancellationToken)) return null;
        if (_unknown.Count > 0 && !await ReadUnknownAsync(statements, cancellationToken)) return null;

        List<AskedTarget> targets = new(_found.Count);
        foreach (var target in _found)
        {
            // What has no name here was removed, or had not come, at the moment of the names.
            if (target is null || !reference.Knows(target.Unit, target.Indicator, target.Resolution)) continue;
            var asked = reference.Calendar.Days(target.Unit, question.Asked);
            ClosedChange? change = _asClosed.TryGetValue(target.Id, out var closed) ? closed.Change : null;
            var stood = change == ClosedChange.Amended ? closed.Target : target;
            if (Lived(stood, asked) is { } lived && AchievementCalculator.Concerns(lived.Definition, asked))
                targets.Add(new AskedTarget(lived, asked) { Change = change, Amended = change == ClosedChange.Amended ? Lived(target, asked) : null });
        }
        AddRemoved(targets);
        var others = OtherFacts.Of(targets.SelectMany(target => target.Versions), reference);
        var moment = question.AsOf is null ? Versions : null;
        if (others.Any && !await others.ReadAsync(connection, statements, moment, question, AssignedThen, cancellationToken)) return null;
        if (others.HasAssigned) targets = [.. targets.Select(target => target.With(others))];
        if (!every && targets.Count > 0) await ReadSummedAsync(statements, targets, cancellationToken);
        var weights = question.Weights && targets.Count > 0 ? await ReadWeightsAsync(targets, cancellationToken) : null;
        var claims = _claims.Count == 0 ? null : _claims.ToLookup(row => row.Key, row => row.Claim);
        return [.. targets.Select(target => new TargetFacts(
            target.Target, target.Asked, _facts.TryGetValue(target.Target.Key, out var observations) ? observations : [],
            Claim(target, claims?[target.Target.Key]), Weight(target, weights))
            {
                Change = target.Change,
                Amended = target.Amended,
                Expectation = _expectations.GetValueOrDefault(target.Target.Id),
                Judgements = target.Versions.Any(version => version.Target.Definition.Rule is Judged)
                    && _judgements.TryGetValue(target.Target.Id, out var judgements) ? judgements : [],
                Parts = others.Parts(target.Target),
                AmendedParts = target.Amended is { } amended ? others.Parts(amended) : [],
            })];
    }

    // What the level above had assigned when the period was closed.
    private StoredTarget AssignedThen(StoredTarget target) =>
        _asClosed.TryGetValue(target.Id, out var closed) && closed.Change == ClosedChange.Amended ? closed.Target : target;

    // What was removed since the closing still stands in the closed answer, in its place.
    private void AddRemoved(List<AskedTarget> targets)
    {
        var count = targets.Count;
        foreach (var (target, change) in _asClosed.Values)
        {
            if (change != ClosedChange.Removed || !reference.Knows(target.Unit, target.Indicator, target.Resolution)) continue;
            var asked = reference.Calendar.Days(target.Unit, question.Asked);
            if (Lived(target, asked) is { } lived && AchievementCalculator.Concerns(lived.Definition, asked))
                targets.Add(new AskedTarget(lived, asked) { Change = change });
        }
        if (targets.Count == count) return;
        targets.Sort((one, other) => (one.Target.Unit, one.Target.Resolution, one.Target.Position, one.Target.Id)
            .CompareTo((other.Target.Unit, other.Target.Resolution, other.Target.Position, other.Target.Id)));
    }

    /// <summary>The first and the last day that any of the units means with the asked period.</summary>
    public static (DateOnly First, DateOnly Last) Span(Period asked, Guid[] units, Calendar calendar) => asked.IsTerm
        ? (units.Min(unit => calendar.Days(unit, asked).Start), units.Max(unit => calendar.Days(unit, asked).End))
        : (asked.Start, asked.End);

    // Before it came and after it was dissolved a unit has no targets: it is neither counted nor missing.
    private StoredTarget? Lived(StoredTarget target, Period asked)
    {
        var unit = reference.Unit(target.Unit);
        if (unit.ValidFrom is null && unit.ValidTo is null) return target;
        var scope = target.Definition.Scope;
        if (ReferenceData.Lived(unit, asked) is null || ReferenceData.Lived(unit, scope) is not { } life) return null;
        if (life == scope) return target;
        return target with
        {
            Definition = target.Definition with
            {
                Life = new Period(
            unit.ValidFrom ?? DateOnly.MinValue, unit.ValidTo ?? DateOnly.MaxValue)
            }
        };
    }

    private async Task<bool> ReadFirstAsync(
        FactStatements statements, IReadOnlyList<NpgsqlBatchCommand> before, bool every, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in before) batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(statements.Targets(_span.First));
        batch.BatchCommands.Add(statements.Claims());
        batch.BatchCommands.Add(statements.Expectations());
        batch.BatchCommands.Add(statements.Judgements());
        if (every) batch.BatchCommands.Add(statements.Observations());
        if (question.EveryObservation) batch.BatchCommands.Add(statements.Benchmarks());
        if (statements.IsByVersion) batch.BatchCommands.Add(statements.AsClosed(_span.First));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (before.Count > 0)
        {
            Versions = await FactVersions.ReadAsync(reader, cancellationToken);
            if (question.AsOf is null && Versions.Value.Reference > reference.Version) return false;
            await reader.NextResultAsync(cancellationToken);
        }
        while (await reader.ReadAsync(cancellationToken)) AddTarget(reader, statements.IsByVersion);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (FactReader.Scoreboard(reader, reference.Calendar) is { } scoreboard) _scoreboards.Add(scoreboard);
            else _claims.Add(FactReader.Claim(reader, reference.Calendar));
        }
        await ReadPersonsAsync(reader, cancellationToken);
        if (every)
        {
            await reader.NextResultAsync(cancellationToken);
            await FactReader.ObservationsAsync(reader, _facts, reference.Calendar, cancellationToken);
        }
        if (question.EveryObservation)
        {
            await reader.NextResultAsync(cancellationToken);
            List<BenchmarkValue> benchmarks = [];
            while (await reader.ReadAsync(cancellationToken)) benchmarks.Add(FactReader.Benchmark(reader, reference.Calendar));
            Benchmarks = [.. benchmarks.OrderBy(row => row.PeriodEnd).ThenBy(row => row.Period.ToString(), StringComparer.Ordinal).ThenBy(row => row.Scope)];
        }
        if (!statements.IsByVersion) return true;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var target = FactReader.Target(reader, reference.Calendar);
            var closed = reference.Calendar.Days(target.Unit, reader.GetString(18));
            if (closed.Contains(reference.Calendar.Days(target.Unit, question.Asked)))
                _asClosed.TryAdd(target.Id, (target, WireNames<ClosedChange>.Parse(reader.GetString(19))));
        }
        return true;
    }

    // What persons say of targets: what they expect, then what they judged.
    private async Task ReadPersonsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (target, expectation) = FactReader.Expectation(reader);
            _expectations[target] = expectation;
        }
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (target, judgement) = FactReader.Judgement(reader);
            if (!_judgements.TryGetValue(target, out var judgements)) _judgements[target] = judgements = [];
            judgements.Add(judgement);
        }
    }

    private void AddTarget(NpgsqlDataReader reader, bool isByVersion)
    {
        if (!isByVersion)
        {
            _found.Add(FactReader.Target(reader, reference.Calendar));
            return;
        }
        var (id, version) = (reader.GetGuid(0), reader.GetInt64(1));
        var target = known.Get(id, version, reference.Calendar);
        if (target is null) _unknown[id] = (_found.Count, version);
        _found.Add(target);
    }

    // False when one of them is no longer in the version that was found: what else was found is of a moment that has passed.
    private async Task<bool> ReadUnknownAsync(FactStatements statements, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(statements.TargetsOf(_unknown.Keys));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var read = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            var target = FactReader.Target(reader, reference.Calendar);
            known.Add(target);
            var (place, version) = _unknown[target.Id];
            _found[place] = target;
            if (target.Version == version) read++;
        }
        return read == _unknown.Count;
    }

    private static PublishedClaim? Claim(AskedTarget target, IEnumerable<PublishedClaim>? claims) => claims?
        .Where(claim => (claim.Resolution is null || claim.Resolution == target.Target.Resolution)
            && claim.PeriodEnd <= target.Asked.End && claim.PeriodEnd >= target.Target.Definition.Scope.Start)
        .MaxBy(claim => claim.PeriodEnd);

    private Task<Dictionary<(Guid Unit, Guid Indicator), decimal>> ReadWeightsAsync(
        List<AskedTarget> targets, CancellationToken cancellationToken) => UnitWeights.ReadAsync(
        connection, [.. targets.Select(target => target.Target.Unit).Distinct()],
        [.. targets.Select(target => target.Target.Indicator).Distinct().Select(id => reference.Indicator(id).WeightIndicatorId).OfType<Guid>().Distinct()],
        (targets[0].Asked.End, question.AsOf), reference.Calendar, cancellationToken);

    private decimal? Weight(AskedTarget target, Dictionary<(Guid Unit, Guid Indicator), decimal>? weights) =>
        weights is not null && reference.Indicator(target.Target.Indicator).WeightIndicatorId is { } id
        && weights.TryGetValue((target.Target.Unit, id), out var weight) ? weight : null;

    private async Task ReadSummedAsync(FactStatements statements, List<AskedTarget> targets, CancellationToken cancellationToken)
    {
        var ways = Ways(targets);
        var oneByOne = await ReadWaysAsync(statements, targets, ways, cancellationToken);
        foreach (var row in targets)
        {
            var (target, asked) = row;
            var found = _facts.GetValueOrDefault(target.Key);
            // Which figures are of days on which the unit existed is not known of a sum.
            if (target.Definition.Life is not null || row.Change is not null) oneByOne.Add(target.Key);
            // No figure on the last day: an earlier one may be the latest.
            if (ways.Latest.Contains(target.Indicator) && found is null) oneByOne.Add(target.Key);
            // A sum that reaches beyond the target's own window has to be taken apart again.
            if (ways.Summed.Contains(target.Indicator) && found is not null && !Window(target.Definition.Scope, asked).Contains(found[0].Period))
                oneByOne.Add(target.Key);
        }
        if (oneByOne.Count == 0) return;
        foreach (var key in oneByOne) _facts.Remove(key);
        await using var again = new NpgsqlBatch(connection);
        again.BatchCommands.Add(statements.ObservationsOf(oneByOne));
        await using var rest = await again.ExecuteReaderAsync(cancellationToken);
        await FactReader.ObservationsAsync(rest, _facts, reference.Calendar, cancellationToken);
    }

    // What has to be read one by one after all.
    private async Task<HashSet<FactKey>> ReadWaysAsync(FactStatements statements, List<AskedTarget> targets, FactWays ways, CancellationToken cancellationToken)
    {
        var (summed, latest, every) = ways;
        var ended = targets.Where(row => summed.Contains(row.Target.Indicator) && row.Target.Definition.Scope.End <= row.Asked.End)
            .Select(row => row.Target.Indicator).ToHashSet();
        await using var batch = new NpgsqlBatch(connection);
        if (summed.Count > 0) batch.BatchCommands.Add(statements.Sums(summed, targets.Min(row => row.Target.Definition.Scope.Start)));
        if (ended.Count > 0) batch.BatchCommands.Add(statements.GoingOn(ended));
        if (latest.Count > 0) batch.BatchCommands.Add(statements.OnLastDay(latest));
        if (every.Count > 0) batch.BatchCommands.Add(statements.Observations(every));
        HashSet<FactKey> oneByOne = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (summed.Count > 0)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (key, sum) = FactReader.Sum(reader, question.Coverage, reference);
                if (sum is null) oneByOne.Add(key);
                else _facts[key] = [sum.Value];
            }
            await reader.NextResultAsync(cancellationToken);
        }
        if (ended.Count > 0)
        {
            while (await reader.ReadAsync(cancellationToken)) oneByOne.Add(new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)));
            await reader.NextResultAsync(cancellationToken);
        }
        if (latest.Count > 0)
        {
            await FactReader.ObservationsAsync(reader, _facts, reference.Calendar, cancellationToken);
            // A term may end on another day than its name says.
            foreach (var key in _facts.Keys.Where(key => latest.Contains(key.Indicator)).ToList())
            {
                _facts[key].RemoveAll(observation => observation.Period.End != _span.Last);
                if (_facts[key].Count == 0) _facts.Remove(key);
            }
            await reader.NextResultAsync(cancellationToken);
        }
        if (every.Count > 0) await FactReader.ObservationsAsync(reader, _facts, reference.Calendar, cancellationToken);
        return oneByOne;
    }

    private static Period Window(Period scope, Period asked) =>
        new(scope.Start, scope.End < asked.End ? scope.End : asked.End < scope.Start ? scope.Start : asked.End);

    // An indicator is summed or picked by PostgreSQL only when every target on it in this chunk can be judged from that.
    private FactWays Ways(List<AskedTarget> targets)
    {
        HashSet<Guid> summed = [], latest = [], every = [];
        foreach (var (target, asked) in targets)
        {
            var indicator = reference.Definition(target.Indicator);
            var definition = target.Definition.Resolved();
            // What it is made of was read by itself.
            if (definition.Rule is CombinedRule) continue;
            if (definition.Recurrence != Recurrence.Once || definition.Rule.LooksAtEveryObservation || definition.Rule.ComparesWholes(indicator)
                || indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
                every.Add(target.Indicator);
            else if (indicator.OverTime == TimeCombining.Sum) summed.Add(target.Indicator);
            // The scope, or a term that means other days here, may end before the last day; and coverage counts every regular figure.
            else if (indicator.OverTime == TimeCombining.Last && (!question.Coverage || indicator.Frequency == Frequency.Irregular)
                && definition.Scope.End >= _span.Last && asked.End == _span.Last) latest.Add(target.Indicator);
            else every.Add(target.Indicator);
        }
        summed.ExceptWith(every);
        latest.ExceptWith(every);
        return new FactWays(summed, latest, every);
    }

    private readonly record struct AskedTarget(StoredTarget Target, Period Asked)
    {
        public StoredTarget? Amended { get; init; }

        public ClosedChange? Change { get; init; }

        public IEnumerable<(StoredTarget Target, Period Asked)> Versions => Amended is { } amended ? [(Target, Asked), (amended, Asked)] : [(Target, Asked)];

        public AskedTarget With(OtherFacts others) => this with
        {
            Target = others.Assigned(Target, Asked),
            Amended = Amended is { } amended ? others.Assigned(amended, Asked) : null,
        };
    }

    private readonly record struct FactWays(HashSet<Guid> Summed, HashSet<Guid> Latest, HashSet<Guid> Every);
}
