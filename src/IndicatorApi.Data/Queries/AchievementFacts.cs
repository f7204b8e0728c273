using System.Runtime.CompilerServices;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>
/// The one source of facts: targets with the observations that may count for them. PostgreSQL sums, the calculation judges.
/// </summary>
/// <remarks>
/// Units are read in chunks, so that memory is bounded and the first answer is early; the next chunk is read while this one is judged.
/// Where all that is asked of an indicator is a sum or its latest level, PostgreSQL adds or picks; where a rule looks at every
/// observation, where observations overlap, or where history is asked for, the observations themselves are read. All give the same answer.
/// </remarks>
public sealed class AchievementFacts(Database database, ReferenceDataCache cache)
{
    /// <summary>Targets to read at once, roughly.</summary>
    private const int TargetsAtOnce = 12_000;

    /// <summary>Up to this many units every observation is read: it is no more work than summing.</summary>
    private const int FewUnits = 3;

    private readonly KnownTargets _known = new();

    /// <summary>Targets with their facts: units in order of id, within a unit in order of resolution and position.</summary>
    public async IAsyncEnumerable<FactChunk> ReadAsync(FactQuestion question, ReferenceData reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.Read.OpenConnectionAsync(cancellationToken);
        await foreach (var chunk in ReadAsync(connection, question, reference, cancellationToken)) yield return chunk;
    }

