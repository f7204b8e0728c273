using System.Globalization;
using System.Text.Json;
using IndicatorApi.Achievements;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>The members of an achievement row, in the order of the contract: one list for JSON, NDJSON, tables and <c>fields</c>.</summary>
public static class AchievementColumns
{
    /// <summary>The members.</summary>
    public static Columns<AchievementRow> Columns { get; } = new(
    [
        Text("orgUnit", row => row.OrgUnit),
        Text("orgUnitName", row => row.OrgUnitName),
        Text("indicator", row => row.Indicator),
        Text("indicatorName", row => row.IndicatorName),
        Text("measure", row => row.Measure),
        Text("group", row => row.Group),
        Text("period", row => row.Period.ToString()),
        Date("periodEnd", row => row.PeriodEnd),
        Text("resolution", row => row.Resolution),
        Text("targetId", row => row.TargetId.ToString()),
        Text("targetPeriod", row => row.TargetPeriod),
        Word("recurrence", row => row.Recurrence),
        new("rule", (json, row) => JsonSerializer.Serialize(json, row.Rule, WireJson.Options), [new("ruleKind", CellKind.Text, row => row.Rule.KindName)]),
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
        new("band", Member(row => row.Band),
        [
            new("band", CellKind.Text, row => row.Band?.Name),
            new("bandText", CellKind.Text, row => row.Band?.Text.Vi),
            new("bandShape", CellKind.Text, row => row.Band?.Shape),
        ]),
        Word("position", row => row.Position),
        Flag("due", row => row.Due),
        Word("stage", row => row.Stage),
        Text("method", row => row.Method),
        Word("reason", row => row.Reason),
        new("pace", WritePace,
        [
            new("paceElapsed", CellKind.Number, row => Digits(row.Pace?.Elapsed)),
            new("paceExpected", CellKind.Number, row => Digits(row.Pace?.Expected)),
            new("paceIndex", CellKind.Number, row => Digits(row.Pace?.Index)),
            new("paceClass", CellKind.Text, row => row.Pace?.Class is { } pace ? WireNames<PaceClass>.Of(pace) : null),
            new("paceProjectedEnd", CellKind.Number, row => Digits(row.Pace?.ProjectedEnd)),
            new("paceRequiredPerYear", CellKind.Number, row => Digits(row.Pace?.RequiredPerYear)),
            new("paceModel", CellKind.Text, row => row.Pace?.Model),
        ]),
        Flag("about", row => row.About),
        Text("qualifier", row => row.Qualifier),
        new("stretch", Member(row => row.Stretch),
        [
            new("stretchTarget", CellKind.Number, row => Digits(row.Stretch?.Target)),
            new("stretchPercent", CellKind.Number, row => Digits(row.Stretch?.Percent)),
            new("stretchDifference", CellKind.Number, row => Digits(row.Stretch?.Difference)),
            new("stretchReached", CellKind.Flag, row => row.Stretch is { } stretch ? Truth(stretch.Reached) : null),
        ]),
        Number("remaining", row => row.Remaining),
        // One line of a table is one target: its parts stand in one cell, each with its verdict.
        new("parts", WriteParts,
            [new("parts", CellKind.Text, row => row.Parts.Count == 0 ? null : string.Join("; ", row.Parts.Select(Part)))]),
        Text("worstPart", row => row.WorstPart),
        Flag("formsDisagree", row => row.FormsDisagree),
        new("judged", Member(row => row.Judged),
        [
            new("judgedOn", CellKind.Date, row => row.Judged is { } judged ? Day(judged.On) : null),
            new("judgedWhy", CellKind.Text, row => row.Judged?.Why),
            new("judgedEvidence", CellKind.Text, row => row.Judged?.Evidence),
        ]),
        Text("assignedVersion", row => row.AssignedVersion),
        new("expectation", Member(row => row.Expectation),
        [
            new("expectationLikelihood", CellKind.Text, row => row.Expectation is { } expected ? WireNames<Likelihood>.Of(expected.Likelihood) : null),
            new("expectationOn", CellKind.Date, row => row.Expectation is { } expected ? Day(expected.On) : null),
            new("expectationBy", CellKind.Text, row => row.Expectation?.By),
            new("expectationReason", CellKind.Text, row => row.Expectation?.Reason),
        ]),
        Text("lead", row => row.Lead),
        new("comparisons", Member(row => row.Comparisons),
        [
            new("comparisonsPreviousValue", CellKind.Number, row => Digits(row.Comparisons?.Previous?.Value)),
            new("comparisonsPreviousChange", CellKind.Number, row => Digits(row.Comparisons?.Previous?.Change)),
            new("comparisonsPreviousPercentChange", CellKind.Number, row => Digits(row.Comparisons?.Previous?.PercentChange)),
            new("comparisonsSamePeriodLastYearValue", CellKind.Number, row => Digits(row.Comparisons?.SamePeriodLastYear?.Value)),
            new("comparisonsSamePeriodLastYearChange", CellKind.Number, row => Digits(row.Comparisons?.SamePeriodLastYear?.Change)),
            new("comparisonsSamePeriodLastYearPercentChange", CellKind.Number, row => Digits(row.Comparisons?.SamePeriodLastYear?.PercentChange)),
        ]),
        new("claim", WriteClaim,
        [
            new("claimPercent", CellKind.Number, row => Digits(row.Claim?.Percent)),
            new("claimVerdict", CellKind.Text, row => row.Claim?.Verdict is { } verdict ? WireNames<Verdict>.Of(verdict) : null),
            new("claimGap", CellKind.Number, row => Digits(row.Claim?.Gap)),
            new("claimExcess", CellKind.Number, row => Digits(row.Claim?.Excess)),
            new("claimDisagrees", CellKind.Flag, row => row.Claim?.Disagrees is { } disagrees ? Truth(disagrees) : null),
        ]),
        new("amendedAfterClosing", WriteAmended,
        [
            new("amendedAfterClosingChange", CellKind.Text,
                row => row.AmendedAfterClosing?.Change is { } change ? WireNames<ClosedChange>.Of(change) : null),
            new("amendedAfterClosingTarget", CellKind.Number, row => Digits(row.AmendedAfterClosing?.Target)),
            new("amendedAfterClosingPercent", CellKind.Number, row => Digits(row.AmendedAfterClosing?.Percent)),
            new("amendedAfterClosingVerdict", CellKind.Text, row => row.AmendedAfterClosing?.Verdict is { } verdict ? WireNames<Verdict>.Of(verdict) : null),
        ]),
        Flag("provisional", row => row.Provisional),
    ]);

