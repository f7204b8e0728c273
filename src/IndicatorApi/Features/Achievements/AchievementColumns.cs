using System.Globalization;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>One member of a row: how it is written in JSON, and as one or more flat columns.</summary>
/// <param name="Name">The member's name; the closed list that <c>fields</c> picks from.</param>
/// <param name="WriteJson">Writes the value.</param>
/// <param name="Flat">The columns it makes in CSV, each with its text; null is an empty cell.</param>
public sealed record AchievementColumn(
    string Name, Action<Utf8JsonWriter, AchievementRow> WriteJson, IReadOnlyList<(string Header, Func<AchievementRow, string?> Text)> Flat)
{
    /// <summary>The name, encoded once.</summary>
    public JsonEncodedText JsonName { get; } = JsonEncodedText.Encode(Name);
}

/// <summary>The members of an achievement row, in the order of the contract: one list for JSON, NDJSON, CSV and <c>fields</c>.</summary>
public static class AchievementColumns
{
    /// <summary>All members.</summary>
    public static IReadOnlyList<AchievementColumn> All { get; } =
    [
        Text("orgUnit", row => row.OrgUnit),
        Text("orgUnitName", row => row.OrgUnitName),
        Text("indicator", row => row.Indicator),
        Text("indicatorName", row => row.IndicatorName),
        Text("measure", row => row.Measure),
        Text("group", row => row.Group),
        Text("period", row => row.Period.ToString()),
        Text("periodEnd", row => Day(row.PeriodEnd)),
        Text("resolution", row => row.Resolution),
        Text("targetId", row => row.TargetId.ToString()),
        Text("targetPeriod", row => row.TargetPeriod),
        Word("recurrence", row => row.Recurrence),
        new("rule", (json, row) => JsonSerializer.Serialize(json, row.Rule, WireJson.Options), [("ruleKind", row => row.Rule.KindName)]),
        Number("target", row => row.Target),
        Number("targetUpper", row => row.TargetUpper),
        Text("targetText", row => row.TargetText),
        Number("baseline", row => row.Baseline),
        Number("actual", row => row.Actual),
        Number("numerator", row => row.Numerator),
        Number("denominator", row => row.Denominator),
        Word("actualBound", row => row.ActualBound),
        Text("actualPeriod", row => row.ActualPeriod?.ToString()),
        Number("coverage", row => row.Coverage),
        Number("percent", row => row.Percent),
        Number("percentCapped", row => row.PercentCapped),
        Number("difference", row => row.Difference),
        Number("differencePercent", row => row.DifferencePercent),
        Word("direction", row => row.Direction),
        Word("verdict", row => row.Verdict),
        Flag("due", row => row.Due),
        Text("method", row => row.Method),
        Word("reason", row => row.Reason),
        new("pace", WritePace,
        [
            ("paceElapsed", row => Digits(row.Pace?.Elapsed)),
            ("paceExpected", row => Digits(row.Pace?.Expected)),
            ("paceIndex", row => Digits(row.Pace?.Index)),
            ("paceClass", row => row.Pace?.Class is { } pace ? WireNames<PaceClass>.Of(pace) : null),
            ("paceProjectedEnd", row => Digits(row.Pace?.ProjectedEnd)),
            ("paceRequiredPerYear", row => Digits(row.Pace?.RequiredPerYear)),
            ("paceModel", row => row.Pace?.Model),
        ]),
        new("claim", WriteClaim,
        [
            ("claimPercent", row => Digits(row.Claim?.Percent)),
            ("claimVerdict", row => row.Claim?.Verdict is { } verdict ? WireNames<Verdict>.Of(verdict) : null),
            ("claimDisagrees", row => row.Claim?.Disagrees is { } disagrees ? Truth(disagrees) : null),
        ]),
        Flag("provisional", row => row.Provisional),
    ];

    private static readonly Dictionary<string, AchievementColumn> ByName = All.ToDictionary(column => column.Name, StringComparer.Ordinal);

    /// <summary>The members named by <c>fields</c>, in its order; all when it is not given.</summary>
    public static IReadOnlyList<AchievementColumn> Pick(string? fields, Errors errors)
    {
        if (fields is null) return All;
        var picked = new List<AchievementColumn>();
        foreach (var name in fields.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!ByName.TryGetValue(name, out var column)) errors.Add("fields", ErrorCodes.UnknownWord, name, string.Join(", ", ByName.Keys));
            else if (!picked.Contains(column)) picked.Add(column);
        }
        return picked;
    }

    /// <summary>Writes one row as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<AchievementColumn> columns, AchievementRow row)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WritePropertyName(columns[i].JsonName);
            columns[i].WriteJson(json, row);
        }
        json.WriteEndObject();
    }

    private static AchievementColumn Text(string name, Func<AchievementRow, string?> value) =>
        new(name, (json, row) => json.WriteStringValue(value(row)), [(name, value)]);

    private static AchievementColumn Number(string name, Func<AchievementRow, decimal?> value) =>
        new(name, (json, row) => WriteNumber(json, value(row)), [(name, row => Digits(value(row)))]);

    private static AchievementColumn Flag(string name, Func<AchievementRow, bool> value) =>
        new(name, (json, row) => json.WriteBooleanValue(value(row)), [(name, row => Truth(value(row)))]);

    private static AchievementColumn Word<T>(string name, Func<AchievementRow, T> value) where T : struct, Enum =>
        Text(name, row => WireNames<T>.Of(value(row)));

    private static AchievementColumn Word<T>(string name, Func<AchievementRow, T?> value) where T : struct, Enum =>
        Text(name, row => value(row) is { } word ? WireNames<T>.Of(word) : null);

    private static void WriteNumber(Utf8JsonWriter json, decimal? value)
    {
        if (value is { } number) ExactDecimalConverter.WriteNumber(json, number);
        else json.WriteNullValue();
    }

    private static void WritePace(Utf8JsonWriter json, AchievementRow row) => JsonSerializer.Serialize(json, row.Pace, WireJson.Options);

    private static void WriteClaim(Utf8JsonWriter json, AchievementRow row) => JsonSerializer.Serialize(json, row.Claim, WireJson.Options);

    private static string? Digits(decimal? value) => value is { } number ? Numbers.Invariant(number) : null;

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
