using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Turns rows into facts.</summary>
internal static class FactRows
{
    /// <summary>A target of its full row.</summary>
    public static StoredTarget Target(NpgsqlDataReader reader, Calendar calendar, SharedParts shared)
    {
        var period = shared.Text(reader.GetString(5));
        var resolution = reader.GetGuid(2);
        return new StoredTarget
        {
            Id = reader.GetGuid(1),
            Unit = reader.GetGuid(0),
            Resolution = resolution,
            Indicator = reader.GetGuid(3),
            Group = shared.Text(reader.GetString(4)),
            Period = period,
            Position = reader.GetInt32(14),
            Weight = Decimal(reader, 13),
            Version = reader.GetInt64(15),
            Lead = Text(reader, 16) is { } lead ? shared.Text(lead) : null,
            Bands = StoredBands.Of(Text(reader, 17)),
            Definition = shared.Definition(new WrittenDefinition(
                calendar.Scope(resolution, Period.Parse(period, null)), reader.GetString(6), reader.GetString(7), Decimal(reader, 8),
                reader.IsDBNull(9) ? null : reader.GetFieldValue<DateOnly>(9), Text(reader, 10), reader.GetString(11), reader.GetBoolean(12))),
        };
    }

    /// <summary>What became of a target after a period was closed.</summary>
    public static ClosedTarget Closed(NpgsqlDataReader reader, Calendar calendar, SharedParts shared) => new(
        Target(reader, calendar, shared), Period.Parse(reader.GetString(18), null), WireNames<ClosedChange>.Parse(reader.GetString(19)));

    /// <summary>A figure with what it is of.</summary>
    public static (FactKey Key, Observation Observation) Observation(NpgsqlDataReader reader, Calendar calendar, bool isNamed = false)
    {
        var revision = reader.GetGuid(12);
        var key = new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
        return (key, new Observation
        {
            Period = reader.IsDBNull(3)
                ? new Period(reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5))
                : calendar.Days(key.Unit, reader.GetString(3)),
            Value = Decimal(reader, 6),
            Numerator = Decimal(reader, 7),
            Denominator = Decimal(reader, 8),
            Level = Text(reader, 9),
            Bound = reader.IsDBNull(10) ? null : WireNames<Bound>.Parse(reader.GetString(10)),
            Provisional = reader.GetBoolean(11),
            Revision = isNamed ? revision : Guid.Empty,
            Recorded = Ids.OrderOf(revision),
        });
    }

    /// <summary>What was published, with the days that the name of its period says.</summary>
    public static StoredClaim Claim(NpgsqlDataReader reader)
    {
        var period = Period.Parse(reader.GetString(3), null);
        return new StoredClaim(reader.GetGuid(1), reader.GetString(2), period, new PublishedClaim
        {
            PeriodEnd = period.End,
            Percent = Decimal(reader, 4),
            Decimals = reader.GetInt32(5),
            Verdict = reader.IsDBNull(6) ? null : WireNames<Verdict>.Parse(reader.GetString(6)),
            Resolution = reader.IsDBNull(7) ? null : reader.GetGuid(7),
            Gap = Decimal(reader, 8),
            Excess = Decimal(reader, 9),
        });
    }

    /// <summary>The printed count of a whole scoreboard, with the days that the name of its period says; null where the row is about one indicator.</summary>
    public static ScoreboardClaim? Scoreboard(NpgsqlDataReader reader) => reader.IsDBNull(10) ? null : new ScoreboardClaim(
        reader.GetGuid(0), Period.Parse(reader.GetString(3), null), reader.IsDBNull(7) ? null : reader.GetGuid(7), reader.GetInt32(10), reader.GetInt32(11),
        reader.IsDBNull(12) ? null : reader.GetInt32(12));

    /// <summary>What a person expects.</summary>
    public static TargetExpectation Expectation(NpgsqlDataReader reader) => new(
        WireNames<Likelihood>.Parse(reader.GetString(2)), reader.GetFieldValue<DateOnly>(3), reader.GetString(4), Text(reader, 5));

    /// <summary>What a person judged.</summary>
    public static PersonalJudgement Judgement(NpgsqlDataReader reader) => new(
        WireNames<Verdict>.Parse(reader.GetString(2)), reader.GetString(3), reader.GetFieldValue<DateOnly>(4), reader.GetString(5));

    /// <summary>A wider unit's value.</summary>
    public static StoredBenchmark Benchmark(NpgsqlDataReader reader) =>
        new(reader.GetGuid(1), Period.Parse(reader.GetString(2), null), reader.GetGuid(3), reader.GetDecimal(4));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static decimal? Decimal(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
}