    /// <summary>All members.</summary>
    public static IReadOnlyList<Column<AchievementRow>> All => Columns.All;

    private static string Part(PartRow part) => $"{part.Code}: {Digits(part.Actual) ?? "-"} ({WireNames<Verdict>.Of(part.Verdict)})";

    // Very many rows have none of them: what is not there costs no serializer.
    private static Action<Utf8JsonWriter, AchievementRow> Member<T>(Func<AchievementRow, T?> value) where T : class => (json, row) =>
    {
        if (value(row) is { } there) JsonSerializer.Serialize(json, there, WireJson.Options);
        else json.WriteNullValue();
    };

    private static void WriteParts(Utf8JsonWriter json, AchievementRow row)
    {
        json.WriteStartArray();
        foreach (var part in row.Parts) JsonSerializer.Serialize(json, part, WireJson.Options);
        json.WriteEndArray();
    }

    private static Column<AchievementRow> Text(string name, Func<AchievementRow, string?> value) =>
        new(name, (json, row) => json.WriteStringValue(value(row)), [new(name, CellKind.Text, value)]);

    private static Column<AchievementRow> Number(string name, Func<AchievementRow, decimal?> value) =>
        new(name, (json, row) => WriteNumber(json, value(row)), [new(name, CellKind.Number, row => Digits(value(row)))]);

    private static Column<AchievementRow> Date(string name, Func<AchievementRow, DateOnly> value) =>
        new(name, (json, row) => json.WriteStringValue(Day(value(row))), [new(name, CellKind.Date, row => Day(value(row)))]);

    private static Column<AchievementRow> Flag(string name, Func<AchievementRow, bool> value) =>
        new(name, (json, row) => json.WriteBooleanValue(value(row)), [new(name, CellKind.Flag, row => Truth(value(row)))]);

    private static Column<AchievementRow> Word<T>(string name, Func<AchievementRow, T> value) where T : struct, Enum =>
        Text(name, row => WireNames<T>.Of(value(row)));

    private static Column<AchievementRow> Word<T>(string name, Func<AchievementRow, T?> value) where T : struct, Enum =>
        Text(name, row => value(row) is { } word ? WireNames<T>.Of(word) : null);

    private static void WriteNumber(Utf8JsonWriter json, decimal? value)
    {
        if (value is { } number) ExactDecimalConverter.WriteNumber(json, number);
        else json.WriteNullValue();
    }

    private static void WritePace(Utf8JsonWriter json, AchievementRow row) => JsonSerializer.Serialize(json, row.Pace, WireJson.Options);

    private static void WriteClaim(Utf8JsonWriter json, AchievementRow row) => JsonSerializer.Serialize(json, row.Claim, WireJson.Options);

    private static void WriteAmended(Utf8JsonWriter json, AchievementRow row) => JsonSerializer.Serialize(json, row.AmendedAfterClosing, WireJson.Options);

    private static string? Digits(decimal? value) => value is { } number ? Numbers.Invariant(number) : null;

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
