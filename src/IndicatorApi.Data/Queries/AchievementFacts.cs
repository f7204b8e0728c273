using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Which targets a question is about, and the period asked for.</summary>
public sealed record FactQuestion
{
    /// <summary>The period asked for; a term is given each unit's own dates.</summary>
    public required Period Asked { get; init; }

    /// <summary>Only these units; all when null.</summary>
    public IReadOnlyList<Guid>? Units { get; init; }

    /// <summary>Only this indicator.</summary>
    public Guid? Indicator { get; init; }

    /// <summary>Only this resolution.</summary>
    public Guid? Resolution { get; init; }

    /// <summary>Only this sub-group; empty for targets of the whole.</summary>
    public string? Group { get; init; }

    /// <summary>Go on after this unit, in order of unit id.</summary>
    public Guid? AfterUnit { get; init; }

    /// <summary>Read every observation, not sums of them: for explanations, which name each.</summary>
    public bool EveryObservation { get; init; }
}

/// <summary>A target as the calculation and its readers need it.</summary>
public sealed record TargetFacts
{
    public required Guid Id { get; init; }
    public required Guid Unit { get; init; }
    public required Guid Resolution { get; init; }
    public required Guid Indicator { get; init; }
    public required string Group { get; init; }
    public required string Period { get; init; }
    public required int Position { get; init; }
    public required decimal? Weight { get; init; }
    public required TargetDefinition Definition { get; init; }

    /// <summary>The asked period as the unit means it.</summary>
    public required Period Asked { get; init; }

    /// <summary>The observations of the unit, indicator and group that may count.</summary>
    public IReadOnlyList<Observation> Observations { get; set; } = [];

    /// <summary>The latest published claim up to the end of the asked period.</summary>
    public PublishedClaim? Claim { get; set; }
}

/// <summary>A percent or verdict that a report published.</summary>
public sealed record PublishedClaim(DateOnly PeriodEnd, decimal? Percent, int Decimals, Verdict? Verdict, Guid? Resolution);

/// <summary>
/// The one source of facts: targets with the observations that may count for them. PostgreSQL sums, the calculation judges.
/// </summary>
/// <remarks>
/// Units are read in chunks, each with one round trip, so that memory is bounded and the first answer is early. Where all that is asked
/// of an indicator is a sum or its latest level, PostgreSQL adds or picks; where a rule looks at every observation, or where observations
/// overlap, the observations themselves are read. Both give the same answer.
/// </remarks>
public sealed class AchievementFacts(Database database, ReferenceDataCache cache)
{
    /// <summary>Targets to read with one round trip, roughly.</summary>
    private const int TargetsAtOnce = 12_000;

    /// <summary>Up to this many units every observation is read: it is no more work than summing.</summary>
    private const int FewUnits = 3;

    /// <summary>Targets with their facts: units in order of id, within a unit in order of resolution and position.</summary>
    public async IAsyncEnumerable<(ReferenceData Reference, List<TargetFacts> Targets)> ReadAsync(
        FactQuestion question, ReferenceData reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var units = (question.Units ?? [.. reference.Units.Select(unit => unit.Id)]).Where(unit => question.AfterUnit is null || unit.CompareTo(question.AfterUnit.Value) > 0).Order().ToArray();
        var perUnit = question.Indicator is null ? Math.Max(1, Math.Min(60, reference.Indicators.Count())) : 1;
        var size = Math.Max(1, TargetsAtOnce / perUnit);
        await using var connection = await database.Read.OpenConnectionAsync(cancellationToken);
        for (var start = 0; start < units.Length; start += size)
        {
            var chunk = units.AsMemory(start, Math.Min(size, units.Length - start)).ToArray();
            var (current, targets) = await ReadChunkAsync(connection, question, chunk, reference, cancellationToken);
            reference = current;
            if (targets.Count > 0) yield return (reference, targets);
        }
    }