    /// <summary>The same over an open connection: within its transaction also what is not committed yet.</summary>
    public async IAsyncEnumerable<FactChunk> ReadAsync(
        NpgsqlConnection connection, FactQuestion question, ReferenceData reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var units = (question.Units ?? [.. reference.Units.Select(unit => unit.Id)])
            .Where(unit => question.AfterUnit is null || unit.CompareTo(question.AfterUnit.Value) > 0).Order().ToArray();
        var perUnit = question.Indicator is null ? Math.Clamp(reference.Indicators.Count(), 1, 60) : 1;
        var chunks = Chunks(units, perUnit, question.RowsWanted).ToArray();
        // Where one chunk is all units, naming each of them would only slow the database down.
        var isAll = question.Units is null && question.AfterUnit is null && chunks.Length == 1;
        if (chunks.Length == 0) yield break;

        Task<FactChunk> Read(int i) => ReadChunkAsync(connection, question, chunks[i], isAll, reference, cancellationToken);
        Task<FactChunk>? ahead = null;
        for (var i = 0; i < chunks.Length; i++)
        {
            var chunk = await (ahead ?? Read(i));
            reference = chunk.Reference;
            // A page mostly ends in the first chunk: reading on meanwhile would be for nothing.
            ahead = question.RowsWanted is null && i + 1 < chunks.Length ? Read(i + 1) : null;
            try
            {
                yield return chunk;
            }
            finally
            {
                // A reader that stops early leaves no statement running on a connection that goes back to the pool.
                if (ahead is { IsCompleted: false }) await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    // For a page as many units as may fill it, then twice as many each time: a filter may leave little of each.
    private static IEnumerable<Guid[]> Chunks(Guid[] units, int perUnit, int? rowsWanted)
    {
        var most = Math.Max(1, TargetsAtOnce / perUnit);
        var size = rowsWanted is { } wanted ? Math.Min(most, (wanted / perUnit) + 1) : most;
        for (var start = 0; start < units.Length; start += size, size = Math.Min(most, size * 2))
            yield return units[start..Math.Min(units.Length, start + size)];
    }

    private async Task<FactChunk> ReadChunkAsync(
        NpgsqlConnection connection, FactQuestion question, Guid[] units, bool isAll, ReferenceData reference, CancellationToken cancellationToken)
    {
        // Back to the caller at once: the chunk before is judged meanwhile.
        await Task.Yield();
        var asked = question.Asked;
        var end = asked.IsTerm ? units.Max(unit => reference.Dated(unit, asked).End) : asked.End;
        var first = asked.IsTerm ? units.Min(unit => reference.Dated(unit, asked).Start) : asked.Start;
        var statements = new FactStatements(question, isAll ? null : units, end);
        var every = question.EveryObservation || question.AsOf is not null || units.Length <= FewUnits;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(statements.Versions());
        batch.BatchCommands.Add(statements.Targets(first));
        batch.BatchCommands.Add(statements.Claims());
        if (every) batch.BatchCommands.Add(statements.Observations());

        if (question.EveryObservation) batch.BatchCommands.Add(statements.Benchmarks());

        List<TargetFacts?> found = [];
        List<(Guid Id, int Place)> unknown = [];
        List<(FactKey Key, PublishedClaim Claim)> claims = [];
        List<BenchmarkValue> benchmarks = [];
        var facts = new Dictionary<FactKey, List<Observation>>();
        long unitVersions;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            unitVersions = reader.GetInt64(1);
            if (question.AsOf is null) reference = await cache.GetAsync(reader.GetInt64(0), cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var target = statements.IsByVersion
                    ? _known.Get(reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateOnly>(2), reader.GetFieldValue<DateOnly>(3))
                    : FactReader.Target(reader, question, reference);
                if (target is null) unknown.Add((reader.GetGuid(0), found.Count));
                found.Add(target);
            }
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) claims.Add(FactReader.Claim(reader, reference));
            if (every)
            {
                await reader.NextResultAsync(cancellationToken);
                await FactReader.ObservationsAsync(reader, facts, question.AsOf is null ? null : reference, cancellationToken);
            }
            if (question.EveryObservation)
            {
                await reader.NextResultAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                    benchmarks.Add(new BenchmarkValue(Period.Parse(reader.GetString(0), null), reader.GetFieldValue<DateOnly>(1), reader.GetGuid(2), reader.GetDecimal(3)));
            }
        }
        if (unknown.Count > 0) await ReadUnknownAsync(connection, statements, question, unknown, found, reference, cancellationToken);

        List<TargetFacts> targets = new(found.Count);
        foreach (var target in found)
        {
            // Removed since the list was read.
            if (target is null) continue;
            // Written since the version was read, and so without a name: all is read again. History has all its names.
            if (!reference.Knows(target.Unit, target.Indicator, target.Resolution))
            {
                if (question.AsOf is not null) continue;
                return await ReadChunkAsync(connection, question, units, isAll, await cache.GetAsync(cancellationToken), cancellationToken);
            }
            if (FactReader.For(target, asked, reference) is { } asks) targets.Add(asks);
        }
        if (!every && targets.Count > 0) await ReadSummedAsync(connection, question.Coverage, statements, end, targets, facts, reference, cancellationToken);

        var claimsByKey = claims.Count == 0 ? null : claims.ToLookup(row => row.Key, row => row.Claim);
        foreach (var target in targets)
        {
            if (facts.TryGetValue(target.Key, out var observations)) target.Observations = observations;
            target.Claim = claimsByKey?[target.Key]
                .Where(claim => (claim.Resolution is null || claim.Resolution == target.Resolution)
                    && claim.PeriodEnd <= target.Asked.End && claim.PeriodEnd >= target.Definition.Scope.Start)
                .MaxBy(claim => claim.PeriodEnd);
        }
        return new FactChunk(reference, unitVersions, targets, benchmarks);
    }

    private async Task ReadUnknownAsync(
        NpgsqlConnection connection, FactStatements statements, FactQuestion question, List<(Guid Id, int Place)> unknown, List<TargetFacts?> found,
        ReferenceData reference, CancellationToken cancellationToken)
    {
        var places = unknown.ToDictionary(target => target.Id, target => target.Place);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(statements.TargetsOf(places.Keys));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var target = FactReader.Target(reader, question, reference);
            _known.Add(target);
            found[places[target.Id]] = target;
        }
    }

