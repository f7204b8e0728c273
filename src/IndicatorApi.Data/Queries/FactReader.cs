using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IndicatorApi.Calculation;
using Npgsql;

namespace IndicatorApi.Data;

/// <summary>Turns rows into facts.</summary>
internal static class FactReader
{
    /// <summary>A target of its full row, as if its whole scope were asked for.</summary>
    public static TargetFacts Target(NpgsqlDataReader reader, FactQuestion question, ReferenceData reference)
    {
        var period = reader.GetString(5);
        var resolution = reader.GetGuid(2);
        var scope = Span(period, reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7));
        // The dates of a term follow the resolution; those of a version were noted when it was written.
        if (question.AsOf is not null || question.OriginalTargets) scope = Terms.Scope(reference.Resolution(resolution), scope);
        return new TargetFacts
        {
            Id = reader.GetGuid(1),
            Unit = reader.GetGuid(0),
            Resolution = resolution,
            Indicator = reader.GetGuid(3),
            Group = reader.GetString(4),
            Period = period,
            Position = reader.GetInt32(16),
            Weight = Decimal(reader, 15),
            Version = reader.GetInt64(17),
            Asked = scope,
            Definition = new TargetDefinition
            {
                Scope = scope,
                Recurrence = WireNames<Recurrence>.Parse(reader.GetString(8)),
                Rule = TargetRules.Parse(reader.GetString(9)),
                Baseline = Decimal(reader, 10) is { } value ? new Baseline(value, reader.IsDBNull(11) ? null : reader.GetFieldValue<DateOnly>(11)) : null,
                Checkpoints = reader.IsDBNull(12) ? [] : JsonSerializer.Deserialize<List<Checkpoint>>(reader.GetString(12), TargetRules.Json)!,
                PathModel = WireNames<PathModel>.Parse(reader.GetString(13)),
                Applicable = reader.GetBoolean(14),
            },
        };
    }

    /// <summary>The target for what is asked; null when it has no row for it.</summary>
    public static TargetFacts? For(TargetFacts target, Period question, ReferenceData reference)
    {
        var asked = reference.Dated(target.Unit, question);
        return AchievementCalculator.Concerns(target.Definition, asked) ? target with { Asked = asked } : null;
    }

    /// <summary>Adds observations to their keys.</summary>
    public static async Task ObservationsAsync(NpgsqlDataReader reader, Dictionary<FactKey, List<Observation>> facts, ReferenceData? termsOf, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2));
            if (!facts.TryGetValue(key, out var observations)) facts[key] = observations = [];
            var period = Span(reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5));
            observations.Add(new Observation
            {
                Period = termsOf is null ? period : termsOf.Dated(key.Unit, period),
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

        static int? Months(Frequency frequency) => frequency switch { Frequency.Month => 1, Frequency.Quarter => 3, Frequency.HalfYear => 6, Frequency.Year => 12, _ => null };

        static int Kind(int days) => days switch { <= 31 => 1, <= 92 => 3, <= 184 => 6, _ => 12 };
    }

    /// <summary>A claim with what it is about.</summary>
    public static (FactKey Key, PublishedClaim Claim) Claim(NpgsqlDataReader reader, ReferenceData reference) => (
        new FactKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)),
        new PublishedClaim(
            // A term ends when the unit's resolutions say now, not when the claim was recorded.
            reader.GetString(8) is { Length: 9 } term ? reference.Dated(reader.GetGuid(0), Period.Parse(term, null)).End : reader.GetFieldValue<DateOnly>(3), Decimal(reader, 4), reader.GetInt32(5),
            reader.IsDBNull(6) ? null : WireNames<Verdict>.Parse(reader.GetString(6)), reader.IsDBNull(7) ? null : reader.GetGuid(7)));

    internal static decimal? Decimal(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    // Only a term's text (2020-2025) says more than its days.
    private static Period Span(string? text, DateOnly starts, DateOnly ends) =>
        text?.Length == 9 ? Period.Parse(text, CultureInfo.InvariantCulture).WithDates(starts, ends) : new Period(starts, ends);
}

/// <summary>Targets by id, as their current version says: a version is read and parsed once.</summary>
internal sealed class KnownTargets
{
    // About 150 MB when full; starting afresh is simpler than choosing which to drop, and reading again is cheap.
    private const int Most = 250_000;
    private readonly ConcurrentDictionary<Guid, TargetFacts> _known = [];

    /// <summary>The target, if it is known in this version and with these dates.</summary>
    public TargetFacts? Get(Guid id, long version, DateOnly starts, DateOnly ends) =>
        _known.TryGetValue(id, out var known) && known.Version == version && known.Definition.Scope.Start == starts && known.Definition.Scope.End == ends ? known : null;

    /// <summary>Remembers a target.</summary>
    public void Add(TargetFacts target)
    {
        if (_known.Count >= Most) _known.Clear();
        _known[target.Id] = target;
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