    private async Task<(ReferenceData, List<TargetFacts>)> ReadChunkAsync(
        NpgsqlConnection connection, FactQuestion question, Guid[] units, ReferenceData reference, CancellationToken cancellationToken)
    {
        var end = LastDay(question.Asked, units, reference);
        var every = question.EveryObservation || units.Length <= FewUnits;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT version FROM reference_version WHERE id = 1"));
        batch.BatchCommands.Add(Targets(question, units, end, reference));
        batch.BatchCommands.Add(Claims(question, units, end));
        if (every) batch.BatchCommands.Add(Observations(question, units, end));

        List<TargetFacts> targets = [];
        List<(Guid Unit, Guid Indicator, string Group, PublishedClaim Claim)> claims = [];
        var facts = new Dictionary<(Guid, Guid, string), List<Observation>>();
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            reference = await cache.GetAsync(reader.GetInt64(0), cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (ReadTarget(reader, question.Asked, reference) is { } target) targets.Add(target);
            }
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) claims.Add(ReadClaim(reader));
            if (every)
            {
                await reader.NextResultAsync(cancellationToken);
                await ReadObservationsAsync(reader, facts, cancellationToken);
            }
        }
        if (!every) await ReadSummedAsync(connection, question, units, end, targets, facts, reference, cancellationToken);

        var claimsByKey = claims.ToLookup(row => (row.Unit, row.Indicator, row.Group), row => row.Claim);
        foreach (var target in targets)
        {
            if (facts.TryGetValue((target.Unit, target.Indicator, target.Group), out var observations)) target.Observations = observations;
            target.Claim = claimsByKey[(target.Unit, target.Indicator, target.Group)]
                .Where(claim => (claim.Resolution is null || claim.Resolution == target.Resolution)
                    && claim.PeriodEnd <= target.Asked.End && claim.PeriodEnd >= target.Definition.Scope.Start)
                .MaxBy(claim => claim.PeriodEnd);
        }
        return (reference, targets);
    }

    // An indicator is summed or picked by PostgreSQL only when every target on it in this chunk can be judged from that.
    private static async Task ReadSummedAsync(
        NpgsqlConnection connection, FactQuestion question, Guid[] units, DateOnly end, List<TargetFacts> targets,
        Dictionary<(Guid, Guid, string), List<Observation>> facts, ReferenceData reference, CancellationToken cancellationToken)
    {
        HashSet<Guid> all = [], summed = [], latest = [], every = [], closed = [];
        var firstDay = DateOnly.MaxValue;
        foreach (var target in targets)
        {
            var definition = target.Definition;
            if (definition.Scope.Start < firstDay) firstDay = definition.Scope.Start;
            if (all.Add(target.Indicator))
            {
                var indicator = reference.Definition(target.Indicator);
                if (indicator.OverTime is TimeCombining.Sum) summed.Add(target.Indicator);
                // The coverage of a level that is reported regularly counts every figure.
                else if (indicator is { OverTime: TimeCombining.Last, Frequency: Frequency.Irregular }) latest.Add(target.Indicator);
                else every.Add(target.Indicator);
            }
            if (definition.Recurrence == Recurrence.EachYear || definition.Rule.HoldsThroughout || definition.Rule is AverageGrowth
                || ((definition.Scope.End < end || target.Asked.End < end) && latest.Contains(target.Indicator)))
                every.Add(target.Indicator);
            if (definition.Scope.End <= target.Asked.End) closed.Add(target.Indicator);
        }
        if (targets.Count == 0) return;
        summed.ExceptWith(every);
        latest.ExceptWith(every);
        closed.IntersectWith(summed);

        await using var batch = new NpgsqlBatch(connection);
        if (summed.Count > 0) batch.BatchCommands.Add(Sums(question, units, summed, firstDay, end));
        if (closed.Count > 0) batch.BatchCommands.Add(Straddling(question, units, closed, end));
        if (latest.Count > 0) batch.BatchCommands.Add(Latest(question, units, latest, firstDay, end));
        if (every.Count > 0) batch.BatchCommands.Add(Observations(question, units, end, every));
        HashSet<(Guid, Guid, string)> overlapping = [];
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (summed.Count > 0)
            {
                while (await reader.ReadAsync(cancellationToken)) ReadSum(reader, facts, overlapping, reference);
                await reader.NextResultAsync(cancellationToken);
            }
            if (closed.Count > 0)
            {
                while (await reader.ReadAsync(cancellationToken)) overlapping.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)));
                await reader.NextResultAsync(cancellationToken);
            }
            if (latest.Count > 0)
            {
                await ReadObservationsAsync(reader, facts, cancellationToken);
                await reader.NextResultAsync(cancellationToken);
            }
            if (every.Count > 0) await ReadObservationsAsync(reader, facts, cancellationToken);
        }

        // A sum that reaches beyond a target's own window has to be taken apart again.
        foreach (var target in targets)
        {
            var key = (target.Unit, target.Indicator, target.Group);
            if (!summed.Contains(target.Indicator) || !facts.TryGetValue(key, out var sums)) continue;
            var scope = target.Definition.Scope;
            var last = scope.End < target.Asked.End ? scope.End : target.Asked.End;
            if (sums[0].Period.Start < scope.Start || sums[0].Period.End > last) overlapping.Add(key);
        }
        if (overlapping.Count == 0) return;
        foreach (var key in overlapping) facts.Remove(key);
        await using var again = new NpgsqlCommand($"""
            SELECT {ObservationColumns}
            FROM unnest($1, $2, $3) AS k (unit, indicator, grp)
            JOIN actual a ON a.organisation_unit_id = k.unit AND a.indicator_id = k.indicator AND a.group_code = k.grp
            WHERE a.period_start <= $4
            """, connection);
        again.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. overlapping.Select(key => key.Item1)] });
        again.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. overlapping.Select(key => key.Item2)] });
        again.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. overlapping.Select(key => key.Item3)] });
        again.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = end });
        await using var raw = await again.ExecuteReaderAsync(cancellationToken);
        await ReadObservationsAsync(raw, facts, cancellationToken);
    }

    private const string ObservationColumns =
        "a.organisation_unit_id, a.indicator_id, a.group_code, a.period, a.period_start, a.period_end, a.value, a.numerator, a.denominator, a.level, a.bound, a.status, a.revision";

    private static NpgsqlBatchCommand Targets(FactQuestion question, Guid[] units, DateOnly end, ReferenceData reference)
    {
        var sql = new Sql("""
            SELECT organisation_unit_id, id, resolution_id, indicator_id, group_code, period, scope_start, scope_end, recurrence, rule,
                   baseline_value, baseline_on, checkpoints, path_model, applicable, weight, position
            FROM target WHERE
            """);
        sql.And("organisation_unit_id = ANY({0})", units);
        sql.And("scope_start <= {0}", end);
        sql.And("scope_end >= {0}", question.Asked.IsTerm ? FirstDay(question.Asked, units, reference) : question.Asked.Start);
        if (question.Indicator is { } indicator) sql.And("indicator_id = {0}", indicator);
        if (question.Resolution is { } resolution) sql.And("resolution_id = {0}", resolution);
        if (question.Group is { } group) sql.And("group_code = {0}", group);
        return sql.Command("ORDER BY organisation_unit_id, resolution_id, position, id");
    }

    private static NpgsqlBatchCommand Claims(FactQuestion question, Guid[] units, DateOnly end)
    {
        var sql = new Sql("SELECT organisation_unit_id, indicator_id, group_code, period_end, percent, decimals, verdict, resolution_id FROM claim WHERE");
        sql.And("organisation_unit_id = ANY({0})", units);
        sql.And("period_end <= {0}", end);
        if (question.Indicator is { } indicator) sql.And("indicator_id = {0}", indicator);
        return sql.Command("");
    }

    private static Sql Facts(string sql, FactQuestion question, Guid[] units, IEnumerable<Guid>? indicators)
    {
        var facts = new Sql(sql);
        facts.And("a.organisation_unit_id = ANY({0})", units);
        if (question.Indicator is { } indicator) facts.And("a.indicator_id = {0}", indicator);
        else if (indicators is not null) facts.And("a.indicator_id = ANY({0})", indicators.ToArray());
        if (question.Group is { } group) facts.And("a.group_code = {0}", group);
        return facts;
    }

    // One that goes on after the end may count all the same, where most of its days lie in a term that has ended: the calculation decides.
    private static NpgsqlBatchCommand Observations(FactQuestion question, Guid[] units, DateOnly end, IEnumerable<Guid>? indicators = null)
    {
        var sql = Facts($"SELECT {ObservationColumns} FROM actual a WHERE", question, units, indicators);
        sql.And("a.period_start <= {0}", end);
        return sql.Command("");
    }

    private static NpgsqlBatchCommand Straddling(FactQuestion question, Guid[] units, IEnumerable<Guid> indicators, DateOnly end)
    {
        var sql = Facts("SELECT DISTINCT a.organisation_unit_id, a.indicator_id, a.group_code FROM actual a WHERE", question, units, indicators);
        sql.And("a.period_start <= {0}", end);
        sql.And("a.period_end > {0}", end);
        return sql.Command("");
    }

    private static NpgsqlBatchCommand Latest(FactQuestion question, Guid[] units, IEnumerable<Guid> indicators, DateOnly firstDay, DateOnly end)
    {
        // Ties are kept: which of them counts depends on the target.
        var sql = Facts($"SELECT {ObservationColumns}, rank() OVER (PARTITION BY a.organisation_unit_id, a.indicator_id, a.group_code ORDER BY a.period_end DESC) AS place FROM actual a WHERE",
            question, units, indicators);
        sql.And("a.period_end <= {0}", end);
        sql.And("a.period_end >= {0}", firstDay);
        return sql.Command("", inner => $"SELECT * FROM ({inner}) AS ranked WHERE place = 1");
    }

    private static NpgsqlBatchCommand Sums(FactQuestion question, Guid[] units, IEnumerable<Guid> indicators, DateOnly firstDay, DateOnly end)
    {
        var sql = Facts("""
            SELECT a.organisation_unit_id, a.indicator_id, a.group_code, count(*)::int, min(a.period_start), max(a.period_end), sum(a.value), sum(a.numerator), sum(a.denominator),
                   bool_or(a.status = 'provisional'), min(a.period_end - a.period_start) + 1, max(a.period_end - a.period_start) + 1,
                   bool_and(length(a.period) <= 7 AND a.bound IS NULL), count(a.value)::int, count(a.numerator)::int
            FROM actual a WHERE
            """, question, units, indicators);
        sql.And("a.period_end <= {0}", end);
        sql.And("a.period_end >= {0}", firstDay);
        return sql.Command("GROUP BY a.organisation_unit_id, a.indicator_id, a.group_code");
    }

    private static void ReadSum(NpgsqlDataReader reader, Dictionary<(Guid, Guid, string), List<Observation>> facts, HashSet<(Guid, Guid, string)> overlapping, ReferenceData reference)
    {
        var key = (reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
        var count = reader.GetInt32(3);
        // Months, quarters, half-years and years have lengths that never meet: one band of lengths is one kind, and one kind never overlaps itself.
        var kind = Kind(reader.GetInt32(10));
        var oneKind = reader.GetBoolean(12) && kind == Kind(reader.GetInt32(11));
        // How many of its reporting periods a sum covers is known only when its parts are such periods.
        if (count > 1) oneKind &= reference.Definition(key.Item2).Frequency switch
        {
            Frequency.Month => kind == 1,
            Frequency.Quarter => kind == 3,
            Frequency.HalfYear => kind == 6,
            Frequency.Year => kind == 12,
            _ => true,
        };
        var alike = reader.GetInt32(13) == count || (reader.GetInt32(13) == 0 && reader.GetInt32(14) == count);
        if (!oneKind || !alike)
        {
            overlapping.Add(key);
            return;
        }
        facts[key] =
        [
            new Observation
            {
                Period = new Period(reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5)),
                Value = Decimal(reader, 6),
                Numerator = Decimal(reader, 7),
                Denominator = Decimal(reader, 8),
                Provisional = reader.GetBoolean(9),
                Parts = count,
            },
        ];

        static int Kind(int days) => days switch { <= 31 => 1, <= 92 => 3, <= 184 => 6, _ => 12 };
    }

    private static async Task ReadObservationsAsync(NpgsqlDataReader reader, Dictionary<(Guid, Guid, string), List<Observation>> facts, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = (reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
            if (!facts.TryGetValue(key, out var observations)) facts[key] = observations = [];
            var text = reader.GetString(3);
            var starts = reader.GetFieldValue<DateOnly>(4);
            var ends = reader.GetFieldValue<DateOnly>(5);
            observations.Add(new Observation
            {
                // Only a term's text says more than its days.
                Period = text.Length == 9 ? Period.Parse(text, CultureInfo.InvariantCulture).WithDates(starts, ends) : new Period(starts, ends),
                Value = Decimal(reader, 6),
                Numerator = Decimal(reader, 7),
                Denominator = Decimal(reader, 8),
                Level = reader.IsDBNull(9) ? null : reader.GetString(9),
                Bound = reader.IsDBNull(10) ? null : WireNames<Bound>.Parse(reader.GetString(10)),
                Provisional = reader.GetString(11) == "provisional",
                Revision = reader.GetGuid(12),
            });
        }
    }

    private static TargetFacts? ReadTarget(NpgsqlDataReader reader, Period asked, ReferenceData reference)
    {
        var unit = reader.GetGuid(0);
        var indicator = reader.GetGuid(3);
        var dated = reference.Dated(unit, asked);
        var text = reader.GetString(5);
        var starts = reader.GetFieldValue<DateOnly>(6);
        var ends = reader.GetFieldValue<DateOnly>(7);
        if (starts > dated.End || ends < dated.Start) return null;
        return new TargetFacts
        {
            Id = reader.GetGuid(1),
            Unit = unit,
            Resolution = reader.GetGuid(2),
            Indicator = indicator,
            Group = reader.GetString(4),
            Period = text,
            Position = reader.GetInt32(16),
            Weight = Decimal(reader, 15),
            Asked = dated,
            Definition = new TargetDefinition
            {
                Scope = text.Length == 9 ? Period.Parse(text, CultureInfo.InvariantCulture).WithDates(starts, ends) : new Period(starts, ends),
                Recurrence = reader.GetString(8) == "once" ? Recurrence.Once : Recurrence.EachYear,
                Rule = TargetRules.Parse(reader.GetString(9)),
                Baseline = Decimal(reader, 10) is { } value ? new Baseline(value, reader.IsDBNull(11) ? null : reader.GetFieldValue<DateOnly>(11)) : null,
                Checkpoints = reader.IsDBNull(12) ? [] : JsonSerializer.Deserialize<List<Checkpoint>>(reader.GetString(12), TargetRules.Json)!,
                PathModel = WireNames<PathModel>.Parse(reader.GetString(13)),
                Applicable = reader.GetBoolean(14),
            },
        };
    }

    private static (Guid, Guid, string, PublishedClaim) ReadClaim(NpgsqlDataReader reader) => (
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
        new PublishedClaim(
            reader.GetFieldValue<DateOnly>(3), Decimal(reader, 4), reader.GetInt32(5),
            reader.IsDBNull(6) ? null : WireNames<Verdict>.Parse(reader.GetString(6)), reader.IsDBNull(7) ? null : reader.GetGuid(7)));

    private static DateOnly LastDay(Period asked, Guid[] units, ReferenceData reference) =>
        asked.IsTerm ? units.Max(unit => reference.Dated(unit, asked).End) : asked.End;

    private static DateOnly FirstDay(Period asked, Guid[] units, ReferenceData reference) => units.Min(unit => reference.Dated(unit, asked).Start);

    private static decimal? Decimal(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    /// <summary>A statement whose conditions come from a closed list and whose values are parameters.</summary>
    private sealed class Sql(string start)
    {
        private readonly List<string> _conditions = [];
        private readonly List<NpgsqlParameter> _parameters = [];

        public void And<T>(string condition, T value)
        {
            _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            _conditions.Add(condition.Replace("{0}", string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}"), StringComparison.Ordinal));
        }

        public NpgsqlBatchCommand Command(string end, Func<string, string>? around = null)
        {
            var text = $"{start} {string.Join(" AND ", _conditions)} {end}";
            var command = new NpgsqlBatchCommand(around?.Invoke(text) ?? text);
            foreach (var parameter in _parameters) command.Parameters.Add(parameter);
            return command;
        }
    }
}

/// <summary>Target rules as the database keeps them.</summary>
public static class TargetRules
{
    /// <summary>How rules and checkpoints are kept: as on the wire, in whatever order the database gives the members back.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>The rule of a stored text.</summary>
    public static TargetRule Parse(string json) => JsonSerializer.Deserialize<TargetRule>(json, Json)!;
}
