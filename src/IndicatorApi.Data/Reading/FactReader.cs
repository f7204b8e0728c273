using System.Text.Json;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Turns rows into facts.</summary>
internal static class FactReader
{
    /// <summary>A target of its full row.</summary>
    public static StoredTarget Target(NpgsqlDataReader reader, Calendar calendar)
    {
        var period = reader.GetString(5);
        var resolution = reader.GetGuid(2);
        var scope = calendar.Scope(resolution, Period.Parse(period, null));
        return new StoredTarget
        {
            Id = reader.GetGuid(1),
            Unit = reader.GetGuid(0),
            Resolution = resolution,
            Indicator = reader.GetGuid(3),
            Group = reader.GetString(4),
            Period = period,
            Position = reader.GetInt32(14),
            Weight = Decimal(reader, 13),
            Version = reader.GetInt64(15),
            Lead = reader.IsDBNull(16) ? null : reader.GetString(16),
            Bands = StoredBands.Of(reader.IsDBNull(17) ? null : reader.GetString(17)),
            Definition = new TargetDefinition
            {
                Scope = scope,
                Recurrence = WireNames<Recurrence>.Parse(reader.GetString(6)),
                Rule = TargetRules.Parse(reader.GetString(7)),
                Baseline = Decimal(reader, 8) is { } value ? new Baseline(value, reader.IsDBNull(9) ? null : reader.GetFieldValue<DateOnly>(9)) : null,
                Checkpoints = reader.IsDBNull(10) ? [] : JsonSerializer.Deserialize<List<Checkpoint>>(reader.GetString(10), TargetRules.Json)!,
                PathModel = WireNames<PathModel>.Parse(reader.GetString(11)),
                Applicable = reader.GetBoolean(12),
            },
        };
    }

    /// <summary>Adds observations to their keys.</summary>
    public static async Task ObservationsAsync(
        NpgsqlDataReader reader, Dictionary<FactKey, List<Observation>> facts, Calendar calendar, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
            if (!facts.TryGetValue(key, out var observations)) facts[key] = observations = [];
            observations.Add(new Observation
            {
                Period = reader.IsDBNull(3)
                    ? new Period(reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5))
                    : calendar.Days(key.Unit, reader.GetString(3)),
                Value = Decimal(reader, 6),
                Numerator = Decimal(reader, 7),
                Denominator = Decimal(reader, 8),
                Level = reader.IsDBNull(9) ? null : reader.GetString(9),
                Bound = reader.IsDBNull(10) ? null : WireNames<Bound>.Parse(reader.GetString(10)),
                Provisional = reader.GetBoolean(11),
                Revision = reader.GetGuid(12),
            });
        }
    }

    /// <summary>A sum, or null when the figures may overlap or are not alike, so that they have to be read one by one.</summary>
    public static (FactKey Key, Observation? Sum) Sum(NpgsqlDataReader reader, bool coverage, ReferenceData reference)
    {
        var key = new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
        var count = reader.GetInt32(3);
        // Months, quarters, half-years and years have lengths that never meet: one band of lengths is one kind, and one kind never overlaps itself.
        var kind = Kind(reader.GetInt32(10));
        var isOneKind = reader.GetBoolean(12) && kind == Kind(reader.GetInt32(11));
        // How many of its reporting periods a sum covers is known only when its parts are such periods.
        if (coverage && count > 1 && Months(reference.Definition(key.Indicator).Frequency) is { } months) isOneKind &= kind == months;
        // Bare rates are averaged by days, which a sum of them does not know.
        var isRate = reference.Definition(key.Indicator).ValueType == IndicatorValueType.Ratio && count > 1;
        var isAlike = (reader.GetInt32(13) == count && !isRate) || (reader.GetInt32(13) == 0 && reader.GetInt32(14) == count);
        if (!isOneKind || !isAlike) return (key, null);
        return (key, new Observation
        {
            Period = new Period(reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5)),
            Value = Decimal(reader, 6),
            Numerator = Decimal(reader, 7),
            Denominator = Decimal(reader, 8),
            Provisional = reader.GetBoolean(9),
            Parts = count,
        });

        static int? Months(Frequency frequency) => frequency switch
        {
            Frequency.Month => 1,
            Frequency.Quarter => 3,
            Frequency.HalfYear => 6,
            Frequency.Year => 12,
            _ => null
        };

        static int Kind(int days) => days switch { <= 31 => 1, <= 92 => 3, <= 184 => 6, _ => 12 };
    }

    /// <summary>A claim with what it is about.</summary>
    public static (FactKey Key, PublishedClaim Claim) Claim(NpgsqlDataReader reader, Calendar calendar) => (
        new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)),
        new PublishedClaim
        {
            PeriodEnd = calendar.Days(reader.GetGuid(0), reader.GetString(3)).End,
            Percent = Decimal(reader, 4),
            Decimals = reader.GetInt32(5),
            Verdict = reader.IsDBNull(6) ? null : WireNames<Verdict>.Parse(reader.GetString(6)),
            Resolution = reader.IsDBNull(7) ? null : reader.GetGuid(7),
            Gap = Decimal(reader, 8),
            Excess = Decimal(reader, 9),
        });

    /// <summary>The printed count of a whole scoreboard; null where the row is about one indicator.</summary>
    public static ScoreboardClaim? Scoreboard(NpgsqlDataReader reader, Calendar calendar) => reader.IsDBNull(10) ? null : new ScoreboardClaim(
        reader.GetGuid(0), calendar.Days(reader.GetGuid(0), reader.GetString(3)), reader.IsDBNull(7) ? null : reader.GetGuid(7), reader.GetInt32(10),
        reader.GetInt32(11));

    /// <summary>What a person expects, and of which target.</summary>
    public static (Guid Target, TargetExpectation Expectation) Expectation(NpgsqlDataReader reader) => (reader.GetGuid(0), new TargetExpectation(
        WireNames<Likelihood>.Parse(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2), reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4)));

    /// <summary>What a person judged, and of which target.</summary>
    public static (Guid Target, PersonalJudgement Judgement) Judgement(NpgsqlDataReader reader) => (reader.GetGuid(0), new PersonalJudgement(
        WireNames<Verdict>.Parse(reader.GetString(1)), reader.GetString(2), reader.GetFieldValue<DateOnly>(3), reader.GetString(4)));

    internal static decimal? Decimal(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    /// <summary>A wider unit's value.</summary>
    public static BenchmarkValue Benchmark(NpgsqlDataReader reader, Calendar calendar)
    {
        var days = calendar.Days(reader.GetGuid(0), reader.GetString(1));
        return new BenchmarkValue(days.Named, days.End, reader.GetGuid(2), reader.GetDecimal(3));
    }
}