    private static async Task ReadSummedAsync(
        NpgsqlConnection connection, bool coverage, FactStatements statements, DateOnly end, List<TargetFacts> targets,
        Dictionary<FactKey, List<Observation>> facts, ReferenceData reference, CancellationToken cancellationToken)
    {
        var (summed, latest, every) = Ways(targets, coverage, end, reference);
        var ended = targets.Where(target => summed.Contains(target.Indicator) && target.Definition.Scope.End <= target.Asked.End).Select(target => target.Indicator).ToHashSet();
        await using var batch = new NpgsqlBatch(connection);
        if (summed.Count > 0) batch.BatchCommands.Add(statements.Sums(summed, targets.Min(target => target.Definition.Scope.Start)));
        if (ended.Count > 0) batch.BatchCommands.Add(statements.GoingOn(ended));
        if (latest.Count > 0) batch.BatchCommands.Add(statements.OnLastDay(latest));
        if (every.Count > 0) batch.BatchCommands.Add(statements.Observations(every));
        HashSet<FactKey> oneByOne = [];
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (summed.Count > 0)
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    var (key, sum) = FactReader.Sum(reader, coverage, reference);
                    if (sum is null) oneByOne.Add(key);
                    else facts[key] = [sum];
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
                await FactReader.ObservationsAsync(reader, facts, null, cancellationToken);
                await reader.NextResultAsync(cancellationToken);
            }
            if (every.Count > 0) await FactReader.ObservationsAsync(reader, facts, null, cancellationToken);
        }
        foreach (var target in targets)
        {
            var found = facts.GetValueOrDefault(target.Key);
            // No figure on the last day: an earlier one may be the latest.
            if (latest.Contains(target.Indicator) && found is null) oneByOne.Add(target.Key);
            // A sum that reaches beyond the target's own window has to be taken apart again.
            if (summed.Contains(target.Indicator) && found is not null && !Window(target).Contains(found[0].Period)) oneByOne.Add(target.Key);
        }
        if (oneByOne.Count == 0) return;
        foreach (var key in oneByOne) facts.Remove(key);
        await using var again = new NpgsqlBatch(connection);
        again.BatchCommands.Add(statements.ObservationsOf(oneByOne));
        await using var rest = await again.ExecuteReaderAsync(cancellationToken);
        await FactReader.ObservationsAsync(rest, facts, null, cancellationToken);
    }

    private static Period Window(TargetFacts target)
    {
        var scope = target.Definition.Scope;
        return new Period(scope.Start, scope.End < target.Asked.End ? scope.End : target.Asked.End < scope.Start ? scope.Start : target.Asked.End);
    }

    // An indicator is summed or picked by PostgreSQL only when every target on it in this chunk can be judged from that.
    private static (HashSet<Guid> Summed, HashSet<Guid> Latest, HashSet<Guid> Every) Ways(List<TargetFacts> targets, bool coverage, DateOnly end, ReferenceData reference)
    {
        HashSet<Guid> summed = [], latest = [], every = [];
        foreach (var target in targets)
        {
            var indicator = reference.Definition(target.Indicator);
            var definition = target.Definition;
            if (definition.Recurrence != Recurrence.Once || definition.Rule.LooksAtEveryObservation || definition.Rule.ComparesWholes(indicator) || indicator.ValueType is IndicatorValueType.Level or IndicatorValueType.YesNo)
                every.Add(target.Indicator);
            else if (indicator.OverTime == TimeCombining.Sum) summed.Add(target.Indicator);
            // The scope, or a term that means other days here, may end before the last day; and coverage counts every regular figure.
            else if (indicator.OverTime == TimeCombining.Last && (!coverage || indicator.Frequency == Frequency.Irregular) && definition.Scope.End >= end && target.Asked.End == end) latest.Add(target.Indicator);
            else every.Add(target.Indicator);
        }
        summed.ExceptWith(every);
        latest.ExceptWith(every);
        return (summed, latest, every);
    }
}
